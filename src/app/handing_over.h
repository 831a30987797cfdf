// A table of cases for somebody outside: which part of each case may go, by the check that every outflow
// passes (casework/consent/outflow.h), and the record of it in the case.
#pragma once

#include <map>
#include <set>

#include "app/commands.h"
#include "casework/consent/giving.h"
#include "statistics/htcds.h"

namespace arasha::app {

// `invalid_input` for a purpose that no consent has, for a recipient without a name, and for a format that
// needs neither.
Result<void> check_recipient(const ExportArguments& arguments);

class HandingOver {
 public:
  // All outlive it.
  HandingOver(vault::Vault& vault, const vault::Keyring& by, std::string purpose, std::string recipient)
      : vault_(vault), by_(by), purpose_(std::move(purpose)), recipient_(std::move(recipient)) {}

  // The groups of fields of this case that may go; what goes is written into the case before this answers.
  // Empty: nothing may, and the case is counted by the reason.
  Result<std::set<std::string>> permitted(FileId file, const casework::Story& story);
  // Takes out of a record everything that belongs to no such group, and free text in any case.
  static void limit_to(const std::set<std::string>& groups, statistics::HtcdsRecord& record);
  // How many cases were left out, and why; how many go out in part.
  void say(Terminal& terminal) const;

 private:
  vault::Vault& vault_;
  const vault::Keyring& by_;
  std::string purpose_;
  std::string recipient_;
  std::map<casework::Refusal, std::int64_t> left_out_;
  std::int64_t in_part_ = 0;
};

}  // namespace arasha::app

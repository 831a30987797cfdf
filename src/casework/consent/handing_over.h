// A table of cases for somebody outside: which groups of fields of each case may go, by the check that every outflow passes
// (outflow.h), and the record of it in the case.
#pragma once

#include <map>
#include <set>

#include "casework/consent/giving.h"

namespace arasha::casework {

// `invalid_input` for a purpose that no consent has, and for a recipient without a name.
Result<void> check_recipient(const std::string& purpose, const std::string& recipient);

class HandingOver {
 public:
  struct To {
    std::string purpose;               // code of consent_purpose
    std::string recipient;
    std::vector<std::string> groups;   // of consent_fields, that the table has columns for
    std::string details;               // what the record in the case calls the table
  };
  // All outlive it.
  HandingOver(vault::Vault& vault, const vault::Keyring& by, To to) : vault_(vault), by_(by), to_(std::move(to)) {}

  // The groups of fields of this case that may go; what goes is written into the case before this answers.
  // Empty: nothing may, and the case is counted by the reason.
  Result<std::set<std::string>> permitted(FileId file, const Story& story);
  // The same answer and the same counting, and nothing is written: before somebody decides to hand over.
  Result<std::set<std::string>> would_permit(const Story& story);

  const std::map<Refusal, std::int64_t>& left_out() const { return left_out_; }  // cases, by the reason
  std::int64_t in_part() const { return in_part_; }                              // cases that go out in part

 private:
  // What may go by which consent or confirmed proposal.
  using BySource = std::map<std::string, Shared>;
  Result<BySource> decide_on(const Story& story);
  vault::Vault& vault_;
  const vault::Keyring& by_;
  To to_;
  std::map<Refusal, std::int64_t> left_out_;
  std::int64_t in_part_ = 0;
};

}  // namespace arasha::casework

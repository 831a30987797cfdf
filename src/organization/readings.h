// Questions to the reading record. It lies sealed, so a question is answered by walking back through it.
#pragma once

#include <map>
#include <optional>

#include "vault/vault.h"

namespace arasha::organization {

struct ReadingFilter {
  std::optional<MemberId> member;
  std::optional<vault::Action> action;
  std::string file;         // the first letters of a file's id, lower case; empty: any
  std::optional<Date> day;  // in the time zone of the machine, as the page shows times
  bool is_empty() const { return !member && !action && file.empty() && !day; }
};

struct ReadingList {
  std::vector<vault::RecordedReading> rows;        // newest first
  std::map<vault::Action, std::size_t> counts;     // of all that fit, as far as it was walked, by action
  std::size_t fitting = 0;
  std::size_t walked = 0;
  std::optional<std::uint64_t> next;               // goes on before this line; none: that was the oldest
};

// The readings that fit, before the line `before`: at most `limit` rows and at most `walk` lines looked at. Fails with
// `denied` for who does not hold the Auditors' key.
Result<ReadingList> find_readings(const vault::Vault& vault, const vault::Keyring& by, const ReadingFilter& filter, std::uint64_t before,
                                  std::size_t limit, std::size_t walk);

// When a day begins on this machine.
Time start_of(Date day);

}  // namespace arasha::organization

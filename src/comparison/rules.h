// Who may compare with whom, and what is known of it: the fold of one partner's entries (comparison.proto, 205 to 209). Pure.
#pragma once

#include <functional>
#include <optional>
#include <variant>
#include <vector>

#include "arasha/comparison.pb.h"
#include "base/id.h"
#include "base/time.h"
#include "comparison/message.h"

namespace arasha::comparison {

// One entry, as the vault gives it: its first version's id, who signed it, and when.
struct Written {
  EntryId id;
  MemberId by;
  Time at;
  std::variant<ComparisonAgreed, ComparisonWithdrawn, ComparisonRun, ComparisonHint, ComparisonHintStep> what;
};

struct Agreement {
  Date until;
  std::uint32_t runs = 0;     // in a calendar month, whoever begins
  std::uint32_t persons = 0;  // of the partner
  MemberId first, second;     // the stewards
};
struct Run {
  RunId id;
  Time begun;
  bool is_ours = false;    // begun by us
  bool has_begun = false;  // not only asked for
  std::string state;     // of the vocabulary comparison_state
  ComparisonRun last;
};
struct Hint {
  EntryId id;
  FileId person;
  RunId run;
  Time told;
  std::string state;     // of the vocabulary comparison_hint; empty: nothing was done yet
};

inline constexpr std::uint32_t kMostRuns = 8;           // in a month
inline constexpr std::uint32_t kMostPersons = 20'000;
inline constexpr int kLongestAgreement = 366;           // days

struct History {
  std::optional<Agreement> agreement;       // both stewards have said it, and nobody has taken it back
  std::optional<ComparisonAgreed> proposed; // one steward has said it, and it waits for another
  MemberId proposed_by;
  std::vector<Run> runs;                    // the oldest first
  std::vector<Hint> hints;                  // the same person once, of the last run that named her
};

// `entries` in their order. A word of somebody who is no steward (now) does not count.
History fold(const std::vector<Written>& entries, const std::function<bool(MemberId)>& is_steward);

// What somebody is about to agree to: `invalid_input` with a sentence for what cannot be agreed, and the `field` that it is about.
struct Limits {
  Date until;
  std::uint32_t runs = 0;
  std::uint32_t persons = 0;
};
Result<Limits> limits_of(const ComparisonAgreed& agreed, Date today, std::string* field = nullptr);

// Whether a run may begin, whoever wants it: how many points the partner may bring. `denied` without agreement, `full` when the
// month is used up, `conflict` while another run goes on.
Result<std::uint32_t> may_compare(const History& history, Date today);

// Entries of a run, to be written by whoever keeps it.
ComparisonRun run_begun(OrganizationId partner, RunId run, bool is_ours, std::size_t own_persons);
ComparisonRun run_over(ComparisonRun begun, std::size_t concerned, std::uint32_t own_points, std::uint32_t their_points, ComparisonRefusal refusal);

}  // namespace arasha::comparison

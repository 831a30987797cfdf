// Who may pay for a service to this person, on this day, and which rule of the pack says so. Pure.
//
// Of the rules that are valid on the day and cover the question, the most specific one decides: the one whose
// every combination of group, status and kind the others cover too. The check of a pack proves that for each
// question, from the first day of its rules on, there is exactly one; the order of the files means nothing.
// Dates do not make a rule more specific: two rules that cover the same follow one another in time.
#pragma once

#include <optional>
#include <string_view>

#include "pack/pack.h"

namespace arasha::pack {

// Codes as the pages store them: "candas", "identified_state".
std::string_view code(Group group);
std::string_view code(Status status);
std::string_view code(Outcome outcome);
std::optional<Group> group_from_code(std::string_view code);
std::optional<Status> status_from_code(std::string_view code);

struct Question {
  Date date;
  Group group = UNKNOWN_GROUP;
  Status status = SIGNAL;
  std::string_view kind;  // id of a ServiceKind; empty: no kind in particular
};

struct Decision {
  Outcome outcome = NOT_ELIGIBLE;
  const EligibilityRule* rule = nullptr;  // of the pack; never null
};

// Fails with not_found on a day before the first rule.
Result<Decision> eligibility(const Pack& pack, const Question& question);

enum class Funder { state, donor };
bool may_pay(Funder funder, Outcome outcome);

// For the check of a pack.
bool covers(const EligibilityRule& rule, Group group, Status status, std::string_view kind);
// Whether `one` covers less: everything that it covers `other` covers too, and not the other way.
bool is_more_specific(const EligibilityRule& one, const EligibilityRule& other);

}  // namespace arasha::pack

#include "pack/eligibility.h"

#include <algorithm>

namespace arasha::pack {
namespace {

constexpr std::array<std::string_view, 7> kGroups = {"",          "citizen",   "candas", "permanent_resident",
                                                     "foreigner", "stateless", "unknown"};
constexpr std::array<std::string_view, 11> kStatuses = {
    "",           "signal",    "potential",  "identified_ngo", "identified_io", "identified_state",
    "recognised", "confirmed", "not_victim", "undetermined",   "withdrawn"};
constexpr std::array<std::string_view, 4> kOutcomes = {"", "state_standard", "donor_only", "not_eligible"};
static_assert(kGroups.size() == Group_ARRAYSIZE && kStatuses.size() == Status_ARRAYSIZE &&
              kOutcomes.size() == Outcome_ARRAYSIZE);

template <class Enum, std::size_t N>
std::optional<Enum> from_code(const std::array<std::string_view, N>& codes, std::string_view code) {
  const auto found = std::find(codes.begin() + 1, codes.end(), code);
  if (found == codes.end()) return std::nullopt;
  return static_cast<Enum>(found - codes.begin());
}

// An empty list stands for all.
template <class List, class Value>
bool lists(const List& list, const Value& value) {
  return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
}
template <class List>
bool within(const List& inner, const List& outer) {
  if (outer.empty()) return true;
  return !inner.empty() &&
         std::all_of(inner.begin(), inner.end(), [&](const auto& value) { return lists(outer, value); });
}

bool is_within(const EligibilityRule& inner, const EligibilityRule& outer) {
  return within(inner.groups(), outer.groups()) && within(inner.statuses(), outer.statuses()) &&
         within(inner.kinds(), outer.kinds());
}

}  // namespace

std::string_view code(Group group) {
  return kGroups.at(static_cast<std::size_t>(group));
}
std::string_view code(Status status) {
  return kStatuses.at(static_cast<std::size_t>(status));
}
std::string_view code(Outcome outcome) {
  return kOutcomes.at(static_cast<std::size_t>(outcome));
}
std::optional<Group> group_from_code(std::string_view code) {
  return from_code<Group>(kGroups, code);
}
std::optional<Status> status_from_code(std::string_view code) {
  return from_code<Status>(kStatuses, code);
}

bool covers(const EligibilityRule& rule, Group group, Status status, std::string_view kind) {
  return lists(rule.groups(), static_cast<int>(group)) && lists(rule.statuses(), static_cast<int>(status)) &&
         lists(rule.kinds(), kind);
}

bool is_more_specific(const EligibilityRule& one, const EligibilityRule& other) {
  return is_within(one, other) && !is_within(other, one);
}

Result<Decision> eligibility(const Pack& pack, const Question& question) {
  const EligibilityRule* best = nullptr;
  for (const EligibilityRule& rule : pack.contents().eligibility()) {
    if (!is_valid_on(rule.norm(), question.date) ||
        !covers(rule, question.group, question.status, question.kind))
      continue;
    if (best == nullptr || is_more_specific(rule, *best)) best = &rule;
  }
  if (best == nullptr) {
    return Error(ErrorCode::not_found,
                 "The country pack has no rule of eligibility for {1}. Choose a later day.",
                 {to_iso(question.date)});
  }
  return Decision{best->outcome(), best};
}

bool may_pay(Funder funder, Outcome outcome) {
  return outcome == STATE_STANDARD || (outcome == DONOR_ONLY && funder == Funder::donor);
}

}  // namespace arasha::pack

// Whether the rules of eligibility answer every question, and none twice.
#include <algorithm>
#include <chrono>
#include <set>

#include "base/catalogue.h"
#include "base/time.h"
#include "pack/eligibility.h"
#include "pack/problems.h"

namespace arasha::pack {
namespace {

constexpr int kList = Contents::kEligibilityFieldNumber;

// The days on which something in the norms begins or ends: between two of them nothing changes.
template <class List>
void add_turning_days(std::set<std::string>& days, const List& list) {
  for (const auto& norm : list) {
    days.insert(norm.norm().valid_from());
    if (norm.norm().valid_until().empty()) continue;
    const auto until = date_from_iso(norm.norm().valid_until());
    if (!until) continue;
    const std::string next = to_iso(Date(std::chrono::sys_days(*until) + std::chrono::days(1)));
    if (date_from_iso(next)) days.insert(next);  // not after the last day that can be written
  }
}

struct Rules {
  std::vector<int> active;                     // indexes, on the day that is looked at
  std::vector<std::vector<bool>> is_narrower;  // [one][other]
};

Rules compare(const Contents& contents) {
  Rules rules;
  const auto& list = contents.eligibility();
  for (const auto& one : list) {
    auto& row = rules.is_narrower.emplace_back();
    for (const auto& other : list) row.push_back(is_more_specific(one, other));
  }
  return rules;
}

class Sweep {
 public:
  explicit Sweep(Problems& problems)
      : problems_(problems), contents_(problems.contents()), rules_(compare(contents_)) {}

  void look_at(const std::string& day) {
    const Date date = *date_from_iso(day);
    rules_.active.clear();
    for (int i = 0; i < contents_.eligibility_size(); ++i) {
      if (is_valid_on(contents_.eligibility(i).norm(), date)) rules_.active.push_back(i);
    }
    std::vector<std::string> kinds = {""};  // a question without a kind
    for (const ServiceKind* kind : all_on(contents_.service_kinds(), date)) kinds.push_back(kind->id());
    for (const std::string& kind : kinds) {
      for (int group = 1; group < Group_ARRAYSIZE; ++group) {
        for (int status = 1; status < Status_ARRAYSIZE; ++status)
          ask(day, static_cast<Group>(group), static_cast<Status>(status), kind);
      }
    }
  }

 private:
  void ask(const std::string& day, Group group, Status status, const std::string& kind) {
    int best = -1;
    const auto narrower = [&](int one, int other) {
      return rules_.is_narrower[static_cast<std::size_t>(one)][static_cast<std::size_t>(other)];
    };
    covering_.clear();
    for (const int i : rules_.active) {
      if (!covers(contents_.eligibility(i), group, status, kind)) continue;
      covering_.push_back(i);
      if (best < 0 || narrower(i, best)) best = i;
    }
    const std::string person = std::string(code(group)) + ", " + std::string(code(status));
    const std::string what = kind.empty() ? person : person + ", " + kind;
    if (best < 0) {
      // One gap is told once, on its first day; that of all kinds is not told for each.
      const bool is_new = gaps_.insert(what).second;
      if (is_new && (kind.empty() || !gaps_.contains(person)))
        problems_.add(
            {},
            {ErrorCode::invalid_input, N_("From {1} on, no rule of eligibility covers: {2}."), {day, what}});
      return;
    }
    gaps_.erase(what);
    for (const int other : covering_) {
      if (other == best || narrower(best, other) ||
          !clashes_.insert({std::min(best, other), std::max(best, other)}).second)
        continue;
      problems_.add(
          kList, std::max(best, other),
          N_("On {1} the rules “{2}” and “{3}” both cover {4}, and neither is the more specific one."),
          {day, contents_.eligibility(best).id(), contents_.eligibility(other).id(), what});
    }
  }

  Problems& problems_;
  const Contents& contents_;
  Rules rules_;
  std::vector<int> covering_;
  std::set<std::string> gaps_;
  std::set<std::pair<int, int>> clashes_;
};

template <class List>
bool has_twice(const List& list) {
  const std::set<typename List::value_type> once(list.begin(), list.end());
  return once.size() != static_cast<std::size_t>(list.size());
}

void check_lists(Problems& problems) {
  const Contents& contents = problems.contents();
  std::set<std::string> kinds;
  for (const ServiceKind& kind : contents.service_kinds()) kinds.insert(kind.id());
  for (int i = 0; i < contents.eligibility_size(); ++i) {
    const EligibilityRule& rule = contents.eligibility(i);
    const std::string name = shown(rule.id());
    if (has_twice(rule.groups()) || has_twice(rule.statuses()) || has_twice(rule.kinds())) {
      problems.add(kList, i, N_("The rule “{1}” names something twice."), {name});
    }
    for (const std::string& kind : rule.kinds()) {
      if (kinds.contains(kind)) continue;
      problems.add(kList, i, N_("“{1}” names the kind of service “{2}”, which this pack does not have."),
                   {name, shown(kind)});
    }
  }
}

}  // namespace

void check_rules(Problems& problems) {
  check_lists(problems);
  const Contents& contents = problems.contents();
  if (contents.eligibility().empty()) {
    problems.add({}, {ErrorCode::invalid_input,
                      N_("The pack has no rule of eligibility. Write at least one that covers everything.")});
  }
  if (!problems.is_empty()) return;
  std::set<std::string> days;
  add_turning_days(days, contents.service_kinds());
  add_turning_days(days, contents.eligibility());
  std::string first = contents.eligibility(0).norm().valid_from();
  for (const EligibilityRule& rule : contents.eligibility())
    first = std::min(first, rule.norm().valid_from());
  Sweep sweep(problems);
  for (auto day = days.find(first); day != days.end() && !problems.is_full(); ++day) sweep.look_at(*day);
}

}  // namespace arasha::pack

// Whether the periods for keeping cases fit together, and the usual sets of tasks.
#include <set>

#include "base/catalogue.h"
#include "pack/problems.h"

namespace arasha::pack {
namespace {

constexpr std::uint32_t kMostMonths = 1'200;  // a hundred years
constexpr int kMostDays = 3'650;
constexpr int kMostTasks = 20;  // what a form of the program can show

void check_periods(Problems& problems) {
  const Contents& contents = problems.contents();
  for (int i = 0; i < contents.retention_size() && !problems.is_full(); ++i) {
    const Retention& rule = contents.retention(i);
    const auto say = [&](const char* sentence) { problems.add(Contents::kRetentionFieldNumber, i, sentence, {shown(rule.id())}); };
    if (rule.months() > kMostMonths) say(N_("The period of “{1}” is longer than a hundred years."));
    if (rule.from() == Retention::MAJORITY && rule.cases() != Retention::OF_A_CHILD) {
      say(N_("“{1}” counts from majority, so it is for cases of a child only."));
    }
    if (rule.from() == Retention::WITHDRAWAL && rule.cases() != Retention::CONSENT_WITHDRAWN) {
      say(N_("“{1}” counts from the withdrawal, so it is for cases with a withdrawn consent only."));
    }
  }
}

bool can_be_counted_from(Event event) {
  return event == FIRST_CONTACT || event == IDENTIFICATION || event == PLAN_APPROVED || event == STAY_GRANTED || event == DEPARTURE || event == CASE_CLOSED;
}

void check_sets(Problems& problems) {
  const Contents& contents = problems.contents();
  for (int i = 0; i < contents.task_sets_size() && !problems.is_full(); ++i) {
    const TaskSet& set = contents.task_sets(i);
    const auto say = [&](const char* sentence) { problems.add(Contents::kTaskSetsFieldNumber, i, sentence, {shown(set.id())}); };
    if (!can_be_counted_from(set.event())) say(N_("The tasks of “{1}” cannot be counted from that event."));
    if (set.tasks().empty() || set.tasks_size() > kMostTasks) say(N_("“{1}” needs tasks, at most twenty."));
    std::set<std::string_view> ids;
    for (const TaskSet::Task& task : set.tasks()) {
      if (!is_id(task.id()) || !ids.insert(task.id()).second) say(N_("Every task of “{1}” needs an id of its own."));
      if (task.days() < -kMostDays || task.days() > kMostDays) say(N_("A task of “{1}” lies more than ten years from its event."));
    }
  }
}

}  // namespace

void check_retention(Problems& problems) {
  check_periods(problems);
  check_sets(problems);
}

}  // namespace arasha::pack

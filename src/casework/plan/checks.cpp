// What may not be written about risks, needs and plans, each with a sentence that says what to do.
#include <algorithm>
#include <set>

#include "base/catalogue.h"
#include "casework/mistakes.h"
#include "casework/plan/rules.h"

namespace arasha::casework {
namespace {

void review_comes_later(Errors& errors, const std::string& field, const std::string& review, const std::string& date) {
  if (is_before(review, date)) add(errors, field, N_("The next time lies before the day of this entry. Correct one of the two dates."));
}

void check(const RiskAssessment& assessment, Errors& errors) {
  review_comes_later(errors, "review", assessment.review(), assessment.date());
  for (int i = 0; i < assessment.risks_size(); ++i) {
    review_comes_later(errors, schema::row_name("risks", i) + "-review", assessment.risks(i).review(), assessment.date());
  }
  if (assessment.risks_size() == 0 && risk_rank(assessment.level()) > risk_rank("low")) {
    add(errors, "risks", N_("Say in at least one row what the risk is."));
  }
  if (risk_rank(assessment.level()) < risk_rank(advise_on_risk(assessment).level) && assessment.reason().empty()) {
    add(errors, "reason", N_("The rows speak for a higher level. Choose a higher one, or say why yours is right."));
  }
}

void check(const NeedsAssessment& assessment, Errors& errors) {
  std::set<std::string> kinds;
  for (int i = 0; i < assessment.needs_size(); ++i) {
    if (kinds.insert(assessment.needs(i).kind()).second) continue;
    add(errors, schema::row_name("needs", i) + "-kind", N_("This need stands in an earlier row already. Put both into one row."));
  }
  if (assessment.needs_size() == 0 && assessment.words().empty() && assessment.strengths().empty()) {
    add(errors, "needs", N_("Write down at least one need, or what the person says."));
  }
}

void check(const IndividualPlan& plan, const std::string& today, Errors& errors) {
  review_comes_later(errors, "review", plan.review(), plan.date());
  not_in_the_future(errors, "agreed_on", plan.agreed_on(), today);
  const bool answered = plan.agrees() == "agrees" || plan.agrees() == "partly" || plan.agrees() == "refuses";
  if (answered && plan.agreed_on().empty()) add(errors, "agreed_on", N_("Write the day on which the person answered."));
  if (!answered && !plan.agreed_on().empty()) add(errors, "agrees", N_("There is a day of the answer: say what the person answered."));
  if (plan.goals_size() == 0) add(errors, "goals", N_("A plan without a goal is no plan. Write down at least one."));
  for (int i = 0; i < plan.goals_size(); ++i) {
    for (int j = 0; j < plan.goals(i).steps_size(); ++j) {
      const std::string step = schema::row_name(schema::row_name("goals", i) + "-steps", j);
      not_in_the_future(errors, step + "-done", plan.goals(i).steps(j).done(), today);
    }
  }
}

void check(const Story& story, const PlanReview& review, Errors& errors) {
  review_comes_later(errors, "next", review.next(), review.date());
  const auto plans = story.all<IndividualPlan>();
  if (plans.empty()) {
    add(errors, "result", N_("There is no plan yet. Make the plan first."));
    return;
  }
  for (const Item* plan : plans) {
    if (!is_before(review.date(), plan->as<IndividualPlan>()->date())) return;
  }
  add(errors, "date", N_("The plan was made after this day. Correct the date."));
}

void check(const Story& story, const GoalProgress& progress, bool is_correction, Errors& errors) {
  const auto about = EntryId::from_text(progress.plan());
  const Item* item = about ? story.find(*about) : nullptr;
  const auto* plan = item == nullptr ? nullptr : item->as<IndividualPlan>();
  if (plan == nullptr || (item != standing_plan(story) && !is_correction)) {
    add(errors, "progress", N_("This goal is not one of the plan that stands now. Open the case and choose a goal there."));
    return;
  }
  const auto& goals = plan->goals();
  if (std::none_of(goals.begin(), goals.end(), [&](const auto& goal) { return goal.number() == progress.goal(); })) {
    add(errors, "progress", N_("This goal is not in the plan any more. Open the case and choose a goal there."));
  }
  if (is_before(progress.date(), plan->date())) add(errors, "date", N_("The plan was made after this day. Correct the date."));
}

}  // namespace

void check_plan(const Story& others, const google::protobuf::Message& entry, Date today_date, bool is_correction, Errors& errors) {
  const std::string today = to_iso(today_date);
  const auto dated = [&](const std::string& date) {
    not_in_the_future(errors, "date", date, today);
    not_after_closure(others, date, errors);
  };
  if (const auto* one = dynamic_cast<const RiskAssessment*>(&entry)) {
    dated(one->date());
    check(*one, errors);
  }
  if (const auto* one = dynamic_cast<const NeedsAssessment*>(&entry)) {
    dated(one->date());
    check(*one, errors);
  }
  if (const auto* one = dynamic_cast<const IndividualPlan*>(&entry)) {
    dated(one->date());
    check(*one, today, errors);
  }
  if (const auto* one = dynamic_cast<const PlanReview*>(&entry)) {
    dated(one->date());
    check(others, *one, errors);
  }
  if (const auto* one = dynamic_cast<const GoalProgress*>(&entry)) {
    dated(one->date());
    check(others, *one, is_correction, errors);
  }
  if (const auto* one = dynamic_cast<const SafetyPlan*>(&entry)) not_in_the_future(errors, "date", one->date(), today);
  if (const auto* one = dynamic_cast<const SafetyEvent*>(&entry)) not_in_the_future(errors, "date", one->date(), today);
}

}  // namespace arasha::casework

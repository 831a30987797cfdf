#include "casework/plan/rules.h"

#include "casework/cards.h"
#include "casework/plan/story_of.h"

namespace arasha::casework {
namespace {

std::string day(const std::optional<Date>& date) { return date ? to_iso(*date) : "none"; }
Date on(const char* iso) { return *date_from_iso(iso); }

// --- Risks

TEST(RiskLevel, IsTheTableOfTheDocument) {
  const char* expected[3][3] = {{"low", "low", "medium"}, {"low", "medium", "high"}, {"medium", "high", "critical"}};
  const char* likelihoods[] = {"unlikely", "possible", "likely"};
  const char* severities[] = {"minor", "serious", "grave"};
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) EXPECT_EQ(risk_level(likelihoods[i], severities[j]), expected[i][j]) << likelihoods[i] << " " << severities[j];
  }
  EXPECT_EQ(risk_level("", "grave"), "");
  EXPECT_EQ(risk_level("likely", "martian"), "");
  EXPECT_LT(risk_rank("low"), risk_rank("medium"));
  EXPECT_LT(risk_rank("high"), risk_rank("critical"));
  EXPECT_EQ(risk_rank("martian"), 0);
}

TEST_F(PlanStory, AdviceIsTheHighestRowAndNamesItsReasons) {
  RiskAssessment assessment = risk("2026-11-20");
  EXPECT_EQ(advise_on_risk(assessment).level, "");
  add_row(assessment, "debt", "possible", "serious");
  add_row(assessment, "threats", "likely", "serious");
  add_row(assessment, "media", "unlikely", "minor");
  add_row(assessment, "children", "possible", "grave");
  const RiskAdvice advice = advise_on_risk(assessment);
  EXPECT_EQ(advice.level, "high");
  ASSERT_EQ(advice.reasons.size(), 2U);
  EXPECT_EQ(advice.reasons[0]->factor(), "threats");
  EXPECT_EQ(advice.reasons[1]->factor(), "children");
}

TEST_F(PlanStory, TheDecisionIsThePersonsAndALowerOneHasReasons) {
  RiskAssessment assessment = risk("2026-11-20", "medium");
  EXPECT_EQ(refused(assessment), Fields{"risks"});
  add_row(assessment, "threats", "likely", "grave");
  EXPECT_EQ(refused(assessment), Fields{"reason"});
  assessment.set_reason("The trafficker left the country");
  EXPECT_EQ(refused(assessment), Fields{});
  assessment.clear_reason();
  assessment.set_level("critical");
  EXPECT_EQ(refused(assessment), Fields{});
  EXPECT_EQ(refused(risk("2026-11-20", "low")), Fields{});
}

TEST_F(PlanStory, AReviewComesAfterTheAssessment) {
  RiskAssessment assessment = risk("2026-11-20", "high");
  add_row(assessment, "debt", "possible", "minor", "2026-11-20");
  add_row(assessment, "threats", "likely", "serious", "2026-11-19");
  EXPECT_EQ(refused(assessment), Fields{"risks-1-review"});
  assessment.set_review("2026-11-19");
  EXPECT_EQ(refused(assessment), (Fields{"review", "risks-1-review"}));
  EXPECT_EQ(refused(risk("2026-11-25")), Fields{"date"});
}

TEST_F(PlanStory, AnEventAfterTheAssessmentAsksForAnother) {
  SafetyEvent breach;
  breach.set_kind("breach");
  breach.set_date("2026-11-21");
  EXPECT_FALSE(event_since_assessment(story_, kToday));
  write(breach);
  EXPECT_FALSE(event_since_assessment(story_, kToday));  // nothing was assessed yet: that is another sentence
  const EntryId first = write(risk("2026-11-20"));
  ASSERT_TRUE(event_since_assessment(story_, kToday));
  EXPECT_EQ(event_since_assessment(story_, kToday)->occasion, "breach");
  write(risk("2026-11-22"));
  EXPECT_FALSE(event_since_assessment(story_, kToday));
  EXPECT_EQ(newest<RiskAssessment>(story_)->as<RiskAssessment>()->date(), "2026-11-22");
  // An old one that is entered late is not the newest.
  write(risk("2026-10-01", "medium"));
  EXPECT_FALSE(event_since_assessment(story_, kToday));
  EXPECT_EQ(case_card(story_).risk(), "low");
  EXPECT_FALSE(first.is_nil());
}

TEST_F(PlanStory, EveryKindOfEventCounts) {
  struct Row {
    const char* occasion;
    std::function<void()> write;
  };
  const auto legal = [&](const char* kind, const char* date) {
    LegalStep step;
    step.set_kind(kind);
    step.set_date(date);
    write(step);
  };
  const auto safety = [&](const char* kind) {
    SafetyEvent event;
    event.set_kind(kind);
    event.set_date("2026-11-21");
    write(event);
  };
  const auto journey = [&](const char* departure, const char* arrival) {
    Return one;
    one.set_decision("wants");
    one.set_departure(departure);
    one.set_arrival(arrival);
    write(one);
  };
  const std::vector<Row> rows = {
      {"new_contact", [&] { FirstContact contact; contact.set_date("2026-11-21"); write(contact); }},
      {"hearing", [&] { legal("hearing", "2026-11-21"); }},
      {"hearing", [&] { legal("interview", "2026-11-24"); }},
      {"none", [&] { legal("hearing", "2026-11-25"); }},  // has not been yet
      {"none", [&] { legal("residence", "2026-11-21"); }},
      {"return", [&] { journey("2026-11-21", ""); }},
      {"return", [&] { journey("2026-11-19", "2026-11-22"); }},
      {"none", [&] { journey("2026-12-21", ""); }},
      {"move", [&] { safety("move"); }},
      {"media", [&] { safety("media"); }},
      {"new_contact", [&] { safety("threat"); }},
      {"trafficker_released", [&] { safety("trafficker_released"); }},
      {"other", [&] { safety("other"); }},
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    story_ = Story();
    write(risk("2026-11-20"));
    rows[i].write();
    const auto event = event_since_assessment(story_, kToday);
    EXPECT_EQ(event ? event->occasion : "none", rows[i].occasion) << i;
  }
}

TEST_F(PlanStory, OnOneDayTheRecordTellsWhichCameFirst) {
  SafetyEvent event;
  event.set_kind("move");
  event.set_date("2026-11-20");
  write(event);
  const EntryId assessed = write(risk("2026-11-20"));
  EXPECT_FALSE(event_since_assessment(story_, kToday));
  write(event);
  EXPECT_TRUE(event_since_assessment(story_, kToday));
  correct(assessed, risk("2026-11-20", "medium"));  // looked at again after it
  EXPECT_FALSE(event_since_assessment(story_, kToday));
}

TEST_F(PlanStory, TheFirstReviewOfAnyRowCounts) {
  EXPECT_EQ(day(risk_review(story_)), "none");
  RiskAssessment assessment = risk("2026-11-20");
  write(assessment);
  EXPECT_EQ(day(risk_review(story_)), "none");
  assessment.set_review("2027-01-10");
  add_row(assessment, "debt", "unlikely", "minor", "2026-12-01");
  add_row(assessment, "media", "unlikely", "minor", "2026-12-20");
  write(assessment);
  EXPECT_EQ(day(risk_review(story_)), "2026-12-01");
}

// --- Needs

TEST_F(PlanStory, ANeedCountsOnceWhereverItStands) {
  EXPECT_EQ(open_needs(story_), 0U);
  Need need;
  need.set_kind("food");
  need.set_urgency("now");
  write(need);
  NeedsAssessment assessment;
  assessment.set_date("2026-11-01");
  for (const char* kind : {"food", "documents", "wages"}) assessment.add_needs()->set_kind(kind);
  write(assessment);
  EXPECT_EQ(open_needs(story_), 3U);
  EXPECT_EQ(case_card(story_).open_needs(), 3U);
  // The last assessment says what is needed now.
  assessment.set_date("2026-11-20");
  assessment.clear_needs();
  assessment.add_needs()->set_kind("job");
  write(assessment);
  EXPECT_EQ(open_needs(story_), 2U);
}

TEST_F(PlanStory, ANeedsAssessmentSaysSomethingAndNothingTwice) {
  NeedsAssessment assessment;
  assessment.set_date("2026-11-20");
  EXPECT_EQ(refused(assessment), Fields{"needs"});
  assessment.set_words("Everything is all right");
  EXPECT_EQ(refused(assessment), Fields{});
  for (const char* kind : {"food", "documents", "food"}) assessment.add_needs()->set_kind(kind);
  EXPECT_EQ(refused(assessment), Fields{"needs-2-kind"});
}

// --- The plan

TEST_F(PlanStory, WhatIsWrongWithAPlan) {
  IndividualPlan good = plan("2026-11-20");
  EXPECT_EQ(refused(good), Fields{});
  EXPECT_EQ(refused(plan("2026-11-20", {})), Fields{"goals"});
  EXPECT_EQ(refused(plan("2026-11-25")), (Fields{"date", "agreed_on"}));
  IndividualPlan one = good;
  one.set_review("2026-11-19");
  EXPECT_EQ(refused(one), Fields{"review"});
  one = good;
  one.clear_agreed_on();
  EXPECT_EQ(refused(one), Fields{"agreed_on"});
  one.set_agrees("not_asked");
  EXPECT_EQ(refused(one), Fields{});
  one.set_agreed_on("2026-11-20");
  EXPECT_EQ(refused(one), Fields{"agrees"});
  one = good;
  one.mutable_goals(1)->add_steps()->set_done("2026-11-25");
  EXPECT_EQ(refused(one), Fields{"goals-1-steps-1-done"});
}

TEST_F(PlanStory, WorkAfterTheClosingWaitsForTheReopening) {
  const EntryId made = write(plan("2026-10-01"));
  close("2026-11-01");
  NeedsAssessment needs;
  needs.set_date("2026-11-02");
  needs.set_words("x");
  PlanReview review;
  review.set_date("2026-11-02");
  EXPECT_EQ(refused(plan("2026-11-02")), Fields{"date"});
  EXPECT_EQ(refused(risk("2026-11-02")), Fields{"date"});
  EXPECT_EQ(refused(needs), Fields{"date"});
  EXPECT_EQ(refused(review), Fields{"date"});
  EXPECT_EQ(refused(progress(made, "1", "2026-11-02")), Fields{"date"});
  EXPECT_EQ(refused(plan("2026-11-01")), Fields{});  // of a day before, entered late
  EXPECT_EQ(day(next_review(story_)), "none");
}

TEST_F(PlanStory, ReviewIsDueThreeMonthsAfterThePlanOrItsLastReview) {
  EXPECT_EQ(day(next_review(story_)), "none");
  const EntryId made = write(plan("2026-08-31"));
  EXPECT_EQ(day(next_review(story_)), "2026-11-30");  // the month has no 31st
  IndividualPlan sooner = plan("2026-08-31");
  sooner.set_review("2026-09-15");
  const EntryId second = correct(made, sooner);
  EXPECT_EQ(day(next_review(story_)), "2026-09-15");
  sooner.set_review("2027-09-15");
  correct(second, sooner);
  EXPECT_EQ(day(next_review(story_)), "2026-11-30");  // never later than the norm
  PlanReview review;
  review.set_date("2026-11-10");
  review.set_result("stays");
  write(review);
  EXPECT_EQ(day(next_review(story_)), "2027-02-10");
  EXPECT_EQ(case_card(story_).next_review(), "2027-02-10");
  review.set_next("2026-12-01");
  write(review);
  EXPECT_EQ(day(next_review(story_)), "2026-12-01");
  review.set_date("2026-11-20");
  review.set_result("ended");
  write(review);
  EXPECT_EQ(day(next_review(story_)), "none");
  write(plan("2026-11-20"));  // of the same day, after it
  EXPECT_EQ(day(next_review(story_)), "2027-02-20");
}

TEST_F(PlanStory, TheNormOfAPackTakesThePlaceOfTheUsualOne) {
  write(plan("2026-08-31"));
  pack::Deadline norm;
  norm.add_days(30);
  EXPECT_EQ(day(next_review(story_, &norm)), "2026-09-30");
}

TEST_F(PlanStory, AReviewNeedsAPlanThatWasThere) {
  PlanReview review;
  review.set_date("2026-11-10");
  EXPECT_EQ(refused(review), Fields{"result"});
  write(plan("2026-11-11"));
  EXPECT_EQ(refused(review), Fields{"date"});
  review.set_date("2026-11-11");
  review.set_next("2026-11-10");
  EXPECT_EQ(refused(review), Fields{"next"});
  review.set_next("");
  EXPECT_EQ(refused(review), Fields{});
}

TEST_F(PlanStory, ProgressBelongsToAGoalOfThePlanThatStands) {
  EXPECT_EQ(refused(progress(EntryId::from_array({99}), "1", "2026-11-20")), Fields{"progress"});
  const EntryId old = write(plan("2026-09-01"));
  const EntryId on_old = write(progress(old, "1", "2026-09-05"));
  const EntryId made = write(plan("2026-10-01"));
  EXPECT_EQ(refused(progress(made, "2", "2026-11-20")), Fields{});
  EXPECT_EQ(refused(progress(made, "3", "2026-11-20")), Fields{"progress"});
  EXPECT_EQ(refused(progress(old, "1", "2026-11-20")), Fields{"progress"});  // of another plan
  EXPECT_EQ(refused(progress(on_old, "1", "2026-11-20")), Fields{"progress"});  // of what is no plan
  EXPECT_EQ(refused(progress(made, "1", "2026-09-30")), Fields{"date"});
  EXPECT_EQ(refused(progress(made, "1", "2026-11-25")), Fields{"date"});
  EXPECT_EQ(refused(progress(old, "1", "2026-09-06"), on_old), Fields{});  // a slip of the old days may be put right
}

TEST_F(PlanStory, GoalsKeepTheirProgressThroughCorrections) {
  const EntryId made = write(plan("2026-10-01"));
  write(progress(made, "2", "2026-10-20", "met"));
  write(progress(made, "2", "2026-10-10"));  // entered late
  IndividualPlan shorter = plan("2026-10-01");
  shorter.mutable_goals()->DeleteSubrange(0, 1);
  shorter.mutable_goals(0)->mutable_steps(0)->set_done("2026-10-11");
  const EntryId latest = correct(made, shorter);
  const auto goals = goals_of(story_, item(latest));
  ASSERT_EQ(goals.size(), 1U);
  EXPECT_EQ(goals[0].goal->goal(), "Work");
  ASSERT_NE(goals[0].progress, nullptr);
  EXPECT_EQ(goals[0].progress->progress(), "met");
  EXPECT_EQ(goals[0].done, 1);
  EXPECT_EQ(goals[0].steps, 1);
}

// --- What comes next

TEST_F(PlanStory, TheNextStepsFollowOneAnother) {
  const auto next = [&] {
    std::vector<std::string> out;
    for (const Suggestion& one : urgent_in_plan(story_, kToday)) out.emplace_back(one.entry_type);
    for (const Suggestion& one : next_in_plan(story_, kToday)) out.emplace_back(one.entry_type);
    return out;
  };
  EXPECT_EQ(next(), Fields{"RiskAssessment"});
  RiskAssessment assessment = risk("2026-11-20", "high");
  add_row(assessment, "threats", "likely", "serious");
  write(assessment);
  EXPECT_EQ(next(), Fields{"SafetyPlan"});
  SafetyPlan safety;
  safety.set_date("2026-11-20");
  safety.set_what_i_do("I call");
  write(safety);
  EXPECT_EQ(next(), Fields{});
  Need need;
  need.set_kind("food");
  write(need);
  EXPECT_EQ(next(), Fields{"IndividualPlan"});
  write(plan("2026-08-24"));
  EXPECT_EQ(next(), Fields{"PlanReview"});
  SafetyEvent event;
  event.set_date("2026-11-21");
  event.set_kind("threat");
  write(event);
  EXPECT_EQ(next(), (Fields{"RiskAssessment", "PlanReview"}));
}

TEST_F(PlanStory, WhatWasClosedIsNotReviewed) {
  write(risk("2026-11-01"));
  close("2026-11-20");
  EXPECT_EQ(case_card(story_).next_review(), "");
  EXPECT_EQ(on("2026-11-20") < kToday, true);
  for (const Suggestion& one : what_next({&story_, nullptr, true}, kToday)) EXPECT_STREQ(one.entry_type, "Reopening");
}

}  // namespace
}  // namespace arasha::casework

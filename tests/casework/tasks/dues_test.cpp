#include "casework/tasks/dues.h"

#include "arasha/conference.pb.h"
#include "arasha/legal.pb.h"
#include "arasha/returning.pb.h"
#include "casework/cards.h"
#include "casework/written_story.h"

namespace arasha::casework {
namespace {

class DuesOfAFile : public WrittenStory {
 protected:
  static Fields told(const Dues& dues) {
    Fields out;
    for (const Due& due : dues) out.push_back(due.kind() + " " + due.date());
    return out;
  }
  static Task task(const char* what, const char* due, const char* done = "") {
    Task out;
    out.set_what(what);
    out.set_due(due);
    out.set_done(done);
    return out;
  }
};

TEST_F(DuesOfAFile, ATaskIsThereUntilItIsDone) {
  const EntryId first = write(task("Buy a ticket", "2026-11-30"));
  write(task("Call the school", "2026-11-20", "2026-11-21"));
  const Dues dues = assistance_dues(story_);
  ASSERT_EQ(told(dues), Fields({"task 2026-11-30"}));
  EXPECT_EQ(dues[0].what(), "Buy a ticket");
  EXPECT_EQ(dues[0].entry(), first.text());
  EXPECT_EQ(case_card(story_).dues_size(), 1);
}

TEST_F(DuesOfAFile, DatesOfTheCaseAreDue) {
  LegalStatus old_one, status;
  old_one.set_date("2026-01-01");
  old_one.set_valid_until("2026-06-01");
  status.set_date("2026-05-01");
  status.set_valid_until("2027-01-31");
  status.set_registration_until("2026-12-10");
  write(status);
  write(old_one);
  ReflectionPeriod period;
  period.set_date("2026-11-01");
  period.set_until("2026-12-01");
  write(period);
  Consent consent;
  consent.set_purpose("case_management");
  consent.set_recipient("We");
  consent.set_answer("given");
  consent.set_date("2026-01-01");
  consent.set_valid_until("2026-12-31");
  write(consent);
  Return journey;
  journey.set_decision("wants");
  journey.set_departure("2026-12-20");
  write(journey);
  EXPECT_EQ(told(assistance_dues(story_)),
            Fields({"permit 2027-01-31", "registration 2026-12-10", "reflection 2026-12-01", "consent 2026-12-31", "departure 2026-12-20"}));
}

TEST_F(DuesOfAFile, WhatEndedIsNotDue) {
  ReflectionPeriod period;
  period.set_date("2026-09-01");
  period.set_until("2026-10-01");
  period.set_ended("2026-09-20");
  period.set_end_reason("cooperates");
  write(period);
  Consent consent;
  consent.set_purpose("share_family");
  consent.set_recipient("Mother");
  consent.set_answer("given");
  consent.set_date("2026-01-01");
  consent.set_valid_until("2026-12-31");
  write(consent);
  consent.set_answer("withdrawn");
  write(consent);
  Return journey;
  journey.set_decision("wants");
  journey.set_departure("2026-10-20");
  journey.set_arrival("2026-10-21");
  write(journey);
  EXPECT_EQ(told(assistance_dues(story_)), Fields({"retrafficking 2027-10-21"}));
  RetraffickingCheck check;
  check.set_date("2026-11-21");
  check.set_result("none");
  write(check);
  EXPECT_TRUE(assistance_dues(story_).empty());
}

TEST_F(DuesOfAFile, WhoDidNotArriveStaysOnTheList) {
  Return journey;
  journey.set_decision("wants");
  journey.set_departure("2026-11-20");
  journey.set_reception("not_arrived");
  write(journey);
  EXPECT_EQ(told(assistance_dues(story_)), Fields({"not_arrived 2026-11-20"}));
}

TEST_F(DuesOfAFile, AConferenceWithOthersIsDueUntilItsOutcomeIsWritten) {
  ConferencePlan plan;
  plan.set_date("2026-12-03");
  plan.set_time("10:30");
  write(plan);
  ConferencePlan off = plan;
  off.set_date("2026-12-04");
  off.set_cancelled("2026-11-30");
  write(off);
  const Dues dues = assistance_dues(story_);
  EXPECT_EQ(told(dues), Fields({"conference_day 2026-12-03"}));
  EXPECT_EQ(dues.Get(0).what(), "10:30");
  CaseConference earlier;
  earlier.set_date("2026-12-02");
  write(earlier);
  EXPECT_EQ(told(assistance_dues(story_)), Fields({"conference_day 2026-12-03"}));
  CaseConference outcome;
  outcome.set_date("2026-12-03");
  write(outcome);
  EXPECT_TRUE(assistance_dues(story_).empty());
}

TEST_F(DuesOfAFile, WhatAConferenceDecidedIsDueUntilItIsDone) {
  CaseConference conference;
  conference.set_date("2026-11-20");
  conference.set_next("2026-12-20");
  for (const char* by : {"2026-11-30", "2026-12-01", ""}) {
    auto* decision = conference.add_decisions();
    decision->set_number(std::to_string(conference.decisions_size()));
    decision->set_what("Ask the school");
    decision->set_by(by);
  }
  conference.mutable_decisions(1)->set_done("2026-11-21");
  conference.add_doers("1 " + who(7).text());
  write(conference);
  BestInterestDecision decision;
  decision.set_date("2026-11-01");
  decision.set_review("2027-02-01");
  write(decision);
  const Dues dues = assistance_dues(story_);
  EXPECT_EQ(told(dues), Fields({"best_interest 2027-02-01", "conference 2026-11-30", "conference_next 2026-12-20"}));
  EXPECT_EQ(dues.Get(1).row(), "1");
  EXPECT_EQ(dues.Get(1).what(), "Ask the school");
  EXPECT_EQ(dues.Get(1).member(), who(7).text());
}

TEST_F(DuesOfAFile, AfterTheClosingOnlyTasksAreLeft) {
  LegalStatus status;
  status.set_date("2026-05-01");
  status.set_valid_until("2027-01-31");
  write(status);
  write(task("Follow-up after three months", "2027-02-01"));
  close("2026-11-01");
  EXPECT_EQ(told(assistance_dues(story_)), Fields({"task 2027-02-01"}));
}

TEST_F(DuesOfAFile, HearingsToComeAndTheLastStepOfEachProceeding) {
  Hearing hearing;
  hearing.set_what("hearing");
  hearing.set_date("2026-12-05");
  write(hearing, 3);
  hearing.set_held("held");
  write(hearing, 3);
  LegalStep step;
  step.set_kind("crime_report");
  step.set_number("17/2026");
  step.set_date("2026-10-01");
  step.set_next_date("2026-10-20");
  write(step, 4);
  step.set_kind("interview");
  step.set_date("2026-10-20");
  step.set_next_date("2026-12-24");
  write(step, 4);
  const Dues dues = legal_dues(story_);
  EXPECT_EQ(told(dues), Fields({"hearing 2026-12-05", "next_step 2026-12-24"}));
  EXPECT_EQ(dues[0].member(), who(3).text());
  EXPECT_EQ(dues[1].member(), who(4).text());
  EXPECT_EQ(legal_card(story_).dues_size(), 2);
}

TEST_F(DuesOfAFile, VisitsOfEachKind) {
  HealthNote note;
  note.set_kind("medical");
  note.set_date("2026-10-01");
  note.set_next_date("2026-11-01");
  write(note);
  note.set_date("2026-11-01");
  note.set_next_date("");
  write(note);
  note.set_kind("psychological");
  note.set_next_date("2026-12-01");
  write(note);
  EXPECT_EQ(told(health_dues(story_)), Fields({"health_visit 2026-12-01"}));
}

TEST_F(DuesOfAFile, WhoWasNotReachedGaveNoAnswers) {
  FollowUp one;
  one.set_date("2026-11-24");
  one.set_how("telephone");
  one.set_reached("no");
  EXPECT_TRUE(refused(one).empty());
  one.add_settled("work");
  EXPECT_EQ(refused(one), Fields({"reached"}));
  one.set_reached("yes");
  EXPECT_TRUE(refused(one).empty());
  one.set_date("2026-11-25");
  EXPECT_EQ(refused(one), Fields({"date"}));
  EXPECT_EQ(refused(task("x", "2026-12-01", "2026-11-25")), Fields({"done"}));
}

}  // namespace
}  // namespace arasha::casework

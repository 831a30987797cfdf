#include "casework/returning/rules.h"

#include <gmock/gmock.h>

#include "casework/returning/story_of.h"

namespace arasha::casework {
namespace {

using ::testing::HasSubstr;

using Returning = ReturnStory;

TEST_F(Returning, EachGateIsClosedUntilItsStepIsDoneInThisOrder) {
  EXPECT_THAT(why(journey()), HasSubstr("explain all ways"));
  write(options());
  Return unsigned_one = journey();
  unsigned_one.clear_signed_on();
  EXPECT_THAT(why(unsigned_one), HasSubstr("sign the decision"));
  EXPECT_THAT(why(journey()), HasSubstr("assess the risks"));
  write(assessment("2026-11-12"));
  EXPECT_THAT(why(journey()), HasSubstr("make the plan"));
  write(plan());
  EXPECT_EQ(why(journey()), "");
  EXPECT_EQ(refused(journey()), Fields{});
}

TEST_F(Returning, OnlyWhatTheAssessmentSaysLetsLeave) {
  everything_before_departure();
  for (const auto& [result, open] :
       {std::pair{"safe", true}, {"safe_with_measures", true}, {"not_now", false}}) {
    write(assessment("2026-11-20", result));
    EXPECT_EQ(why(journey()).empty(), open) << result;
  }
}

TEST_F(Returning, AnAssessmentIsNotOlderThanWhatHappened) {
  everything_before_departure();
  event("2026-11-11");
  EXPECT_EQ(why(journey()), "");
  event("2026-11-12");  // the same day, written later
  EXPECT_THAT(why(journey()), HasSubstr("Assess the return again"));
  EXPECT_EQ(state(ReturnStep::assessment), StepState::stopped);
  write(assessment("2026-11-12"));
  EXPECT_EQ(why(journey()), "");
  event("2026-11-13");
  EXPECT_THAT(why(journey()), HasSubstr("Assess the return again"));
}

TEST_F(Returning, NobodyIsSentHomeWhileAsylumIsOpen) {
  everything_before_departure();
  asylum("2026-11-01", "requested");
  EXPECT_THAT(why(journey()), HasSubstr("Asylum"));
  Return elsewhere = journey();
  elsewhere.set_decision("third_country");
  elsewhere.set_kind("third_country");
  EXPECT_EQ(why(elsewhere), "");
  write(journey(""));
  EXPECT_EQ(state(ReturnStep::travel_document), StepState::stopped);
  asylum("2026-11-15", "withdrawn");
  EXPECT_EQ(why(journey()), "");
}

TEST_F(Returning, AWithdrawnDecisionStopsEverything) {
  everything_before_departure();
  Return one = journey();
  one.set_decision("withdrew");
  EXPECT_EQ(refused(one), Fields{"departure"});
  one.clear_departure();
  EXPECT_EQ(refused(one), Fields{});
  write(one);
  EXPECT_THAT(alarm_of_return(story_), HasSubstr("withdrew"));
  const auto steps = steps_of_return(story_, {}, kToday);
  EXPECT_EQ(steps.back().step, ReturnStep::decision);
  EXPECT_EQ(steps.back().state, StepState::stopped);
  EXPECT_TRUE(next_in_return(story_, kToday).empty());
}

TEST_F(Returning, AnExceptionNeedsASecondPersonAndDoesNotCoverDanger) {
  ReturnException exception;
  exception.set_date("2026-11-12");
  exception.set_reason("They know where he sleeps");
  exception.set_step("options");
  const EntryId first = write(exception);
  EXPECT_THAT(why(journey()), HasSubstr("explain all ways"));
  approve(first, 1);  // an approval of one's own
  EXPECT_THAT(why(journey()), HasSubstr("explain all ways"));
  approve(first);
  EXPECT_THAT(why(journey()), HasSubstr("assess the risks"));
  exception.set_step("assessment");
  approve(write(exception));
  EXPECT_THAT(why(journey()), HasSubstr("make the plan"));
  exception.set_step("plan");
  approve(write(exception));
  EXPECT_EQ(why(journey()), "");
  write(assessment("2026-11-13", "not_now"));
  EXPECT_THAT(why(journey()), HasSubstr("too dangerous"));
  Return unsigned_one = journey();
  unsigned_one.clear_signed_on();
  EXPECT_THAT(why(unsigned_one), HasSubstr("sign the decision"));
}

TEST_F(Returning, WhatWeDoNotOrganiseIsWrittenDownAsItHappened) {
  for (const char* kind : {"self_organised", "family"}) {
    Return one = journey("2026-11-20");
    one.set_kind(kind);
    EXPECT_EQ(refused(one), Fields{}) << kind;
  }
  Return deported = journey("2026-11-20");
  deported.set_kind("deported");
  deported.set_decision("stays");
  EXPECT_EQ(refused(deported), Fields{"note"});
  deported.set_note("At night, without a lawyer.");
  EXPECT_EQ(refused(deported), Fields{});
  deported.set_departure("2026-11-25");
  EXPECT_EQ(refused(deported), Fields{"kind"});
  write(deported);
  EXPECT_THAT(alarm_of_return(story_), HasSubstr("harm"));
}

TEST_F(Returning, AnEntryOfBeforeTheGatesIsStillCorrected) {
  Return old = journey("2026-11-01");
  old.clear_signed_on();
  const EntryId written = write(old);
  old.set_arrival("2026-11-02");
  EXPECT_EQ(refused(old, written), Fields{});
  old.set_departure("2026-11-02");
  EXPECT_EQ(refused(old, written), Fields{"departure"});
}

TEST_F(Returning, TheRoadIsReadyBeforeAnybodyLeaves) {
  everything_before_departure();
  struct Case {
    const char* field;
    const char* value;
    const char* departure;
    Fields refused;
  };
  for (const Case& one : {Case{"fit", "not_fit", "2026-12-01", {"fit"}},
                          {"fit", "not_fit", "", {}},
                          {"fit", "with_escort", "2026-12-01", {"escort"}},
                          {"fit", "fit", "2026-12-01", {}},
                          {"exit_permit", "requested", "2026-12-01", {}},
                          {"exit_permit", "requested", "2026-11-24", {"exit_permit"}},
                          {"exit_permit", "refused", "2026-11-24", {"exit_permit"}},
                          {"travel_document", "refused", "2026-11-24", {"travel_document"}},
                          {"ticket_on", "2026-11-25", "2026-12-01", {"ticket_on"}},
                          {"signed_on", "2026-11-25", "", {"signed_on"}},
                          {"pocket_currency", "KZT", "", {"pocket_amount"}},
                          {"pocket_amount", "0", "", {}},
                          {"pocket_amount", "20000", "", {"pocket_currency", "pocket_funding"}},
                          {"reception", "met", "2026-11-20", {"arrival"}},
                          {"reception", "not_arrived", "2026-12-01", {"reception"}},
                          {"reception", "not_arrived", "2026-11-20", {}},
                          {"arrival", "2026-11-25", "2026-11-20", {"arrival"}},
                          {"arrival", "2026-11-19", "2026-11-20", {"arrival"}},
                          {"arrival", "2026-11-20", "2026-11-20", {}}}) {
    Return mine = journey(one.departure);
    mine.GetReflection()->SetString(&mine, mine.GetDescriptor()->FindFieldByName(one.field), one.value);
    EXPECT_EQ(refused(mine), one.refused) << one.field << " " << one.value << " " << one.departure;
  }
}

TEST_F(Returning, AnAssessmentAndACheckAgreeWithTheirRows) {
  ReturnAssessment one = assessment("2026-11-12", "safe_with_measures");
  EXPECT_EQ(refused(one), Fields{"measures"});
  one.set_result("safe");
  one.set_there("yes");
  EXPECT_EQ(refused(one), Fields{"there_by"});
  one.set_there_by("Istiqbolli Avlod");
  one.add_risks()->set_likelihood("likely");
  EXPECT_EQ(refused(one), Fields{"result"});
  RetraffickingCheck check;
  check.set_date("2026-11-20");
  check.set_result("none");
  EXPECT_EQ(refused(check), Fields{});
  check.set_debt("yes");
  EXPECT_EQ(refused(check), Fields{"result"});
  check.set_result("worry");
  EXPECT_EQ(refused(check), Fields{"follows"});
  write(journey("2026-11-21"));
  check.set_follows("Call again in a week");
  EXPECT_EQ(refused(check), Fields{"date"});
}

TEST_F(Returning, APartnerIsContactedWithConsentOnly) {
  EXPECT_EQ(refused(plan("not_yet")), Fields{});
  EXPECT_EQ(refused(plan("asked")), Fields{"partner"});
  agree("Another one");
  EXPECT_EQ(refused(plan("asked")), Fields{"partner"});
  agree("istiqbolli  avlod");
  EXPECT_EQ(refused(plan("asked")), Fields{});
  const EntryId written = write(plan("asked"));
  agree("Istiqbolli Avlod", "withdrawn");
  EXPECT_EQ(refused(plan("asked")), Fields{"partner"});
  EXPECT_EQ(refused(plan("agreed"), written), Fields{});  // the contact that was made stays written down
}

TEST_F(Returning, TheStepsSayWhereItStands) {
  EXPECT_FALSE(speaks_of_return(story_));
  write(options());
  EXPECT_TRUE(speaks_of_return(story_));
  EXPECT_EQ(next(), "Decision of the person");
  Return one = journey("");
  one.clear_signed_on();
  write(one);
  EXPECT_EQ(state(ReturnStep::decision), StepState::waiting);
  one.set_signed_on("2026-11-11");
  write(one);
  EXPECT_EQ(next(), "Assessment before the return");
  write(assessment("2026-11-12"));
  EXPECT_EQ(next(), "Plan of the return");
  write(plan("agreed"));
  EXPECT_EQ(next(), "Travel document");
  one.set_travel_document("issued");
  one.set_fines("waived");
  one.set_exit_permit("not_needed");
  one.set_fit("with_escort");
  write(one);
  EXPECT_EQ(next(), "Fit to travel");  // nobody travels along
  one.set_escort("social");
  one.set_ticket("Train 372");
  one.set_pocket_amount("20000");
  write(one);
  EXPECT_EQ(next(), "Handover");
  Shared given;
  given.set_purpose("return");
  given.set_recipient("ISTIQBOLLI AVLOD");
  given.set_date("2026-11-15");
  write(given);
  EXPECT_EQ(next(), "Departure");
  one.set_departure("2026-11-20");
  write(one);
  EXPECT_EQ(next(), "Arrival and reception");
  one.set_reception("not_arrived");
  write(one);
  EXPECT_EQ(state(ReturnStep::reception), StepState::stopped);
  one.set_reception("met");
  one.set_arrival("2026-11-21");
  write(one);
  EXPECT_EQ(next(), "Follow-ups");
  FollowUp call;
  call.set_date("2026-11-22");
  call.set_reached("yes");
  write(call);
  EXPECT_EQ(state(ReturnStep::follow_up), StepState::waiting);
  RetraffickingCheck check;
  check.set_date("2026-11-22");
  check.set_result("again");
  write(check);
  EXPECT_EQ(state(ReturnStep::retrafficking), StepState::stopped);
  EXPECT_THAT(alarm_of_return(story_), HasSubstr("exploited again"));
}

TEST_F(Returning, NothingOfTheWorkIsDatedAfterTheClosing) {
  close("2026-11-15");
  EXPECT_EQ(refused(assessment("2026-11-16")), Fields{"date"});
  EXPECT_EQ(refused(assessment("2026-11-15")), Fields{});
  // What is asked after the end is no work of the case.
  RetraffickingCheck check;
  check.set_date("2026-11-20");
  check.set_result("none");
  EXPECT_EQ(refused(check), Fields{});
}

}  // namespace
}  // namespace arasha::casework

#include "casework/child/rules.h"

#include <gmock/gmock.h>

#include "arasha/person.pb.h"
#include "casework/returning/story_of.h"

namespace arasha::casework {
namespace {

using ::testing::HasSubstr;

class ChildRules : public ReturnStory {
 protected:
  static BestInterestDecision decision(const char* solution, const char* country = "UZ") {
    BestInterestDecision out;
    out.set_date("2026-11-10");
    out.add_present("Guardianship authority");
    out.set_guardian("Grandmother, by decision of the authority");
    out.set_heard("talk");
    out.set_child_view("Wants to live with her grandmother");
    out.set_options("Here, there");
    out.set_decision("There");
    out.set_solution(solution);
    out.set_country(country);
    out.set_review("2027-02-10");
    return out;
  }
  // With what the journey of this person is refused; empty: it is not.
  std::string why(const Minor& person, const google::protobuf::Message& entry,
                  const google::protobuf::Message* before = nullptr) const {
    std::vector<schema::FieldError> errors;
    check_journey_of(story_, person, entry, before, errors);
    EXPECT_LE(errors.size(), 1U);
    return errors.empty() ? "" : errors.front().error.text;
  }
  static constexpr Minor kAdult{Age::adult, false}, kClosed{Age::closed, false}, kAlone{Age::child, false},
      kChild{Age::child, true};
};

TEST_F(ChildRules, GuardianAndBestInterestComeBeforeAnythingElse) {
  EXPECT_EQ(why(kAdult, journey()), "");
  EXPECT_THAT(why(kClosed, journey()), HasSubstr("not shown to you"));
  EXPECT_THAT(why(kAlone, journey()), HasSubstr("guardian comes first"));
  EXPECT_THAT(why(kAlone, plan()), HasSubstr("guardian comes first"));
  EXPECT_THAT(why(kChild, journey()), HasSubstr("best-interest decision comes first"));
  const EntryId written = write(decision("return_family"));
  EXPECT_THAT(why(kChild, journey()), HasSubstr("waits for a second person"));
  EXPECT_THAT(why(kChild, plan()), HasSubstr("waits for a second person"));
  approve(written, 1);
  EXPECT_THAT(why(kChild, journey()), HasSubstr("waits for a second person"));
  approve(written);
  EXPECT_EQ(why(kChild, journey()), "");
  EXPECT_EQ(why(kChild, plan()), "");
}

TEST_F(ChildRules, NobodyLeavesAgainstTheBestInterest) {
  struct Case {
    const char* solution;
    const char* decision;
    const char* kind;
    bool open;
  };
  for (const Case& one : {Case{"return_family", "wants", "assisted", true},
                          {"return_care", "wants", "family", true},
                          {"stay_family", "wants", "assisted", false},
                          {"stay_care", "wants", "self_organised", false},
                          {"open", "wants", "assisted", false},
                          {"third_country", "wants", "assisted", false},
                          {"third_country", "third_country", "third_country", true},
                          {"return_family", "third_country", "third_country", false}}) {
    approve(write(decision(one.solution)));
    Return mine = journey();
    mine.set_decision(one.decision);
    mine.set_kind(one.kind);
    EXPECT_EQ(why(kChild, mine).empty(), one.open) << one.solution << " " << one.kind;
  }
  approve(write(decision("return_family", "KG")));
  EXPECT_THAT(why(kChild, journey()), HasSubstr("another country"));
  EXPECT_THAT(why(kChild, plan()), HasSubstr("another country"));
}

TEST_F(ChildRules, WhatIsNoJourneyOrHappenedIsWrittenDown) {
  Return one = journey("");
  one.set_decision("undecided");
  EXPECT_EQ(why(kAlone, one), "");
  Return deported = journey("2026-11-20");
  deported.set_kind("deported");
  EXPECT_EQ(why(kAlone, deported), "");
  // An entry of before these rules is corrected, but nothing is added to the journey.
  Return old = journey("2026-11-20");
  Return arrived = old;
  arrived.set_arrival("2026-11-21");
  EXPECT_EQ(why(kAlone, arrived, &old), "");
  arrived.set_departure("2026-11-21");
  EXPECT_THAT(why(kAlone, arrived, &old), HasSubstr("guardian comes first"));
}

TEST_F(ChildRules, AGuardianIsSomebodyWithAGround) {
  EXPECT_FALSE(has_guardian(story_));
  FamilyLink link;
  link.set_relation("guardian");
  write(link);
  link.set_guardian_ground("none");
  write(link);
  EXPECT_FALSE(has_guardian(story_));
  link.set_relation("ward");
  link.set_guardian_ground("court");
  write(link);
  EXPECT_FALSE(has_guardian(story_));
  link.set_relation("mother");
  write(link);
  EXPECT_TRUE(has_guardian(story_));
}

TEST_F(ChildRules, ADecisionHearsTheChildAndIsLookedAtAgain) {
  EXPECT_EQ(refused(decision("return_family")), Fields{});
  BestInterestDecision one = decision("return_family", "");
  one.clear_child_view();
  one.set_review("2026-11-09");
  EXPECT_EQ(refused(one), (Fields{"review", "child_view", "country"}));
  one = decision("stay_care", "");
  one.set_heard("too_young");
  one.clear_child_view();
  EXPECT_EQ(refused(one), Fields{});
  one.set_date("2026-11-25");
  EXPECT_EQ(refused(one), Fields{"date"});
}

TEST_F(ChildRules, TheyStandFirstAmongWhatComesNext) {
  FirstContact contact;
  contact.set_date("2026-11-01");
  contact.set_danger("immediate");
  write(contact);
  Identity child;
  child.set_birth_date("2011-05-05");
  const Story person;
  const auto next = [&] {
    std::vector<std::string> out;
    for (const Suggestion& one : what_next({&story_, &child, true, &person}, kToday))
      out.push_back(one.entry_type);
    return out;
  };
  EXPECT_EQ(next()[0], "FamilyLink");
  EXPECT_EQ(next()[1], "BestInterestDecision");
  EXPECT_EQ(next()[2], "SafeContact");
  write(decision("return_family"));
  EXPECT_EQ(next()[1], "SafeContact");
  BestInterestDecision due = decision("stay_care");
  due.set_review("2026-11-24");
  write(due);
  EXPECT_EQ(next()[1], "BestInterestDecision");
}

TEST_F(ChildRules, TheStepsOfAChildBeginWithThem) {
  write(options());
  EXPECT_EQ(next(kAlone), "Guardian");
  EXPECT_EQ(next(kChild), "Best-interest decision");
  const EntryId written = write(decision("stay_care"));
  EXPECT_EQ(state(ReturnStep::best_interest, kChild), StepState::waiting);
  approve(written);
  write(journey(""));
  EXPECT_EQ(state(ReturnStep::best_interest, kChild), StepState::stopped);
}

}  // namespace
}  // namespace arasha::casework

#include "casework/conference/rules.h"

#include <gmock/gmock.h>

#include "casework/returning/story_of.h"

namespace arasha::casework {
namespace {

class ConferenceRules : public ReturnStory {
 protected:
  static CaseConference conference(std::initializer_list<const char*> guests = {}) {
    CaseConference out;
    out.set_date("2026-11-20");
    out.add_members("Aigerim");
    for (const char* guest : guests) out.add_guests()->set_organisation(guest);
    if (guests.size() > 0) {
      out.set_purpose("return");
      out.add_groups("identity");
    }
    return out;
  }
  Fields fields(const CaseConference& one, EntryId corrects = {}) const {
    Fields out;
    for (const auto& error : check(story_, one, kToday, corrects)) out.push_back(error.field);
    return out;
  }
};

TEST_F(ConferenceRules, OutsidePeopleHearOnlyWhatThePersonAgreedTo) {
  EXPECT_EQ(fields(conference()), Fields{});
  EXPECT_EQ(fields(conference({"IOM", "Police"})),
            (Fields{"guests-0-organisation", "guests-1-organisation"}));
  agree("IOM");
  EXPECT_EQ(fields(conference({"iom", "Police"})), Fields{"guests-1-organisation"});
  CaseConference more = conference({"IOM"});
  more.add_groups("health");
  EXPECT_EQ(fields(more), Fields{"guests-0-organisation"});
  more.clear_groups();
  more.clear_purpose();
  EXPECT_EQ(fields(more), (Fields{"purpose", "groups"}));
  EXPECT_EQ(fields(conference({"IOM"})), Fields{});
  WithheldFrom withheld;
  withheld.set_who("IOM");
  withheld.set_date("2026-11-01");
  write(withheld);
  EXPECT_EQ(fields(conference({"IOM"})), Fields{"guests-0-organisation"});
}

TEST_F(ConferenceRules, WhatTheyHeardIsRecordedOnceForEachOrganisation) {
  const CaseConference one = conference({"IOM", "iom", "Police"});
  const auto heard = heard_outside(story_, one);
  ASSERT_EQ(heard.size(), 2U);
  EXPECT_EQ(heard[0].recipient(), "IOM");
  EXPECT_EQ(heard[0].date(), "2026-11-20");
  EXPECT_EQ(heard[1].groups(0), "identity");
  write(heard[0]);
  EXPECT_EQ(heard_outside(story_, one).size(), 1U);
  // A consent that is taken back later does not undo what was told then.
  EXPECT_EQ(fields(conference({"IOM"})), Fields{});
  CaseConference other_day = conference({"IOM"});
  other_day.set_date("2026-11-21");
  EXPECT_EQ(fields(other_day), Fields{"guests-0-organisation"});
}

TEST_F(ConferenceRules, AChildNeedsTheGuardiansConsent) {
  agree("IOM");
  std::vector<schema::FieldError> errors;
  check_guests(story_, conference({"IOM"}), Age::child, kToday, errors);
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_THAT(errors.front().error.text, ::testing::HasSubstr("guardian"));
}

TEST_F(ConferenceRules, DaysRunForward) {
  CaseConference one = conference();
  one.set_next("2026-11-19");
  auto* decision = one.add_decisions();
  decision->set_by("2026-11-19");
  decision->set_done("2026-11-25");
  EXPECT_EQ(fields(one), (Fields{"next", "decisions-0-done", "decisions-0-by"}));
  one = conference();
  one.set_date("2026-11-25");
  EXPECT_EQ(fields(one), Fields{"date"});
  close("2026-11-10");
  EXPECT_EQ(fields(conference()), Fields{"date"});
}

TEST_F(ConferenceRules, ADoerIsTheOneColleagueOfThatName) {
  CaseConference one;
  const char* names[] = {"айгерим", "Марина", "Somebody", "", "Даша"};
  for (const char* name : names) {
    auto* decision = one.add_decisions();
    decision->set_number(std::to_string(one.decisions_size()));
    decision->set_who(name);
  }
  one.add_doers("9 left over");
  put_doers(one, {{"Айгерим", "a"}, {"Марина", "m"}, {"Даша", "d1"}, {"Даша", "d2"}});
  EXPECT_EQ(doer_of(one, "1"), "a");
  EXPECT_EQ(doer_of(one, "2"), "m");
  for (const char* number : {"3", "4", "5", "9", "", "1 a"}) EXPECT_EQ(doer_of(one, number), "") << number;
  EXPECT_EQ(one.doers_size(), 2);
}

}  // namespace
}  // namespace arasha::casework

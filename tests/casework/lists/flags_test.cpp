#include "casework/lists/flags.h"

#include <gmock/gmock.h>

#include "casework/cards.h"
#include "casework/tasks/dues.h"
#include "casework/written_story.h"

namespace arasha::casework {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

CaseFlag flag_of(const char* what, const char* word = "", const char* until = "") {
  CaseFlag out;
  out.set_what(what);
  out.set_word(word);
  out.set_until(until);
  return out;
}

class FlagRules : public WrittenStory {};

TEST_F(FlagRules, OtherNeedsAWord) {
  EXPECT_THAT(refused(flag_of("other")), ElementsAre("word"));
  EXPECT_THAT(refused(flag_of("other", "sister calls")), IsEmpty());
  EXPECT_THAT(refused(flag_of("urgent")), IsEmpty());
}

TEST_F(FlagRules, ADayToRemindMayLieAnywhereButNothingIsTakenOffTomorrow) {
  EXPECT_THAT(refused(flag_of("urgent", "", "2030-01-01")), IsEmpty());
  CaseFlag flag = flag_of("urgent");
  flag.set_lifted("2026-11-25");
  EXPECT_THAT(refused(flag), ElementsAre("lifted"));
  flag.set_lifted("2026-11-24");
  EXPECT_THAT(refused(flag), IsEmpty());
}

TEST_F(FlagRules, OneFlagOfAKindStandsAtATime) {
  const EntryId first = write(flag_of("urgent"));
  EXPECT_THAT(refused(flag_of("urgent", "again")), ElementsAre("what"));
  EXPECT_THAT(refused(flag_of("media")), IsEmpty());
  // Correcting the one that stands is no second one.
  EXPECT_THAT(refused(flag_of("urgent", "again"), first), IsEmpty());
  write(flag_of("other", "Sister"));
  EXPECT_THAT(refused(flag_of("other", "sister")), ElementsAre("what"));
  EXPECT_THAT(refused(flag_of("other", "brother")), IsEmpty());
}

TEST_F(FlagRules, WhatWasTakenOffIsGoneFromCardAndDays) {
  write(flag_of("urgent", "", "2026-12-01"));
  CaseFlag off = flag_of("media", "", "2026-12-02");
  off.set_lifted("2026-11-20");
  write(off);
  const CaseCard card = case_card(story_);
  ASSERT_EQ(card.flags_size(), 1);
  EXPECT_EQ(card.flags(0).what(), "urgent");
  EXPECT_EQ(card.flags(0).until(), "2026-12-01");
  ASSERT_EQ(card.dues_size(), 1);
  EXPECT_EQ(card.dues(0).kind(), "flag");
  EXPECT_EQ(card.dues(0).date(), "2026-12-01");
  // The same can be said again.
  EXPECT_THAT(refused(flag_of("media")), IsEmpty());
}

TEST_F(FlagRules, AClosedCaseRemindsOfNoFlag) {
  write(flag_of("urgent", "", "2026-12-01"));
  close("2026-11-20");
  EXPECT_THAT(assistance_dues(story_), IsEmpty());
  EXPECT_EQ(case_card(story_).flags_size(), 1);
}

TEST_F(FlagRules, InTheWordsOfTheReader) {
  const Catalogue& words = Catalogue::of(Language::en);
  EXPECT_EQ(flag_text(words, flag_of("other", "sister calls")), "sister calls");
  EXPECT_EQ(flag_text(words, flag_of("urgent")), "Urgent");
  EXPECT_EQ(flag_text(words, flag_of("urgent", "court")), "Urgent: court");
  // A code of a newer program.
  EXPECT_EQ(flag_text(words, flag_of("unheard")), "unheard");
}

}  // namespace
}  // namespace arasha::casework

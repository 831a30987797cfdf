#include "casework/screening/words.h"

#include <gtest/gtest.h>

#include "casework/screening/rules.h"

namespace arasha::casework {
namespace {

const ScreeningList& list(const char* code) {
  return *screening_list(std::string_view(code));
}

TEST(ScreeningWords, ReasonsInThreeLanguages) {
  const ScreeningList& labour = list(kLabourList);
  const Catalogue& english = Catalogue::of(Language::en);
  EXPECT_EQ(reason_text(english, &labour, "dimension deceptive_recruitment positive 1 1 0 0"),
            "Deceptive recruitment: positive, 1 strong + 1 medium");
  EXPECT_EQ(reason_text(english, &labour, "dimension exploitation so_far 0 2 0 7"),
            "Conditions of exploitation: not positive so far, 2 medium, 7 not asked");
  EXPECT_EQ(reason_text(english, &labour, "dimension coercion unasked 0 0 0 15"),
            "Coercion at destination: not asked");
  EXPECT_EQ(reason_text(english, &labour, "dimension coercion negative 0 0 0 0"),
            "Coercion at destination: not positive");
  EXPECT_EQ(reason_text(english, &list(kPalermoList), "element means negative 0 0"), "Means: missing");
  EXPECT_EQ(reason_text(english, screening_list(kInterviewList), "element act positive 2 1"), "Act: shown, 1 not asked");
  EXPECT_EQ(reason_text(english, screening_list(kInterviewList), "count transport 1 5 2"), "The way: 1 of 5, 2 not asked");
  EXPECT_EQ(reason_text(english, &list(kForcedLabourList), "count signs 3 11 8"),
            "Indicators of forced labour: 3 of 11, 8 not asked");
  EXPECT_EQ(reason_text(english, &labour, "rule child_act"), "A child: an act and exploitation are enough.");
}

// What this program does not know is shown as it stands, and nothing breaks.
TEST(ScreeningWords, WhatAnotherProgramWroteIsShownAsItIs) {
  const Catalogue& words = Catalogue::of(Language::en);
  const ScreeningList& labour = list(kLabourList);
  for (const char* reason :
       {"", " ", "dimension", "dimension exploitation", "dimension exploitation positive",
        "dimension exploitation positive 1 1 0", "dimension exploitation positive 1 1 0 x",
        "dimension exploitation positive -1 1 0 0", "dimension exploitation positive 99999999999 1 0 0",
        "element act", "element act positive 1", "count signs 1", "count signs 1 2", "rule",
        "rule unheard_of", "rule child_act more", "other kind of reason", "free text"}) {
    EXPECT_EQ(reason_text(words, &labour, reason), reason);
  }
  EXPECT_EQ(reason_text(words, nullptr, "dimension new_part positive 1 1 0 0"),
            "new_part: positive, 1 strong + 1 medium");
  Screening newer;
  newer.set_list("list_of_tomorrow");
  newer.set_list_version("2040");
  newer.add_yes("some_code");
  newer.add_weights("some_code strong");
  newer.add_reasons("rule of_tomorrow");
  EXPECT_EQ(screening_value(words, newer, "list"), "list_of_tomorrow");
  EXPECT_EQ(screening_value(words, newer, "yes"), "some_code (strong)");
  EXPECT_EQ(screening_value(words, newer, "reasons"), "rule of_tomorrow");
}

TEST(ScreeningWords, AnswersStandByDimensionWithTheWeightOfThen) {
  Screening screening;
  ASSERT_TRUE(put_answers(screening, list(kLabourList),
                          {{"held_economic", "abused_economic", "work_hours"}, {"deceived_job"}},
                          Profile::adult));
  const Catalogue& words = Catalogue::of(Language::en);
  EXPECT_EQ(screening_value(words, screening, "yes"),
            "Recruitment by abuse of vulnerability: Economic reasons (medium)\nConditions of exploitation: "
            "Excessive working days or hours (strong)\n"
            "Abuse of vulnerability at destination: Economic reasons (medium)");
  EXPECT_EQ(screening_value(words, screening, "no"),
            "Deceptive recruitment: Deceived about the nature of the job, the location or the employer");
  EXPECT_EQ(screening_value(words, screening, "weights"), "");
  // The weight is the one that was stored.
  screening.set_weights(1, "work_hours weak");
  EXPECT_NE(screening_value(words, screening, "yes").find("Excessive working days or hours (weak)"),
            std::string::npos);
}

}  // namespace
}  // namespace arasha::casework

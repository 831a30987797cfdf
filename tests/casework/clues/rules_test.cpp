#include "arasha/clues.pb.h"
#include "casework/clues/rules.h"
#include "casework/written_story.h"

namespace arasha::casework {
namespace {

class ClueRules : public WrittenStory {};

TEST_F(ClueRules, AYearBelongsToAPerson) {
  Clue clue;
  clue.set_kind("person");
  clue.set_value("Каримов Ербол");
  for (const char* year : {"", "1900", "1980", "2026"}) {
    clue.set_birth_year(year);
    EXPECT_EQ(refused(clue), Fields{}) << year;
  }
  for (const char* year : {"80", "1899", "2027", "19800"}) {
    clue.set_birth_year(year);
    EXPECT_EQ(refused(clue), Fields{"birth_year"}) << year;
  }
  clue.set_kind("telephone");
  clue.set_birth_year("1980");
  EXPECT_EQ(refused(clue), Fields{"birth_year"});
}

TEST_F(ClueRules, NobodyTriesNumbersOneAfterAnother) {
  Clue clue;
  clue.set_kind("telephone");
  clue.set_value("+77015554433");
  EntryId first;
  for (std::size_t i = 0; i < kMostClueVersions; ++i) first = write(clue);
  EXPECT_EQ(refused(clue), Fields{"value"});
  EXPECT_EQ(refused(clue, first), Fields{"value"});  // by correcting neither
  LegalClue other;
  other.set_kind("telephone");
  other.set_value("+77015554433");
  EXPECT_EQ(refused(other), Fields{"value"});
}

}  // namespace
}  // namespace arasha::casework

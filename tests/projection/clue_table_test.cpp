#include "projection/clue_table.h"

#include <gmock/gmock.h>

#include "projection/shelf.h"

namespace arasha::projection {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using vault::Keyring;
using vault::must;

class ClueTableTest : public ShelfWorld {
 protected:
  static std::string print(char letter) { return std::string(16, letter); }
  static ClueCard card(const char* clue, const std::vector<std::string>& shows) {
    ClueCard out;
    ClueMarks* marks = out.add_marks();
    marks->set_clue(clue);
    for (const std::string& one : shows) marks->add_shows(one);
    return out;
  }
  std::vector<std::string> found(const Keyring& by, const std::vector<std::string>& sought, FileId except = FileId(), std::size_t limit = 10) {
    const Access access = must(tables_->projection().enter(by, CLUES));
    std::vector<std::string> out;
    for (const ClueHit& hit : tables_->clues().find(access, except, sought, limit)) out.push_back(hit.clue);
    std::sort(out.begin(), out.end());
    return out;
  }
};

TEST_F(ClueTableTest, WhichCluesShowOneOfThese) {
  const Keyring by = steward();
  const FileId file = add(*vault_, by, CLUES, card("a", {print('x'), print('y')}));
  add(*vault_, by, CLUES, card("b", {print('y')}));
  add(*vault_, by, CLUES, ClueCard());
  EXPECT_THAT(found(by, {print('y')}), ElementsAre("a", "b"));
  EXPECT_THAT(found(by, {print('x'), print('y')}), ElementsAre("a", "b"));  // each once
  EXPECT_THAT(found(by, {print('y')}, file), ElementsAre("b"));
  EXPECT_EQ(found(by, {print('y')}, FileId(), 1).size(), 1U);
  EXPECT_THAT(found(by, {print('z')}), IsEmpty());
  EXPECT_THAT(found(by, {"", "short"}), IsEmpty());
  // Half of a fingerprint is not enough.
  EXPECT_THAT(found(by, {std::string(8, 'x') + std::string(8, 'q')}), IsEmpty());
  must(vault_->append(by, {change_with(file, 1, CLUES, card("c", {print('z')}))}));
  EXPECT_THAT(found(by, {print('x')}), IsEmpty());
  EXPECT_THAT(found(by, {print('z')}), ElementsAre("c"));
}

TEST_F(ClueTableTest, NobodyFindsWhatIsClosed) {
  const Keyring by = steward();
  const Keyring dana = member("Dana");
  add(*vault_, by, CLUES, card("a", {print('x')}));
  add(*vault_, by, CLUES, card("b", {print('x')}), std::vector{by.member()});
  EXPECT_THAT(found(by, {print('x')}), ElementsAre("a", "b"));
  EXPECT_THAT(found(dana, {print('x')}), IsEmpty());
  tables_->projection().keep_only({});
  EXPECT_THAT(found(by, {print('x')}), ElementsAre("a", "b"));
}

TEST_F(ClueTableTest, QuestionsThatWait) {
  const Keyring by = steward();
  ClueCard asked = card("a", {print('x')});
  asked.add_questions()->set_id("q");
  const FileId file = add(*vault_, by, CLUES, asked);
  add(*vault_, by, CLUES, card("b", {}));
  const auto waiting = [&] {
    const Access access = must(tables_->projection().enter(by, CLUES));
    return tables_->clues().asked(access);
  };
  EXPECT_THAT(waiting(), ElementsAre(file));
  asked.mutable_questions(0)->set_answer("no");
  must(vault_->append(by, {change_with(file, 1, CLUES, asked)}));
  EXPECT_THAT(waiting(), IsEmpty());
}

}  // namespace
}  // namespace arasha::projection

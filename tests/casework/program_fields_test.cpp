#include "casework/program_fields.h"

#include <gtest/gtest.h>

#include "arasha/entries.pb.h"
#include "arasha/plan.pb.h"
#include "casework/differences.h"

namespace arasha::casework {
namespace {

IndividualPlan plan(std::initializer_list<std::pair<const char*, const char*>> goals) {
  IndividualPlan out;
  for (const auto& [number, goal] : goals) {
    out.add_goals()->set_goal(goal);
    out.mutable_goals(out.goals_size() - 1)->set_number(number);
  }
  return out;
}
std::string numbers(const IndividualPlan& plan) {
  std::string out;
  for (const auto& goal : plan.goals()) out += goal.number() + " ";
  return out;
}
Item item_of(std::initializer_list<IndividualPlan> versions) {
  Item out;
  for (const IndividualPlan& one : versions) {
    Version version;
    version.message = std::make_shared<IndividualPlan>(one);
    out.versions.push_back(version);
  }
  return out;
}

TEST(ProgramFields, ReferencesComeFromTheAddressAsManyAsThereAre) {
  GoalProgress progress;
  EXPECT_TRUE(put_references(progress, "0123456789abcdefghjkmnpqrs.2"));
  EXPECT_EQ(progress.plan(), "0123456789abcdefghjkmnpqrs");
  EXPECT_EQ(progress.goal(), "2");
  for (const char* wrong : {"", "a", "a.b.c", "a.<b>", "a.B", "a.0123456789abcdefghjkmnpqrst"}) EXPECT_FALSE(put_references(progress, wrong)) << wrong;
  Note note;
  EXPECT_TRUE(put_references(note, ""));
  EXPECT_FALSE(put_references(note, "a"));
}

TEST(ProgramFields, ACorrectionKeepsThem) {
  GoalProgress before;
  before.set_plan("a");
  before.set_goal("2");
  before.set_note("old");
  GoalProgress after;
  after.set_note("new");
  after.set_goal("7");
  keep_references(before, after);
  EXPECT_EQ(after.plan(), "a");
  EXPECT_EQ(after.goal(), "2");
  EXPECT_EQ(after.note(), "new");
}

TEST(ProgramFields, RowsAreNumberedOnceAndForAll) {
  IndividualPlan first = plan({{"", "a"}, {"9", "b"}});
  number_rows(first, nullptr);
  EXPECT_EQ(numbers(first), "1 2 ");
  IndividualPlan second = plan({{"2", "b"}, {"", "c"}});
  const Item item = item_of({first});
  number_rows(second, &item);
  EXPECT_EQ(numbers(second), "2 3 ");
  // The number of a goal that was taken out is not given again; what is posted twice or was never there is replaced.
  IndividualPlan third = plan({{"2", "b"}, {"2", "copy"}, {"77", "strange"}, {"", "d"}});
  const Item longer = item_of({first, second});
  number_rows(third, &longer);
  EXPECT_EQ(numbers(third), "2 4 5 6 ");
  IndividualPlan again = plan({{"1", "a is back"}});
  number_rows(again, &longer);
  EXPECT_EQ(numbers(again), "1 ");
}

// --- The history of rows

const Catalogue& english() { return Catalogue::of(Language::en); }

std::string told(const google::protobuf::Message& before, const google::protobuf::Message& after) {
  std::string out;
  for (const Difference& one : differences(before, after, english())) out += one.field + "|" + one.label + "|" + one.before + "|" + one.after + "\n";
  return out;
}

TEST(RowHistory, TellsTheColumnThatChanged) {
  RiskAssessment before;
  for (const char* factor : {"debt", "threats"}) {
    before.add_risks()->set_factor(factor);
    before.mutable_risks(before.risks_size() - 1)->set_likelihood("possible");
  }
  RiskAssessment after = before;
  EXPECT_EQ(told(before, after), "");
  after.mutable_risks(1)->set_likelihood("likely");
  EXPECT_EQ(told(before, after), "risks-1-likelihood|Risk 2, How likely|Possible|Likely\n");
}

TEST(RowHistory, ARowThatWentOrCameIsToldWhole) {
  RiskAssessment before;
  for (const char* factor : {"debt", "threats", "media"}) before.add_risks()->set_factor(factor);
  RiskAssessment after = before;
  after.mutable_risks()->DeleteSubrange(0, 1);
  EXPECT_EQ(told(before, after), "risks-0|Risk 1|A debt is demanded|\n");
  EXPECT_EQ(told(after, before), "risks-0|Risk 1||A debt is demanded\n");
}

TEST(RowHistory, NumberedRowsAreFollowedByTheirNumber) {
  const IndividualPlan before = plan({{"1", "A passport"}, {"2", "Work"}});
  const IndividualPlan after = plan({{"2", "Work in the city"}, {"3", "A passport"}});
  EXPECT_EQ(told(before, after), "goals-0|Goal 1|A passport|\ngoals-0-goal|Goal 1, What is to be reached|Work|Work in the city\ngoals-1|Goal 2||A passport\n");
}

TEST(RowHistory, ReachesIntoRowsOfRows) {
  IndividualPlan before = plan({{"1", "A passport"}});
  before.mutable_goals(0)->add_steps()->set_step("Photograph");
  IndividualPlan after = before;
  after.mutable_goals(0)->mutable_steps(0)->set_done("2026-11-20");
  EXPECT_EQ(told(before, after), "goals-0-steps-0-done|Goal 1, Step 1, Done on||20 November 2026\n");
}

// A signed entry may be hostile: 50,000 rows are told in their order and at once.
TEST(RowHistory, ManyRowsOfAStrangeProgramAreNoTrouble) {
  RiskAssessment before;
  for (int i = 0; i < 50'000; ++i) before.add_risks();
  RiskAssessment after = before;
  after.mutable_risks(49'999)->set_owner("x");
  after.add_risks()->set_owner("y");
  EXPECT_EQ(told(before, after), "risks-49999-owner|Risk 50000, Who does it||x\nrisks-50000|Risk 50001||y\n");
}

TEST(RowHistory, RowsAreReadAsLines) {
  IndividualPlan entry = plan({{"1", "A passport"}, {"2", "Work"}});
  entry.mutable_goals(0)->add_steps()->set_step("Photograph");
  entry.mutable_goals(0)->mutable_steps(0)->set_provider("the consulate");
  for (const auto& field : schema::form_fields(*IndividualPlan::descriptor())) {
    if (field.name != "goals") continue;
    EXPECT_EQ(value_of(entry, field, english()), "1. A passport\n   – Photograph; Who does it: the consulate\n2. Work");
  }
}

}  // namespace
}  // namespace arasha::casework

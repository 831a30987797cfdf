// Who may compare with whom: two stewards, a last day, so many times a month.
#include "comparison/rules.h"

#include <gmock/gmock.h>

#include "comparison/two_sides.h"
#include "schema/vocabulary.h"

namespace arasha::comparison {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

const MemberId kSaule = id_of<MemberId>(1);
const MemberId kAigul = id_of<MemberId>(2);
const MemberId kDuty = id_of<MemberId>(3);  // no steward
bool is_steward(MemberId member) { return member != kDuty; }

Time day(const char* text) { return std::chrono::sys_days(*date_from_iso(text)); }
Date date(const char* text) { return *date_from_iso(text); }

ComparisonAgreed agreed(const char* until = "2027-03-31", const char* runs = "2", const char* persons = "500") {
  ComparisonAgreed out;
  out.set_partner(kThem.text());
  out.set_until(until);
  out.set_runs(runs);
  out.set_persons(persons);
  out.set_ground("Agreement 7 of 2 March 2026");
  return out;
}
template <class T>
Written by(MemberId who, T what, const char* at = "2026-11-02", std::uint8_t id = 9) {
  return {id_of<EntryId>(id), who, day(at), std::move(what)};
}
ComparisonRun run(std::uint8_t id, const char* state) {
  ComparisonRun out = run_begun(kThem, id_of<RunId>(id), true, 10);
  out.set_state(state);
  return out;
}
std::vector<Written> two_stewards() { return {by(kSaule, agreed()), by(kAigul, agreed())}; }
ErrorCode refused(const std::vector<Written>& entries, const char* today = "2026-11-29") {
  const auto answer = may_compare(fold(entries, is_steward), date(today));
  EXPECT_FALSE(answer.is_ok());
  return answer ? ErrorCode::internal : answer.error().code;
}

TEST(Rules, TwoStewardsHaveToSayTheSame) {
  EXPECT_EQ(refused({}), ErrorCode::denied);
  EXPECT_EQ(refused({by(kSaule, agreed())}), ErrorCode::denied);
  EXPECT_EQ(refused({by(kSaule, agreed()), by(kSaule, agreed())}), ErrorCode::denied) << "one who says it twice";
  EXPECT_EQ(refused({by(kSaule, agreed()), by(kDuty, agreed())}), ErrorCode::denied) << "no steward";
  EXPECT_EQ(refused({by(kSaule, agreed()), by(kAigul, agreed("2027-03-31", "3"))}), ErrorCode::denied) << "something else";
  EXPECT_EQ(refused({by(kSaule, agreed()), by(kAigul, agreed("2027-04-01"))}), ErrorCode::denied);
  EXPECT_EQ(refused({by(kSaule, agreed()), by(kAigul, agreed("2027-03-31", "2", "501"))}), ErrorCode::denied);
  const auto answer = may_compare(fold(two_stewards(), is_steward), date("2026-11-29"));
  ASSERT_TRUE(answer.is_ok());
  EXPECT_EQ(*answer, points_for(500));
}

TEST(Rules, WhoIsNoStewardAnyMoreCountsNoMore) {
  const auto entries = two_stewards();
  EXPECT_FALSE(fold(entries, [](MemberId member) { return member == kSaule; }).agreement.has_value());
}

TEST(Rules, OneStewardEndsIt) {
  auto entries = two_stewards();
  entries.push_back(by(kDuty, ComparisonWithdrawn()));
  EXPECT_TRUE(fold(entries, is_steward).agreement.has_value());
  entries.push_back(by(kAigul, ComparisonWithdrawn()));
  EXPECT_EQ(refused(entries), ErrorCode::denied);
  entries.push_back(by(kAigul, agreed()));
  EXPECT_EQ(refused(entries), ErrorCode::denied) << "again two";
  entries.push_back(by(kSaule, agreed()));
  EXPECT_TRUE(may_compare(fold(entries, is_steward), date("2026-11-29")).is_ok());
}

TEST(Rules, AProposalLeavesWhatWasAgreed) {
  auto entries = two_stewards();
  entries.push_back(by(kAigul, agreed("2027-03-31", "8", "20000")));
  const History history = fold(entries, is_steward);
  ASSERT_TRUE(history.agreement.has_value());
  EXPECT_EQ(history.agreement->runs, 2U);
  EXPECT_TRUE(history.proposed.has_value());
}

TEST(Rules, ItsLastDayIsIncluded) {
  EXPECT_TRUE(may_compare(fold(two_stewards(), is_steward), date("2027-03-31")).is_ok());
  EXPECT_EQ(refused(two_stewards(), "2027-04-01"), ErrorCode::denied);
}

TEST(Rules, SoOftenAMonthWhoeverBeginsAndHoweverItEnds) {
  auto entries = two_stewards();
  entries.push_back(by(kDuty, run(1, "begun"), "2026-11-03"));
  EXPECT_EQ(refused(entries), ErrorCode::conflict);
  entries.push_back(by(kDuty, run(1, "ended"), "2026-11-03"));
  EXPECT_TRUE(may_compare(fold(entries, is_steward), date("2026-11-29")).is_ok());
  ComparisonRun theirs = run(2, "begun");
  theirs.set_side("they");
  entries.push_back(by(kDuty, theirs, "2026-11-30"));
  entries.push_back(by(kDuty, run(2, "broken"), "2026-12-02"));
  EXPECT_EQ(refused(entries, "2026-11-30"), ErrorCode::full);
  EXPECT_TRUE(may_compare(fold(entries, is_steward), date("2026-12-02")).is_ok()) << "it began in November";
  EXPECT_EQ(fold(entries, is_steward).runs.size(), 2U);
}

TEST(Rules, WhatWasOnlyAskedForDoesNotCount) {
  auto entries = two_stewards();
  for (std::uint8_t i = 1; i <= 3; ++i) entries.push_back(by(kDuty, run(i, "asked"), "2026-11-05"));
  EXPECT_TRUE(may_compare(fold(entries, is_steward), date("2026-11-29")).is_ok());
  entries.push_back(by(kDuty, run(1, "broken"), "2026-11-06"));  // refused
  EXPECT_TRUE(may_compare(fold(entries, is_steward), date("2026-11-29")).is_ok());
  entries.push_back(by(kDuty, run(2, "begun"), "2026-12-01"));
  const History history = fold(entries, is_steward);
  EXPECT_EQ(history.runs[1].begun, day("2026-12-01")) << "it counts from when it was answered";
  EXPECT_TRUE(history.runs[1].has_begun);
  EXPECT_FALSE(history.runs[0].has_begun);
}

TEST(Rules, WhatIsOverStaysAsItEnded) {
  auto entries = two_stewards();
  for (const char* state : {"begun", "broken", "begun", "ended"}) entries.push_back(by(kDuty, run(1, state)));
  const History history = fold(entries, is_steward);
  ASSERT_THAT(history.runs, SizeIs(1));
  EXPECT_EQ(history.runs[0].state, "broken");
}

TEST(Rules, LimitsThatCanBeAgreed) {
  const Date today = date("2026-11-29");
  EXPECT_TRUE(limits_of(agreed(), today).is_ok());
  EXPECT_TRUE(limits_of(agreed("2026-11-29"), today).is_ok());
  EXPECT_TRUE(limits_of(agreed("2027-11-30"), today).is_ok());
  for (const char* until : {"2026-11-28", "2027-12-01", "", "soon", "2026-02-30"}) EXPECT_FALSE(limits_of(agreed(until), today).is_ok()) << until;
  for (const char* runs : {"0", "9", "", "-1", "two", "1 ", "99999999999"}) EXPECT_FALSE(limits_of(agreed("2027-03-31", runs), today).is_ok()) << runs;
  for (const char* persons : {"0", "20001", "", "1e3"}) EXPECT_FALSE(limits_of(agreed("2027-03-31", "2", persons), today).is_ok()) << persons;
}

// Entries that say more than may be agreed (of an altered program) do not raise the limits.
TEST(Rules, LimitsHoldWhateverIsWritten) {
  const auto large = agreed("2027-03-31", "4000000000", "4000000000");
  std::vector<Written> entries{by(kSaule, large), by(kAigul, large)};
  EXPECT_EQ(*may_compare(fold(entries, is_steward), date("2026-11-29")), points_for(kMostPersons));
  for (std::uint8_t i = 1; i <= kMostRuns; ++i) entries.push_back(by(kDuty, run(i, "ended"), "2026-11-05"));
  EXPECT_EQ(refused(entries), ErrorCode::full);
}

TEST(Rules, AHintKeepsItsAnswerWhenItIsToldAgain) {
  ComparisonHint hint;
  hint.set_partner(kThem.text());
  hint.set_run(id_of<RunId>(1).text());
  hint.set_person(id_of<FileId>(5).text());
  ComparisonHintStep step;
  step.set_hint(id_of<EntryId>(20).text());
  step.set_state("not_the_same");
  ComparisonHint again = hint;
  again.set_run(id_of<RunId>(2).text());
  const History history = fold({by(kDuty, hint, "2026-11-02", 20), by(kDuty, step), by(kDuty, again, "2026-12-02", 21)}, is_steward);
  ASSERT_THAT(history.hints, SizeIs(1));
  EXPECT_EQ(history.hints[0].state, "not_the_same");
  EXPECT_EQ(history.hints[0].run, id_of<RunId>(2));
  ComparisonHint broken;
  EXPECT_THAT(fold({by(kDuty, broken)}, is_steward).hints, IsEmpty());
}

TEST(Rules, EveryWordHasALabel) {
  for (int i = 1; i <= COMPARISON_REFUSAL_STOPPED; ++i) {
    const std::string code = refusal_code(static_cast<ComparisonRefusal>(i));
    EXPECT_TRUE(schema::has_code("comparison_refusal", code)) << i;
  }
  const ComparisonRun over = run_over(run(1, "begun"), 3, 256, 512, COMPARISON_REFUSAL_NONE);
  EXPECT_EQ(over.state(), "ended");
  EXPECT_EQ(over.concerned(), "3");
  const ComparisonRun broken = run_over(run(1, "begun"), 0, 0, 0, COMPARISON_REFUSAL_POINT);
  EXPECT_EQ(broken.state(), "broken");
  EXPECT_EQ(broken.refusal(), "point");
  EXPECT_EQ(broken.concerned(), "");
}

}  // namespace
}  // namespace arasha::comparison

#include "pack/check.h"

#include "small_pack.h"

namespace arasha::pack {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string deadline(const std::string& numbers) {
  return "deadlines { id: \"review\" after: PLAN " + numbers + " title " + kText + " norm " + kNorm + "}\n";
}
std::string checklist(const std::string& groups) {
  return "checklists { id: \"signs\" title " + kText + " norm " + kNorm + groups + "}\n";
}
std::string item(const std::string& id) {
  return "items { id: \"" + id + "\" title " + kText + "}";
}
std::string group(const std::string& id, const std::string& items) {
  return "groups { id: \"" + id + "\" title " + kText + items + "}";
}
std::string institution(const std::string& more) {
  return "institution_types { id: \"ngo\" title " + kText + " norm " + kNorm +
         "}\ninstitutions { id: \"line\" title " + kText + " norm " + kNorm + more + "}\n";
}
std::string with_norm(const std::string& a_norm) {
  return base() + kind("one", a_norm);
}

TEST(PackCheck, SmallestPackIsInOrder) {
  EXPECT_THAT(problems_of(base()), IsEmpty());
}

struct Broken {
  std::string pack;
  std::string problem;
};

// One thing is broken in each; nothing else is said.
TEST(PackCheck, EachBreakIsToldOnce) {
  const std::string long_text(kLongestText + 1, 'x');
  const std::string source = R"(source: "act" )";
  const std::string from = R"(valid_from: "2020-01-01" )";
  const std::vector<Broken> all = {
      // What the pack says of itself; twice is for two files (read_test).
      {act() + rule("all", "", "DONOR_ONLY"), "does not say what it is"},
      {R"(about { id: "S M" version: 1 title )" + kText + "}" + act() + rule("all", "", "DONOR_ONLY"),
       "needs an id"},
      {R"(about { id: "a" title )" + kText + "}" + act() + rule("all", "", "DONOR_ONLY"), "needs a version"},
      {R"(about { id: "a" version: 1 country: "kz" title )" + kText + "}" + act() +
           rule("all", "", "DONOR_ONLY"),
       "two capital letters"},
      {R"(about { id: "a" version: 1 })" + act() + rule("all", "", "DONOR_ONLY"), "“a” needs a title"},
      // Sources.
      {base() + "sources { id: \"act\" citation: \"x\" title " + kText + "}", "The id “act” stands twice"},
      {base() + "sources { id: \"b\" title " + kText + "}", "needs an address or a citation"},
      {base() + "sources { id: \"b\" url: \"javascript:alert(1)\" title " + kText + "}",
       "begins with https://"},
      {base() + "sources { citation: \"x\" title " + kText + "}", "An id is written"},
      // Norms.
      {with_norm("{ source: \"other\" " + from + "not_verified: true }"), "names the source “other”"},
      {with_norm("{ " + from + "not_verified: true }"), "names the source “?”"},
      {with_norm("{ " + source + from + "}"), "needs one of the two"},
      {with_norm("{ " + source + from + "not_verified: false }"), "needs one of the two"},
      {with_norm("{ " + source + from + "not_verified: true verified_on: \"2026-01-01\" }"),
       "needs one of the two"},
      {with_norm("{ " + source + from + "verified_on: \"yesterday\" }"), "verified_on of “one” is not a day"},
      {with_norm("{ " + source + "not_verified: true }"), "valid_from of “one” is not a day"},
      {with_norm("{ " + source + "not_verified: true valid_from: \"2023-02-29\" }"),
       "valid_from of “one” is not a day"},
      {with_norm(norm("2020-01-01", "2020-13-01")), "valid_until of “one” is not a day"},
      {with_norm(norm("2020-01-02", "2020-01-01")), "lies before its valid_from"},
      {base() + "service_kinds { id: \"one\" title " + kText + "}", "“one” needs a norm"},
      {base() + "service_kinds { id: \"one\" norm " + kNorm + "}", "“one” needs a title"},
      {base() + "service_kinds { id: \"One\" title " + kText + " norm " + kNorm + "}", "An id is written"},
      {base() + kind(std::string(61, 'a')), "An id is written"},
      // Versions.
      {base() + kind("one") + kind("one"), "The id “one” stands twice"},
      {base() + kind("one", norm("2020-01-01")) + kind("one", norm("2021-01-01")), "Two versions of “one”"},
      {base() + kind("one", norm("2020-01-01", "2021-01-01")) + kind("one", norm("2021-01-01")),
       "Two versions of “one”"},
      // Texts.
      {base() + R"(service_kinds { id: "one" title { en: "A" ru: "Б" } norm )" + kNorm + "}",
       "missing in the language “kk”"},
      {base() + R"(service_kinds { id: "one" title { en: "A" ru: "Б" kk: "В " } norm )" + kNorm + "}",
       "blanks at its end"},
      {base() + R"(service_kinds { id: "one" title { en: "A" ru: "\377" kk: "В" } norm )" + kNorm + "}",
       "signs that are not text"},
      {base() + R"(service_kinds { id: "one" title { en: "A" ru: "\000" kk: "В" } norm )" + kNorm + "}",
       "signs that are not text"},
      {base() + R"(service_kinds { id: "one" title { en: ")" + long_text + R"(" ru: "Б" kk: "В" } norm )" +
           kNorm + "}",
       "longer than 2000 characters"},
      {with_norm("{ " + source + from + "not_verified: true article: \"" + long_text + "\" }"),
       "longer than 300 characters"},
      // Checklists.
      {base() + checklist(""), "has no group"},
      {base() + checklist(group("a", "")), "A group of the checklist “signs” is empty"},
      {base() + checklist(group("a", item("x") + item("x"))),
       "Every item of the checklist “signs” needs an id"},
      {base() + checklist(group("a", item("x")) + group("b", item("x"))), "Every item"},
      {base() + checklist(group("a", item("x")) + group("a", item("y"))), "Every group"},
      // Numbers.
      {base() + deadline(""), "needs days or months"},
      {base() + deadline("days: 1 months: 1"), "needs days or months"},
      {base() + deadline("days: 0"), "more than zero"},
      {base() + deadline("months: [1, 3, 3]"), "ascending"},
      {base() + deadline("days: 4294967295"), "at most a hundred years"},
      {base() + deadline("months: [1, 3] repeats: true"), "one number only"},
      {base() + "deadlines { id: \"review\" days: 1 title " + kText + " norm " + kNorm + "}",
       "“review” does not say its after"},
      {base() + "deadlines { id: \"review\" days: 1 after: 99 title " + kText + " norm " + kNorm + "}",
       "“review” does not say its after"},
      {base() + "limits { id: \"cases\" title " + kText + " norm " + kNorm + "}",
       "The limit “cases” is zero"},
      // Institutions.
      {base() + institution("type: \"police\""), "names the type “police”"},
      {base() + institution("type: \"ngo\" phones: \"call us\""), "A telephone number of “line”"},
      {base() + institution("type: \"ngo\" hotline: true"), "The hotline “line” has no number"},
      {base() + institution("type: \"ngo\" emergency: true"), "The emergency service “line” has no number"},
      // Rules.
      {about() + act(), "no rule of eligibility"},
      {base() + rule("r", "kinds: \"flying\"", "DONOR_ONLY"), "the kind of service “flying”"},
      {base() + rule("r", "groups: CITIZEN groups: CITIZEN", "DONOR_ONLY"),
       "The rule “r” names something twice"},
      {base() + rule("r", "groups: ANY_GROUP", "DONOR_ONLY"), "“r” does not say its groups"},
      {base() + rule("r", "statuses: 77", "DONOR_ONLY"), "“r” does not say its statuses"},
      {base() + rule("r", "groups: CITIZEN", "NO_OUTCOME"), "“r” does not say its outcome"},
  };
  for (const Broken& broken : all)
    EXPECT_THAT(problems_of(broken.pack), ElementsAre(HasSubstr(broken.problem))) << broken.pack;
}

TEST(PackCheck, ProblemsStandWithFileAndLine) {
  EXPECT_THAT(problems_of(base() + "\n\n" + kind("one") + kind("one")),
              ElementsAre(HasSubstr("a.txtpb:7: ")));
}

TEST(PackCheck, VersionsThatFollowOneAnotherAreRight) {
  EXPECT_THAT(
      problems_of(base() + kind("one", norm("2020-01-01", "2020-12-31")) + kind("one", norm("2021-01-01"))),
      IsEmpty());
  EXPECT_THAT(problems_of(base() + kind("one", norm("2020-01-01", "2020-01-01"))), IsEmpty());
  EXPECT_THAT(problems_of(base() + kind("one", norm("2020-01-01", "9999-12-31"))), IsEmpty());
}

TEST(PackCheck, SameConditionsContradict) {
  EXPECT_THAT(problems_of(base() + rule("two", "", "NOT_ELIGIBLE")),
              ElementsAre(HasSubstr("the rules “all” and “two”")));
  // Nor may two rules of one outcome both decide: it would be open which reason is shown.
  EXPECT_THAT(problems_of(base() + rule("two", "", "DONOR_ONLY")), SizeIs(1));
}

TEST(PackCheck, CrossingConditionsContradictUntilAThirdRuleDecides) {
  const std::string crossing = base() + rule("citizens", "groups: [CITIZEN, CANDAS]", "STATE_STANDARD") +
                               rule("signals", "statuses: SIGNAL", "NOT_ELIGIBLE");
  EXPECT_THAT(problems_of(crossing),
              ElementsAre(AllOf(HasSubstr("citizens"), HasSubstr("signals"), HasSubstr("citizen, signal"))));
  EXPECT_THAT(
      problems_of(crossing + rule("both", "groups: [CANDAS, CITIZEN] statuses: SIGNAL", "DONOR_ONLY")),
      IsEmpty());
}

TEST(PackCheck, ContradictionOnOneDayOnly) {
  const std::string early =
      about() + act() + rule("early", "", "DONOR_ONLY", norm("2020-01-01", "2020-06-30"));
  EXPECT_THAT(problems_of(early + rule("late", "", "DONOR_ONLY", norm("2020-07-01"))), IsEmpty());
  EXPECT_THAT(problems_of(early + rule("late", "", "DONOR_ONLY", norm("2020-06-30"))),
              ElementsAre(HasSubstr("On 2020-06-30")));
}

TEST(PackCheck, GapsInTimeAreTold) {
  const std::string early =
      about() + act() + rule("early", "", "DONOR_ONLY", norm("2020-01-01", "2020-06-30"));
  EXPECT_THAT(problems_of(early),
              Contains(HasSubstr("From 2020-07-01 on, no rule of eligibility covers: citizen, signal")));
  EXPECT_THAT(problems_of(early + rule("late", "", "DONOR_ONLY", norm("2020-07-02"))),
              Contains(HasSubstr("From 2020-07-01 on")));
}

TEST(PackCheck, GapsInCombinationsAreTold) {
  const std::string groups = "groups: [CITIZEN, CANDAS, PERMANENT_RESIDENT, FOREIGNER, STATELESS]";
  const auto gaps = problems_of(about() + act() + kind("one") + rule("known", groups, "DONOR_ONLY"));
  EXPECT_THAT(gaps, SizeIs(10)) << "unknown citizenship in each status, once for all kinds";
  EXPECT_THAT(gaps, Contains(HasSubstr("covers: unknown, signal.")));
  // A rule for each kind does not answer the question without a kind.
  EXPECT_THAT(problems_of(about() + act() + kind("one") + rule("kinds", "kinds: \"one\"", "DONOR_ONLY")),
              SizeIs(60));
  // And a kind that came later is covered by the rule for all.
  EXPECT_THAT(problems_of(base() + kind("late", norm("2025-01-01"))), IsEmpty());
}

TEST(PackCheck, SizesEnd) {
  std::string kinds = base();
  for (int i = 0; i <= kMostKinds; ++i) kinds += kind("k" + std::to_string(i));
  EXPECT_THAT(problems_of(kinds), ElementsAre(HasSubstr("more than 30 kinds")));
  std::string rules = base();
  for (int i = 0; i < kMostRules; ++i) rules += rule("r" + std::to_string(i), "", "DONOR_ONLY");
  EXPECT_THAT(problems_of(rules), ElementsAre(HasSubstr("more than 100 rules")));
  std::string sources = base();
  for (int i = 0; i < kMostNorms; ++i) sources += "sources{}";
  EXPECT_THAT(problems_of(sources), ElementsAre(HasSubstr("more than 5000 norms")));
}

TEST(PackCheck, ProblemsEnd) {
  std::string many = base();
  for (int i = 0; i < 1000; ++i) many += "articles{}\n";
  EXPECT_THAT(problems_of(many), SizeIs(kMostProblems));
}

TEST(PackCheck, NothingThatIsNoIdIsRepeated) {
  const auto problems =
      problems_of(base() + "limits { id: \"<b>\\033[1m\" most: 1 title " + kText + " norm " + kNorm + "}");
  ASSERT_THAT(problems, testing::Not(IsEmpty()));
  for (const std::string& problem : problems)
    EXPECT_EQ(problem.find_first_of("<\033"), std::string::npos) << problem;
}

}  // namespace
}  // namespace arasha::pack

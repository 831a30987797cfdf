#include "pack/eligibility.h"

#include "schema/vocabulary.h"
#include "small_pack.h"

namespace arasha::pack {
namespace {

std::string layered() {
  return about() + act() + kind("legal") + kind("medical") + kind("late", norm("2024-01-01")) +
         // The narrowest stands first and the widest in the middle: order means nothing.
         rule("citizens-legal", "groups: CITIZEN statuses: IDENTIFIED_STATE kinds: \"legal\"",
              "NOT_ELIGIBLE") +
         rule("all", "", "DONOR_ONLY") +
         rule("citizens", "groups: [CITIZEN, CANDAS] statuses: [IDENTIFIED_STATE, CONFIRMED]",
              "STATE_STANDARD") +
         rule("foreign-before", "groups: FOREIGNER statuses: [IDENTIFIED_STATE, CONFIRMED]", "NOT_ELIGIBLE",
              norm("2020-01-01", "2022-12-31")) +
         rule("foreign", "groups: FOREIGNER statuses: [IDENTIFIED_STATE, CONFIRMED]", "STATE_STANDARD",
              norm("2023-01-01"));
}

struct Row {
  const char* date;
  Group group;
  Status status;
  const char* kind;
  const char* rule;
  Outcome outcome;
};

TEST(Eligibility, TheMostSpecificRuleDecides) {
  const Pack pack = pack_of(layered());
  const std::vector<Row> rows = {
      {"2020-01-01", CITIZEN, SIGNAL, "", "all", DONOR_ONLY},
      {"2020-01-01", CITIZEN, IDENTIFIED_STATE, "", "citizens", STATE_STANDARD},
      {"2020-01-01", CITIZEN, IDENTIFIED_STATE, "medical", "citizens", STATE_STANDARD},
      {"2020-01-01", CITIZEN, IDENTIFIED_STATE, "legal", "citizens-legal", NOT_ELIGIBLE},
      {"2020-01-01", CITIZEN, CONFIRMED, "legal", "citizens", STATE_STANDARD},
      {"2020-01-01", CANDAS, IDENTIFIED_STATE, "legal", "citizens", STATE_STANDARD},
      {"2020-01-01", STATELESS, IDENTIFIED_STATE, "legal", "all", DONOR_ONLY},
      {"2020-01-01", UNKNOWN_GROUP, CONFIRMED, "", "all", DONOR_ONLY},
      {"2022-12-31", FOREIGNER, CONFIRMED, "legal", "foreign-before", NOT_ELIGIBLE},
      {"2023-01-01", FOREIGNER, CONFIRMED, "legal", "foreign", STATE_STANDARD},
      {"2023-01-01", FOREIGNER, POTENTIAL, "legal", "all", DONOR_ONLY},
      {"9999-12-31", FOREIGNER, CONFIRMED, "", "foreign", STATE_STANDARD},
      {"2020-01-01", CITIZEN, IDENTIFIED_STATE, "no-such-kind", "citizens", STATE_STANDARD},
  };
  for (const Row& row : rows) {
    const auto decision = eligibility(pack, {day(row.date), row.group, row.status, row.kind});
    ASSERT_TRUE(decision.is_ok());
    EXPECT_EQ(decision->rule->id(), row.rule)
        << row.date << ' ' << code(row.group) << ' ' << code(row.status) << ' ' << row.kind;
    EXPECT_EQ(decision->outcome, row.outcome) << row.rule;
  }
}

TEST(Eligibility, BeforeTheFirstRuleThereIsNoAnswer) {
  const Pack pack = pack_of(layered());
  const auto decision = eligibility(pack, {day("2019-12-31"), CITIZEN, CONFIRMED, ""});
  ASSERT_FALSE(decision.is_ok());
  EXPECT_EQ(decision.error().code, ErrorCode::not_found);
}

TEST(Eligibility, EveryQuestionHasExactlyOneMostSpecificRule) {
  const Pack pack = pack_of(layered());
  for (int group = 1; group < Group_ARRAYSIZE; ++group) {
    for (int status = 1; status < Status_ARRAYSIZE; ++status) {
      const auto g = static_cast<Group>(group);
      const auto s = static_cast<Status>(status);
      const auto decision = eligibility(pack, {day("2023-06-01"), g, s, "legal"});
      ASSERT_TRUE(decision.is_ok());
      for (const EligibilityRule& other : pack.contents().eligibility()) {
        if (&other == decision->rule || !is_valid_on(other.norm(), day("2023-06-01")) ||
            !covers(other, g, s, "legal"))
          continue;
        EXPECT_TRUE(is_more_specific(*decision->rule, other));
      }
    }
  }
}

TEST(Eligibility, SpecificIsAnOrderOfSets) {
  const Pack pack = pack_of(layered());
  const auto& rules = pack.contents().eligibility();
  EXPECT_TRUE(is_more_specific(rules[0], rules[2]));
  EXPECT_FALSE(is_more_specific(rules[2], rules[0]));
  EXPECT_FALSE(is_more_specific(rules[1], rules[1])) << "not than itself";
  EXPECT_FALSE(is_more_specific(rules[2], rules[4]));
  EXPECT_FALSE(is_more_specific(rules[4], rules[2])) << "neither, where they do not meet";
}

TEST(Eligibility, WhoMayPay) {
  EXPECT_TRUE(may_pay(Funder::state, STATE_STANDARD));
  EXPECT_TRUE(may_pay(Funder::donor, STATE_STANDARD));
  EXPECT_FALSE(may_pay(Funder::state, DONOR_ONLY));
  EXPECT_TRUE(may_pay(Funder::donor, DONOR_ONLY));
  EXPECT_FALSE(may_pay(Funder::state, NOT_ELIGIBLE));
  EXPECT_FALSE(may_pay(Funder::donor, NOT_ELIGIBLE));
}

TEST(Eligibility, CodesAreThoseOfThePages) {
  for (int status = 1; status < Status_ARRAYSIZE; ++status) {
    const auto s = static_cast<Status>(status);
    EXPECT_TRUE(schema::has_code("identification_status", std::string(code(s)))) << code(s);
    EXPECT_EQ(status_from_code(code(s)), s);
  }
  for (int group = 1; group < Group_ARRAYSIZE; ++group)
    EXPECT_EQ(group_from_code(code(static_cast<Group>(group))), static_cast<Group>(group));
  EXPECT_EQ(group_from_code(""), std::nullopt);
  EXPECT_EQ(status_from_code(""), std::nullopt);
  EXPECT_EQ(status_from_code("SIGNAL"), std::nullopt);
}

TEST(PackLookup, TheVersionOfTheDay) {
  const Pack pack =
      pack_of(base() + kind("one", norm("2020-01-01", "2020-12-31")) + kind("one", norm("2022-01-01")));
  EXPECT_EQ(pack.service_kind_on("one", day("2019-12-31")), nullptr);
  EXPECT_EQ(pack.service_kind_on("one", day("2020-12-31"))->norm().valid_from(), "2020-01-01");
  EXPECT_EQ(pack.service_kind_on("one", day("2021-06-01")), nullptr);
  EXPECT_EQ(pack.service_kind_on("one", day("2022-01-01"))->norm().valid_from(), "2022-01-01");
  EXPECT_EQ(pack.service_kind_on("two", day("2022-01-01")), nullptr);
  EXPECT_EQ(all_on(pack.contents().service_kinds(), day("2021-06-01")).size(), 0U);
  EXPECT_EQ(all_on(pack.contents().service_kinds(), day("2022-06-01")).size(), 1U);
}

TEST(PackLookup, DueDates) {
  Deadline deadline;
  for (const std::uint32_t months : {1U, 12U, 13U}) deadline.add_months(months);
  EXPECT_EQ(due_dates(deadline, day("2024-01-31")),
            (std::vector<Date>{day("2024-02-29"), day("2025-01-31"), day("2025-02-28")}));
  Deadline days;
  days.add_days(30);
  EXPECT_EQ(due_dates(days, day("2024-02-01")), std::vector<Date>{day("2024-03-02")});
}

}  // namespace
}  // namespace arasha::pack

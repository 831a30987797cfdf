// The packs that come with the program.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "pack/eligibility.h"
#include "small_pack.h"
#include "where.h"

namespace arasha::pack {
namespace {

using testing::ElementsAre;

std::filesystem::path folder(const std::string& name) {
  return std::filesystem::path(where::kSource) / "packs" / name;
}

Pack loaded(const std::string& name) {
  auto pack = load(folder(name));
  EXPECT_TRUE(pack.is_ok()) << (pack ? "" : pack.error().to_string() + " " + pack.error().detail);
  return std::move(*pack);
}

TEST(PackData, BothAreInOrder) {
  for (const char* name : {"kz", "generic"}) {
    const auto draft = read(folder(name));
    ASSERT_TRUE(draft.is_ok()) << draft.error().to_string();
    for (const Problem& problem : check(*draft))
      ADD_FAILURE() << problem.place.file << ':' << problem.place.line << ": " << problem.error.to_string();
  }
}

TEST(PackData, EightKindsOfServicesEachWithItems) {
  const Pack pack = loaded("kz");
  const auto kinds = all_on(pack.contents().service_kinds(), day("2026-11-24"));
  ASSERT_EQ(kinds.size(), 8U);
  for (const ServiceKind* kind : kinds) EXPECT_GE(kind->items_size(), 3) << kind->id();
}

TEST(PackData, EligibilityInKazakhstanOverTheYears) {
  struct Row {
    const char* date;
    Group group;
    Status status;
    Outcome outcome;
  };
  const Pack pack = loaded("kz");
  const std::vector<Row> rows = {
      {"2018-05-01", CITIZEN, IDENTIFIED_STATE, STATE_STANDARD},
      {"2018-05-01", FOREIGNER, IDENTIFIED_STATE, DONOR_ONLY},
      {"2018-05-01", FOREIGNER, RECOGNISED, DONOR_ONLY},
      {"2018-05-01", STATELESS, CONFIRMED, DONOR_ONLY},
      {"2026-11-24", CITIZEN, IDENTIFIED_STATE, STATE_STANDARD},
      {"2026-11-24", CANDAS, RECOGNISED, STATE_STANDARD},
      {"2026-11-24", FOREIGNER, IDENTIFIED_STATE, STATE_STANDARD},
      {"2026-11-24", STATELESS, CONFIRMED, STATE_STANDARD},
      {"2026-11-24", FOREIGNER, POTENTIAL, DONOR_ONLY},
      {"2026-11-24", CITIZEN, SIGNAL, DONOR_ONLY},
      {"2026-11-24", FOREIGNER, IDENTIFIED_NGO, DONOR_ONLY},
      {"2026-11-24", UNKNOWN_GROUP, IDENTIFIED_STATE, STATE_STANDARD},
      {"2026-11-24", CITIZEN, NOT_VICTIM, NOT_ELIGIBLE},
      {"2018-05-01", FOREIGNER, NOT_VICTIM, NOT_ELIGIBLE},
  };
  for (const Row& row : rows) {
    const auto decision = eligibility(pack, {day(row.date), row.group, row.status, ""});
    ASSERT_TRUE(decision.is_ok()) << decision.error().to_string();
    EXPECT_EQ(decision->outcome, row.outcome)
        << row.date << ' ' << code(row.group) << ' ' << code(row.status) << ' ' << decision->rule->id();
  }
}

TEST(PackData, GenericMinimum) {
  const Pack pack = loaded("generic");
  const Deadline* reflection = pack.deadline_on("reflection", day("2026-11-24"));
  ASSERT_NE(reflection, nullptr);
  EXPECT_THAT(reflection->days(), ElementsAre(30));
  EXPECT_EQ(reflection->after(), REASONABLE_GROUNDS);
  const Deadline* follow_up = pack.deadline_on("follow-up", day("2026-11-24"));
  ASSERT_NE(follow_up, nullptr);
  EXPECT_THAT(follow_up->months(), ElementsAre(1, 3, 6, 12));
  const Checklist* palermo = pack.checklist_on("palermo", day("2026-11-24"));
  ASSERT_NE(palermo, nullptr);
  EXPECT_EQ(palermo->groups_size(), 3);
  // A child is a victim without the means.
  for (const ChecklistItem& item : palermo->groups(1).items())
    EXPECT_EQ(item.asked_of(), ChecklistItem::ADULTS) << item.id();
}

TEST(PackData, WhatNobodyConfirmedSaysSo) {
  const Pack pack = loaded("kz");
  const Date today = day("2026-11-24");
  EXPECT_FALSE(is_verified(pack.deadline_on("stay", today)->norm())) << "from general knowledge only";
  EXPECT_FALSE(is_verified(pack.checklist_on("ill-treatment", today)->norm()))
      << "the order itself was not read";
  for (const Institution& institution : pack.contents().institutions()) {
    EXPECT_FALSE(institution.hotline() && is_verified(institution.norm())) << institution.id();
  }
  for (const char* id : {"cc-116", "cc-125", "cc-126", "cc-134", "cc-308", "cc-309"}) {
    ASSERT_NE(pack.article_on(id, today), nullptr) << id;
    EXPECT_FALSE(is_verified(pack.article_on(id, today)->norm())) << id;
  }
}

TEST(PackData, TheExampleOfTheDocumentIsAWholePack) {
  std::ifstream in(std::filesystem::path(where::kSource) / "docs" / "packs.md");
  std::ostringstream page;
  page << in.rdbuf();
  const std::string text = page.str();
  const auto begin = text.find("about {");
  ASSERT_NE(begin, std::string::npos);
  EXPECT_THAT(problems_of(text.substr(begin, text.find("```", begin) - begin)), testing::IsEmpty());
}

}  // namespace
}  // namespace arasha::pack

#include "casework/facts.h"

#include <gtest/gtest.h>

namespace arasha::casework {
namespace {

constexpr Date kToday{std::chrono::year(2026), std::chrono::month(11), std::chrono::day(24)};

TEST(Facts, AgeBandsAtTheirEdges) {
  const std::pair<int, const char*> expected[] = {{-1, ""},       {0, "0--8"},    {8, "0--8"},    {9, "9--17"},   {17, "9--17"},
                                                  {18, "18--20"}, {20, "18--20"}, {21, "21--23"}, {24, "24--26"}, {29, "27--29"},
                                                  {30, "30--38"}, {38, "30--38"}, {39, "39--47"}, {47, "39--47"}, {48, "48+"},
                                                  {99, "48+"}};
  for (const auto& [age, band] : expected) EXPECT_EQ(age_band_of(age), band) << age;
}

TEST(Facts, NothingKnownGivesNothing) {
  const Facts facts = derive_facts(nullptr, nullptr, nullptr, kToday);
  EXPECT_EQ(facts.datasource(), "Case Management");
  EXPECT_EQ(facts.gender(), "");
  EXPECT_EQ(facts.age_broad(), "");
  EXPECT_EQ(facts.is_forced_labour(), "");
}

TEST(Facts, BirthdayOfTheDayBeforeAndAfterEighteen) {
  Identity identity;
  identity.set_birth_date("2008-11-24");
  EXPECT_EQ(derive_facts(&identity, nullptr, nullptr, kToday).majority_status(), "Adult");
  identity.set_birth_date("2008-11-25");
  EXPECT_EQ(derive_facts(&identity, nullptr, nullptr, kToday).majority_status(), "Minor");
  EXPECT_EQ(derive_facts(&identity, nullptr, nullptr, kToday).age_broad(), "9--17");
}

TEST(Facts, ManInConstruction) {
  Identity identity;
  identity.set_sex("male");
  identity.set_family_name("Тошматов");
  identity.set_age_band("30--38");
  identity.add_citizenships("UZ");
  FirstContact contact;
  contact.set_date("2025-09-01");
  contact.set_summary("free text");
  Exploitation happened;
  happened.add_types("ForcedLabour");
  happened.set_industry("F_Construction");
  happened.add_controls("WithholdsDocuments");
  happened.add_controls("TakesEarnings");
  happened.set_exploitation_country("KZ");
  happened.set_relationship("Acquainted");
  happened.set_narrative("free text");
  happened.set_place("Almaty");
  const Facts facts = derive_facts(&identity, &contact, &happened, kToday);
  EXPECT_EQ(facts.year_of_registration(), "2025");
  EXPECT_EQ(facts.gender(), "Male");
  EXPECT_EQ(facts.citizenship(), "UZ");
  EXPECT_EQ(facts.is_forced_labour(), "1");
  EXPECT_EQ(facts.is_sexual_exploit(), "0");
  EXPECT_EQ(facts.type_of_labour_construction(), "1");
  EXPECT_EQ(facts.type_of_labour_agriculture(), "0");
  EXPECT_EQ(facts.type_of_labour_concatenated(), "Construction");
  EXPECT_EQ(facts.means_of_control_concatenated(), "Takes earnings;Withholds documents");
  EXPECT_EQ(facts.recruiter_relationship(), "Friend/Acquaintance");
  const std::string all = facts.DebugString();
  for (const char* needle : {"Тошматов", "free text", "Almaty", "2025-09"}) EXPECT_EQ(all.find(needle), std::string::npos) << needle;
}

TEST(Facts, SexualAndLabourTogether) {
  Exploitation happened;
  happened.add_types("SexualExploitation");
  happened.add_types("ForcedLabour");
  happened.add_sex_types("Prostitution");
  const Facts facts = derive_facts(nullptr, nullptr, &happened, kToday);
  EXPECT_EQ(facts.is_sex_and_labour(), "1");
  EXPECT_EQ(facts.type_of_exploit_concatenated(), "Forced labour;Sexual exploitation;Combined sexual and labour exploitation");
  EXPECT_EQ(facts.type_of_sex_prostitution(), "1");
  EXPECT_EQ(facts.type_of_sex_pornography(), "0");
  EXPECT_EQ(facts.type_of_labour_not_specified(), "1");
  EXPECT_EQ(facts.means_of_control_not_specified(), "1");
}

}  // namespace
}  // namespace arasha::casework

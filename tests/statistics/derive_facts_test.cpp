#include "statistics/derive_facts.h"

#include <gtest/gtest.h>

#include <map>

#include "schema/vocabulary.h"
#include "statistics/ctdc.h"

namespace arasha::statistics {
namespace {

using namespace std::chrono_literals;

constexpr Date kToday = 2026y / 11 / 24;

std::string value(const Facts& facts, const std::string& column) {
  const auto& names = ctdc_columns();
  const auto values = ctdc_values(facts);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == column) return std::string(values[i]);
  }
  ADD_FAILURE() << column;
  return "";
}

using Values = std::map<std::string, std::string>;

// What differs from a case of which nothing is known.
Values said(const Facts& facts) {
  const Facts nothing = derive_facts({}, kToday);
  Values out;
  for (const std::string& column : ctdc_columns()) {
    if (value(facts, column) != value(nothing, column)) out[column] = value(facts, column);
  }
  return out;
}

// The columns with 1 among those whose name begins so.
std::vector<std::string> ones(const Facts& facts, const std::string& beginning) {
  std::vector<std::string> out;
  for (const std::string& column : ctdc_columns()) {
    if (column.starts_with(beginning) && value(facts, column) == "1") out.push_back(column);
  }
  return out;
}

TEST(DeriveFacts, OfNothing) {
  const Facts facts = derive_facts({}, kToday);
  Values all;
  for (const std::string& column : ctdc_columns()) {
    if (!value(facts, column).empty()) all[column] = value(facts, column);
  }
  EXPECT_EQ(all, (Values{{"yearOfRegistration", "2026"},
                         {"Datasource", "Case Management"},
                         {"meansOfControlNotSpecified", "1"},
                         {"meansOfControlConcatenated", "Not specified"},
                         {"recruiterRelationFriend", "0"},
                         {"recruiterRelationFamily", "0"},
                         {"recruiterRelationOther", "0"},
                         {"recruiterRelationUnknown", "1"}}));
}

struct Person {
  const char* birth = "";
  const char* band = "";
  const char* sex = "";
  const char* gender = "";
  const char* contact = "";
  Values expected = {};
};

class Persons : public testing::TestWithParam<Person> {};

TEST_P(Persons, AreDerived) {
  Identity identity;
  identity.set_family_name("Secretkyzy");
  identity.set_birth_date(GetParam().birth);
  identity.set_age_band(GetParam().band);
  identity.set_sex(GetParam().sex);
  identity.set_gender(GetParam().gender);
  FirstContact contact;
  contact.set_date(GetParam().contact);
  EXPECT_EQ(said(derive_facts({&identity, &contact, nullptr}, kToday)), GetParam().expected);
}

Values age(const char* band, const char* majority) {
  return {{"ageBroad", band}, {"majorityStatus", majority}};
}

INSTANTIATE_TEST_SUITE_P(
    All, Persons,
    testing::Values(
        // On the day of the first contact, not today; a birthday counts from its day.
        Person{
            .birth = "2006-03-27",
            .contact = "2024-03-26",
            .expected = {{"yearOfRegistration", "2024"}, {"ageBroad", "9--17"}, {"majorityStatus", "Minor"}}},
        Person{.birth = "2006-03-27",
               .contact = "2024-03-27",
               .expected = {{"yearOfRegistration", "2024"},
                            {"ageBroad", "18--20"},
                            {"majorityStatus", "Adult"}}},
        Person{.contact = "2027-01-01"}, Person{.contact = "yesterday"},
        Person{.birth = "2026-11-24", .expected = age("0--8", "Minor")}, Person{.birth = "2026-11-25"},
        Person{.birth = "1850-01-01"}, Person{.birth = "2018-11-24", .expected = age("0--8", "Minor")},
        Person{.birth = "2017-11-24", .expected = age("9--17", "Minor")},
        Person{.birth = "2005-11-25", .expected = age("18--20", "Adult")},
        Person{.birth = "2005-11-24", .expected = age("21--23", "Adult")},
        Person{.birth = "2002-11-24", .expected = age("24--26", "Adult")},
        Person{.birth = "1999-11-24", .expected = age("27--29", "Adult")},
        Person{.birth = "1996-11-25", .expected = age("27--29", "Adult")},
        Person{.birth = "1996-11-24", .expected = age("30--38", "Adult")},
        Person{.birth = "1987-11-24", .expected = age("39--47", "Adult")},
        Person{.birth = "1978-11-25", .expected = age("39--47", "Adult")},
        Person{.birth = "1978-11-24", .expected = age("48+", "Adult")},
        // The band where the date is unknown; the date wins.
        Person{.band = "9--17", .expected = age("9--17", "Minor")},
        Person{.band = "48+", .expected = age("48+", "Adult")},
        Person{.birth = "1978-11-24", .band = "0--8", .expected = age("48+", "Adult")},
        Person{.band = "about thirty"}, Person{.sex = "male", .expected = {{"gender", "Male"}}},
        Person{.sex = "other"},
        Person{.sex = "male", .gender = "Feminine", .expected = {{"gender", "Female"}}},
        Person{.gender = "Masculine", .expected = {{"gender", "Male"}}},
        Person{.sex = "female", .gender = "NonSpecifiedUnknown", .expected = {{"gender", "Female"}}},
        Person{.gender = "TransgenderMasculine", .expected = {{"gender", "Transgender/NonConforming"}}},
        Person{.gender = "NonConforming", .expected = {{"gender", "Transgender/NonConforming"}}}));

TEST(DeriveFacts, TheFirstCitizenshipCounts) {
  Identity identity;
  identity.add_citizenships("XK");
  identity.add_citizenships("UZ");
  EXPECT_EQ(derive_facts({&identity, nullptr, nullptr}, kToday).citizenship(), "RS");
  identity.set_citizenships(0, "KG");
  EXPECT_EQ(derive_facts({&identity, nullptr, nullptr}, kToday).citizenship(), "KG");
  identity.set_citizenships(0, "Kyrgyz");
  EXPECT_EQ(derive_facts({&identity, nullptr, nullptr}, kToday).citizenship(), "");
}

Facts derive(const Exploitation& exploitation) {
  return derive_facts({nullptr, nullptr, &exploitation}, kToday);
}

TEST(DeriveFacts, MeansOfControl) {
  Exploitation story;
  for (const char* code :
       {"WithholdsDocuments", "ThreatensChildrenFamily", "PhysicalThreats", "PhysicalAbuse"})
    story.add_controls(code);
  const Facts facts = derive(story);
  EXPECT_EQ(facts.means_of_control_concatenated(), "Physical abuse;Threats;Withholds documents");
  EXPECT_EQ(ones(facts, "meansOfControl"),
            (std::vector<std::string>{"meansOfControlThreats", "meansOfControlPhysicalAbuse",
                                      "meansOfControlWithholdsDocuments"}));
  EXPECT_EQ(facts.means_of_control_debt_bondage(), "0");
  EXPECT_EQ(facts.means_of_control_not_specified(), "0");
  EXPECT_EQ(facts.means_of_control_uses_children(), "");  // our list does not ask
}

TEST(DeriveFacts, EveryMeansOfControlHasItsColumn) {
  for (const schema::Vocabulary& list : schema::vocabularies()) {
    if (std::string_view(list.name) != "control") continue;
    for (const schema::Term& term : list.terms) {
      Exploitation story;
      story.add_controls(term.code);
      EXPECT_EQ(ones(derive(story), "meansOfControl").size(), 1U) << term.code;
    }
  }
}

struct Story {
  std::vector<const char*> types = {};
  const char* industry = "";
  std::vector<const char*> sex_types = {};
  std::vector<std::string> ones = {};  // without those of control and recruiters
  const char* types_joined = "";
  const char* labour_joined = "";
};
void PrintTo(const Story& story, std::ostream* out) { *out << story.types_joined << " / " << story.labour_joined; }

class Stories : public testing::TestWithParam<Story> {};

TEST_P(Stories, AreDerived) {
  Exploitation story;
  for (const char* type : GetParam().types) story.add_types(type);
  for (const char* type : GetParam().sex_types) story.add_sex_types(type);
  story.set_industry(GetParam().industry);
  story.set_place("Secret street 5");
  story.set_narrative("Secret");
  const Facts facts = derive(story);
  std::vector<std::string> found = ones(facts, "is");
  for (const std::string& column : ones(facts, "type")) found.push_back(column);
  EXPECT_EQ(found, GetParam().ones);
  EXPECT_EQ(facts.type_of_exploit_concatenated(), GetParam().types_joined);
  EXPECT_EQ(facts.type_of_labour_concatenated(), GetParam().labour_joined);
  // Whatever comes out, the dataset could hold.
  const auto values = ctdc_values(facts);
  for (std::size_t i = 0; i < values.size(); ++i)
    EXPECT_TRUE(is_ctdc_value(i, values[i])) << ctdc_columns()[i];
  EXPECT_EQ(facts.ShortDebugString().find("Secret"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    All, Stories,
    testing::Values(
        Story{},
        Story{.types = {"ForcedLabour"},
              .ones = {"isForcedLabour", "typeOfLabourNotSpecified"},
              .types_joined = "Forced labour",
              .labour_joined = "Not specified"},
        Story{.types = {"ForcedLabour"},
              .industry = "F_Construction",
              .ones = {"isForcedLabour", "typeOfLabourConstruction"},
              .types_joined = "Forced labour",
              .labour_joined = "Construction"},
        Story{.industry = "A_AgricultureForestryAndFishing",
              .ones = {"isForcedLabour", "typeOfLabourAgriculture"},
              .types_joined = "Forced labour",
              .labour_joined = "Agriculture"},
        Story{.types = {"ChildLabour"},
              .industry = "N_AdministrativeAndSupportServiceActivities",
              .ones = {"isForcedLabour", "typeOfLabourOther"},
              .types_joined = "Forced labour",
              .labour_joined = "Other"},
        Story{.types = {"ForcedBegging"},
              .ones = {"isForcedLabour", "typeOfLabourBegging"},
              .types_joined = "Forced labour",
              .labour_joined = "Begging"},
        Story{.types = {"ForcedCriminality"},
              .industry = "T_ActivitiesOfHouseholdsAsEmployers",
              .ones = {"isForcedLabour", "typeOfLabourDomesticWork", "typeOfLabourIllicitActivities"},
              .types_joined = "Forced labour",
              .labour_joined = "Domestic work;Illicit activities"},
        Story{.types = {"SexualExploitation"},
              .sex_types = {"Pornography"},
              .ones = {"isSexualExploit", "typeOfSexPornography"},
              .types_joined = "Sexual exploitation"},
        Story{.sex_types = {"Prostitution"},
              .ones = {"isSexualExploit", "typeOfSexProstitution"},
              .types_joined = "Sexual exploitation"},
        Story{.types = {"SexualExploitation", "ForcedLabour"},
              .industry = "C_Manufacturing",
              .ones = {"isForcedLabour", "isSexualExploit", "isSexAndLabour", "typeOfLabourManufacturing"},
              .types_joined = "Forced labour;Sexual exploitation;Combined sexual and labour exploitation",
              .labour_joined = "Manufacturing"},
        Story{.types = {"OrganRemoval", "Servitude", "ForcedMarriage"},
              .ones = {"isForcedMarriage", "isOrganRemoval", "isSlaveryAndPractices"},
              .types_joined = "Forced marriage;Organ removal;Slavery and similar practices"},
        Story{.types = {"ForcedMilitaryByNonStateActors", "Surrogacy"},
              .ones = {"isOtherExploit", "isForcedMilitary"},
              .types_joined = "Forced military;Other"}));

TEST(DeriveFacts, EveryTypeAndIndustryHasItsColumn) {
  for (const schema::Vocabulary& list : schema::vocabularies()) {
    for (const schema::Term& term : list.terms) {
      Exploitation story;
      if (std::string_view(list.name) == "exploitation") {
        story.add_types(term.code);
        EXPECT_EQ(ones(derive(story), "is").size(), 1U) << term.code;
      } else if (std::string_view(list.name) == "industry") {
        story.set_industry(term.code);
        EXPECT_EQ(ones(derive(story), "typeOfLabour").size(), 1U) << term.code;
      } else if (std::string_view(list.name) == "sex_exploitation") {
        story.add_sex_types(term.code);
        EXPECT_EQ(ones(derive(story), "typeOfSex").size(), 1U) << term.code;
      } else if (std::string_view(list.name) == "relationship") {
        story.set_relationship(term.code);
        EXPECT_EQ(ones(derive(story), "recruiterRelation").size(), 1U) << term.code;
      }
    }
  }
}

TEST(DeriveFacts, MajorityWhenItBegan) {
  Exploitation story;
  story.set_age_when_trafficked("17");
  EXPECT_EQ(derive(story).majority_entry(), "Minor");
  EXPECT_EQ(derive(story).majority_status_at_exploit(), "Minor");
  Identity identity;
  identity.set_birth_date("2000-01-01");
  story.set_from("2018-01-01");
  const Facts facts = derive_facts({&identity, nullptr, &story}, kToday);
  EXPECT_EQ(facts.majority_entry(), "Minor");
  EXPECT_EQ(facts.majority_status_at_exploit(), "Adult");
  for (const char* wrong : {"", "about 17", "-1", "999", "17 "}) {
    story.set_age_when_trafficked(wrong);
    EXPECT_EQ(derive(story).majority_entry(), "") << wrong;
  }
}

TEST(DeriveFacts, RecruiterAndCountry) {
  Exploitation story;
  story.set_relationship("Acquainted");
  story.set_exploitation_country("KZ");
  const Facts facts = derive(story);
  EXPECT_EQ(facts.recruiter_relationship(), "Friend/Acquaintance");
  EXPECT_EQ(facts.recruiter_relation_friend(), "1");
  EXPECT_EQ(facts.recruiter_relation_unknown(), "0");
  EXPECT_EQ(facts.recruiter_relation_intimate_partner(), "");
  EXPECT_EQ(facts.country_of_exploitation(), "KZ");
}

}  // namespace
}  // namespace arasha::statistics

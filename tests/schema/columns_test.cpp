#include "schema/columns.h"

#include <gtest/gtest.h>

#include <set>

#include "arasha/entries.pb.h"
#include "arasha/facts.pb.h"
#include "schema/entry_types.h"

namespace arasha::schema {
namespace {

TEST(Columns, AreNamedOnceInEachEntry) {
  for (const EntryType& type : entry_types()) {
    for (const Standard standard : {Standard::htcds, Standard::ctdc}) {
      std::set<std::string> names;
      for (const std::string& name : columns_of(*type.descriptor, standard)) {
        EXPECT_TRUE(names.insert(name).second) << type.descriptor->name() << ' ' << name;
      }
    }
  }
  EXPECT_EQ(columns_of(*Facts::descriptor(), Standard::ctdc).size(), 63U);
  EXPECT_TRUE(columns_of(*Facts::descriptor(), Standard::htcds).empty());
  EXPECT_TRUE(columns_of(*Identity::descriptor(), Standard::ctdc).empty());
}

// HTCDS 2.0 names a table by the prefix: what happened belongs to the victim, names to the person.
TEST(Columns, FollowTheOrderOfTheFields) {
  EXPECT_EQ(columns_of(*Exploitation::descriptor(), Standard::htcds),
            (std::vector<std::string>{"vic_MethodOfRecruitment", "vic_RelationshipToTrafficker", "vic_MethodsOfControl", "vic_TypeOfExploitation",
                                      "vic_ForcedLabourIndustry", "vic_TypeOfSexExploitation", "vic_AgeWhenTrafficked"}));
}

TEST(Columns, SetAndGet) {
  Exploitation happened;
  ASSERT_TRUE(set_column(happened, Standard::htcds, "vic_MethodsOfControl", "DebtBondage ; PhysicalAbuse;;DebtBondage").is_ok());
  EXPECT_EQ(happened.controls_size(), 2);
  EXPECT_EQ(*get_column(happened, Standard::htcds, "vic_MethodsOfControl"), "DebtBondage;PhysicalAbuse");
  ASSERT_TRUE(set_column(happened, Standard::htcds, "vic_AgeWhenTrafficked", "17").is_ok());
  EXPECT_EQ(happened.age_when_trafficked(), "17");
  ASSERT_TRUE(set_column(happened, Standard::htcds, "vic_MethodsOfControl", "").is_ok());
  EXPECT_EQ(happened.controls_size(), 0);
  Identity identity;
  ASSERT_TRUE(set_column(identity, Standard::htcds, "prs_Birthdate", "27.03.1999").is_ok());
  EXPECT_EQ(*get_column(identity, Standard::htcds, "prs_Birthdate"), "1999-03-27");
}

TEST(Columns, ARefusedValueChangesNothing) {
  Exploitation happened;
  happened.add_controls("Other");
  happened.set_age_when_trafficked("16");
  EXPECT_EQ(set_column(happened, Standard::htcds, "vic_MethodsOfControl", "DebtBondage;Magic").error().code, ErrorCode::invalid_input);
  EXPECT_FALSE(set_column(happened, Standard::htcds, "vic_AgeWhenTrafficked", "sixteen"));
  EXPECT_FALSE(set_column(happened, Standard::htcds, "vic_AgeWhenTrafficked", "\xff"));
  EXPECT_EQ(happened.controls_size(), 1);
  EXPECT_EQ(happened.age_when_trafficked(), "16");
  std::string many;
  for (int i = 0; i <= 100; ++i) many += "Other;";
  EXPECT_EQ(set_column(happened, Standard::htcds, "vic_MethodsOfControl", many).error().code, ErrorCode::too_large);
}

TEST(Columns, AnUnknownColumnIsNotFoundAndNotRepeated) {
  Identity identity;
  const auto set = set_column(identity, Standard::htcds, "prs_HerSecret", "x");
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, ErrorCode::not_found);
  EXPECT_EQ(set.error().to_string().find("HerSecret"), std::string::npos);
  EXPECT_FALSE(get_column(identity, Standard::htcds, ""));  // fields without a column are not the column ""
  EXPECT_FALSE(get_column(identity, Standard::ctdc, "prs_FirstName"));
}

// The longest value in the dataset of 15 July 2021 has 255 characters.
TEST(Columns, AListInOneColumnOfTheDatasetStaysAsItIs) {
  Facts facts;
  std::string joined = "Debt bondage";
  while (joined.size() < 255) joined += ";Other";
  ASSERT_TRUE(set_column(facts, Standard::ctdc, "meansOfControlConcatenated", joined).is_ok());
  EXPECT_EQ(facts.means_of_control_concatenated(), joined);
  EXPECT_EQ(*get_column(facts, Standard::ctdc, "meansOfControlConcatenated"), joined);
}

TEST(Columns, RoundTripOfEveryColumn) {
  Facts facts;
  int value = 0;
  for (const std::string& name : columns_of(*Facts::descriptor(), Standard::ctdc)) {
    ASSERT_TRUE(set_column(facts, Standard::ctdc, name, std::to_string(++value)).is_ok()) << name;
  }
  value = 0;
  for (const std::string& name : columns_of(*Facts::descriptor(), Standard::ctdc)) {
    EXPECT_EQ(*get_column(facts, Standard::ctdc, name), std::to_string(++value)) << name;
  }
}

}  // namespace
}  // namespace arasha::schema

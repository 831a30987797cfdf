#include "statistics/ctdc.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace arasha::statistics {
namespace {

std::string joined(const std::vector<std::string>& cells) {
  std::string out;
  for (const std::string& cell : cells) out += (&cell == &cells.front() ? "" : ",") + cell;
  return out + "\n";
}

std::string header() {
  return joined(ctdc_columns());
}

std::size_t at(const std::string& name) {
  const auto& names = ctdc_columns();
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

std::string row_with(const std::string& name, const std::string& value) {
  std::vector<std::string> cells(ctdc_columns().size());
  cells[at(name)] = value;
  return joined(cells);
}

std::string error_of(const std::string& text) {
  std::istringstream in(text);
  auto reader = CtdcReader::open(in);
  if (!reader) return reader.error().to_string();
  Facts facts;
  while (true) {
    const auto more = reader->next(facts);
    if (!more) return more.error().to_string();
    if (!*more) return "no error";
  }
}

TEST(Ctdc, HasTheColumnsOfTheDataset) {
  EXPECT_EQ(ctdc_columns().size(), 63U);
  EXPECT_EQ(ctdc_columns().front(), "yearOfRegistration");
  EXPECT_EQ(ctdc_columns()[6], "majorityEntry");
  EXPECT_EQ(ctdc_columns().back(), "recruiterRelationUnknown");
}

TEST(Ctdc, TheOrderOfTheColumnsIsFree) {
  std::vector<std::string> names(ctdc_columns().rbegin(), ctdc_columns().rend());
  std::vector<std::string> cells(63);
  cells[62] = "2019";
  cells[62 - at("citizenship")] = "KZ";
  std::istringstream in("\xEF\xBB\xBF" + joined(names) + joined(cells));
  auto reader = *CtdcReader::open(in);
  Facts facts;
  ASSERT_TRUE(*reader.next(facts));
  EXPECT_EQ(facts.year_of_registration(), "2019");
  EXPECT_EQ(facts.citizenship(), "KZ");
  EXPECT_FALSE(*reader.next(facts));
}

TEST(Ctdc, NamesTheColumnThatIsWrong) {
  std::vector<std::string> names = ctdc_columns();
  names[7] = "nationality";
  EXPECT_EQ(error_of(joined(names)),
            "The heading has a column that the CTDC dataset does not have: nationality.");
  names[7] = "<script>secret";
  EXPECT_EQ(error_of(joined(names)), "The heading has a column that the CTDC dataset does not have: 8.");
  names[7] = "gender";
  EXPECT_EQ(error_of(joined(names)), "The column gender is there twice.");
  names = ctdc_columns();
  names.erase(names.begin() + 7);
  EXPECT_EQ(error_of(joined(names)), "The column citizenship is missing. A CTDC file has 63 columns.");
  EXPECT_THAT(error_of("a,b\n1,2\n"), testing::HasSubstr("does not have: a."));
  EXPECT_THAT(error_of(""), testing::HasSubstr("no heading"));
}

TEST(Ctdc, ErrorsNameTheLineAndTheColumnAndNeverTheValue) {
  EXPECT_EQ(error_of(header() + row_with("gender", "Female") + row_with("gender", "Aigul")),
            "Line 3, column gender: this is not a code of the CTDC dictionary.");
  EXPECT_THAT(error_of(header() + "1,2\n"), testing::StartsWith("Line 2 has too few fields"));
}

TEST(Ctdc, OneMayReadOnAfterAWrongValueButNotInABrokenTable) {
  std::istringstream in(header() + row_with("gender", "x") + row_with("gender", "Male") + "1\n" +
                        row_with("gender", "Male"));
  auto reader = *CtdcReader::open(in);
  Facts facts;
  EXPECT_FALSE(reader.next(facts).is_ok());
  ASSERT_TRUE(*reader.next(facts));
  EXPECT_EQ(facts.gender(), "Male");
  EXPECT_EQ(reader.line(), 3U);
  EXPECT_FALSE(reader.next(facts).is_ok());
  EXPECT_FALSE(reader.next(facts).is_ok());
}

struct Case {
  const char* column;
  const char* value;
  bool is_allowed;
};

class CtdcValues : public testing::TestWithParam<Case> {};

TEST_P(CtdcValues, AreChecked) {
  EXPECT_EQ(is_ctdc_value(at(GetParam().column), GetParam().value), GetParam().is_allowed);
}

INSTANTIATE_TEST_SUITE_P(
    All, CtdcValues,
    testing::Values(
        Case{"yearOfRegistration", "2002", true}, Case{"yearOfRegistration", "", true},
        Case{"yearOfRegistration", "-99", true}, Case{"yearOfRegistration", "02", false},
        Case{"yearOfRegistration", "20021", false}, Case{"yearOfRegistration", "20a2", false},
        Case{"yearOfRegistration", "0900", false}, Case{"Datasource", "Case Management", true},
        Case{"Datasource", "Case management", true}, Case{"Datasource", "Police", false},
        Case{"gender", "Transgender/NonConforming", true}, Case{"gender", "F", false},
        Case{"gender", "Female ", false}, Case{"ageBroad", "48+", true}, Case{"ageBroad", "9-17", false},
        Case{"majorityEntry", "Minor", true}, Case{"majorityEntry", "1", false},
        Case{"citizenship", "KZ", true}, Case{"citizenship", "00", true}, Case{"citizenship", "AN", true},
        Case{"citizenship", "kz", false}, Case{"citizenship", "ZZ", false}, Case{"citizenship", "KAZ", false},
        Case{"isAbduction", "0", true}, Case{"isAbduction", "1", true}, Case{"isAbduction", "-99", true},
        Case{"isAbduction", "2", false}, Case{"isAbduction", "01", false}, Case{"isAbduction", "yes", false},
        Case{"isAbduction", " 1", false}, Case{"RecruiterRelationship", "Friend/Acquaintance; Other", true},
        Case{"RecruiterRelationship", "Other;", false}, Case{"RecruiterRelationship", "Other; Aigul", false},
        Case{"typeOfExploitConcatenated", "Forced labour;Other", true},
        Case{"meansOfControlConcatenated", "Physical Abuse;Threats", true},
        Case{"meansOfControlConcatenated", "=cmd|' /C calc'!A0", false}));

TEST(Ctdc, WhatIsAllowedComesBackLetterByLetter) {
  const std::string text = header() + row_with("isAbduction", "'-99") +
                           row_with("meansOfControlConcatenated", "Physical Abuse; threats");
  std::istringstream in(text);
  auto reader = *CtdcReader::open(in);
  std::ostringstream out;
  CtdcWriter writer(out);
  Facts facts;
  ASSERT_TRUE(*reader.next(facts));
  EXPECT_EQ(facts.is_abduction(), "-99");
  writer.add(facts);
  ASSERT_TRUE(*reader.next(facts));
  writer.add(facts);
  EXPECT_EQ(out.str(), text);
}

TEST(Ctdc, FillsTheTable) {
  FactTable table = make_fact_table();
  Facts facts;
  facts.set_gender("Male");
  facts.set_recruiter_relation_unknown("1");
  ASSERT_TRUE(table.append(ctdc_values(facts)).is_ok());
  EXPECT_EQ(table.value(0, at("gender")), "Male");
  EXPECT_EQ(table.value(0, 62), "1");
  EXPECT_EQ(table.value(0, 0), "");
}

}  // namespace
}  // namespace arasha::statistics

#include "statistics/table_out.h"

#include <gmock/gmock.h>

#include "statistics/locked_zip.h"
#include "statistics/unzipped.h"

namespace arasha::statistics {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

NextRow rows_of(std::vector<std::vector<std::string>> rows) {
  return [rows = std::move(rows), at = std::size_t{0}](std::vector<std::string>& row) mutable -> Result<bool> {
    if (at == rows.size()) return false;
    row = rows[at++];
    return true;
  };
}

std::string sheet_of(const std::vector<TableColumn>& columns, std::vector<std::vector<std::string>> rows) {
  const auto file = to_xlsx("Arasha", columns, rows_of(std::move(rows)));
  EXPECT_TRUE(file.is_ok());
  const auto sheet = unzipped(*file, "xl/worksheets/sheet1.xml");
  EXPECT_TRUE(sheet.has_value());
  return sheet.value_or("");
}

TEST(TableOut, AWorkbookHasItsPartsAndIsWhole) {
  const auto file = to_xlsx("Arasha", {{"Case"}}, rows_of({{"blue-fox"}}));
  ASSERT_TRUE(file.is_ok());
  for (const char* part : {"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/worksheets/sheet1.xml"}) {
    EXPECT_TRUE(unzipped(*file, part).has_value()) << part;
  }
  // A byte that is changed is noticed: checksums are right.
  std::string broken = *file;
  broken[broken.find("xl/styles.xml") + 40] ^= 1;
  EXPECT_NE(unzipped(broken, "xl/styles.xml"), unzipped(*file, "xl/styles.xml"));
}

TEST(TableOut, DatesAndNumbersAreRealAndWhatIsNoneStaysText) {
  const std::string sheet = sheet_of({{"Day", CellKind::date}, {"Quantity", CellKind::number}}, {{"2026-11-29", "12.5"}, {"soon", "a lot"}, {"1900-02-28", "1e9"}, {"", ""}, {"2026-02-30", "99999999999999999999"}});
  EXPECT_THAT(sheet, HasSubstr("<c r=\"A2\" s=\"2\"><v>46355</v></c><c r=\"B2\"><v>12.5</v></c>"));
  EXPECT_THAT(sheet, HasSubstr(">soon<"));
  EXPECT_THAT(sheet, HasSubstr(">a lot<"));
  EXPECT_THAT(sheet, HasSubstr(">1900-02-28<"));
  EXPECT_THAT(sheet, HasSubstr(">1e9<"));
  EXPECT_THAT(sheet, HasSubstr("<row r=\"5\"></row>"));
  EXPECT_THAT(sheet, HasSubstr(">2026-02-30<"));
  EXPECT_THAT(sheet, HasSubstr(">99999999999999999999<"));
}

TEST(TableOut, NothingIsAFormulaInEither) {
  const std::vector<std::string> hostile = {"=1+1", "+7 701", "-2", "@SUM(A1)", "\tx", "  =HYPERLINK(\"http://evil\")", "=cmd|' /C calc'!A0"};
  for (const std::string& text : hostile) {
    const std::string sheet = sheet_of({{"Case"}}, {{text}});
    EXPECT_THAT(sheet, Not(HasSubstr("<f>"))) << text;
    EXPECT_THAT(sheet, HasSubstr("<c r=\"A2\" t=\"inlineStr\" s=\"3\">")) << text;
    const auto csv = to_csv({{"Case"}}, rows_of({{text}}));
    ASSERT_TRUE(csv.is_ok());
    EXPECT_THAT(*csv, HasSubstr("'")) << text;
  }
  EXPECT_THAT(sheet_of({{"=Case"}}, {}), HasSubstr("t=\"inlineStr\""));
}

TEST(TableOut, WhatXmlAndExcelWouldReadOtherwiseIsWrittenSafely) {
  EXPECT_EQ(sheet_text("<&>\""), "&lt;&amp;&gt;&quot;");
  EXPECT_EQ(sheet_text(std::string("a\0b\x01\x1f", 5)), "ab");
  EXPECT_EQ(sheet_text("_x0041_"), "_x005F_x0041_");
  EXPECT_EQ(sheet_text("_x004_"), "_x004_");
  EXPECT_EQ(sheet_text("Ә😀"), "Ә😀");
  EXPECT_EQ(sheet_text("\xff\xfe"), "");
  EXPECT_EQ(sheet_text(std::string(40'000, 'x')).size(), 32'767U);
}

TEST(TableOut, DaysAreCountedAsASheetCountsThem) {
  EXPECT_EQ(sheet_day("1900-03-01"), 61);
  EXPECT_EQ(sheet_day("2000-01-01"), 36526);
  EXPECT_FALSE(sheet_day("1900-02-28"));
  EXPECT_FALSE(sheet_day("2026-13-01"));
  EXPECT_FALSE(sheet_day(""));
}

TEST(TableOut, ColumnsBeyondZ) {
  std::vector<TableColumn> columns(28, TableColumn{"c"});
  EXPECT_THAT(sheet_of(columns, {std::vector<std::string>(28, "v")}), HasSubstr("<c r=\"AB2\""));
}

TEST(TableOut, AnErrorOfARowIsTheErrorOfTheTable) {
  const NextRow broken = [](std::vector<std::string>&) -> Result<bool> { return Error(ErrorCode::unavailable, "The disk is gone."); };
  EXPECT_FALSE(to_xlsx("Arasha", {{"Case"}}, broken).is_ok());
  EXPECT_FALSE(to_csv({{"Case"}}, broken).is_ok());
}

TEST(TableOut, MoreRowsThanItMayHaveAreRefused) {
  const NextRow endless = [](std::vector<std::string>& row) -> Result<bool> {
    row = {"x"};
    return true;
  };
  const auto csv = to_csv({{"Case"}}, endless);
  ASSERT_FALSE(csv.is_ok());
  EXPECT_EQ(csv.error().code, ErrorCode::too_large);
  EXPECT_FALSE(to_xlsx("Arasha", {{"Case"}}, endless).is_ok());
}

TEST(LockedZip, OnlyThePassphraseOpensIt) {
  const std::string content = "seldom-seen-text " + std::string(5'000, 'a');
  const auto zip = lock_in_zip("list.csv", content, "bafe doku");
  ASSERT_TRUE(zip.is_ok());
  EXPECT_EQ(unzipped(*zip, "list.csv", "bafe doku"), content);
  EXPECT_EQ(unzipped(*zip, "list.csv", "bafe dokU"), std::nullopt);
  EXPECT_EQ(unzipped(*zip, "list.csv"), std::nullopt);
  EXPECT_THAT(*zip, Not(HasSubstr("seldom-seen-text")));
  // Method 99 is AES; its strength 3 is 256 bits.
  EXPECT_THAT(*zip, HasSubstr(std::string("AE\x03", 3)));
  // Twice the same is not the same file: the salt is fresh.
  EXPECT_NE(*lock_in_zip("list.csv", content, "bafe doku"), *zip);
}

TEST(LockedZip, AnEmptyFileTooAndAChangedByteIsNoticed) {
  const auto empty = lock_in_zip("list.csv", "", "bafe doku");
  ASSERT_TRUE(empty.is_ok());
  EXPECT_EQ(unzipped(*empty, "list.csv", "bafe doku"), "");
  auto zip = lock_in_zip("list.csv", std::string(1'000, 'b'), "bafe doku");
  ASSERT_TRUE(zip.is_ok());
  (*zip)[70] ^= 1;
  EXPECT_EQ(unzipped(*zip, "list.csv", "bafe doku"), std::nullopt);
}

}  // namespace
}  // namespace arasha::statistics

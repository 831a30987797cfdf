#include "base/text.h"

#include <gtest/gtest.h>

namespace arasha {
namespace {

TEST(Utf8, knows_well_formed_text) {
  for (const char* text : {"", "plain", "Әлия Нұрланқызы", "陈", "\xf0\x9f\x8f\xa0", "\xf4\x8f\xbf\xbf"})
    EXPECT_TRUE(is_utf8(text)) << text;
  EXPECT_TRUE(is_utf8(std::string_view("a\0b", 3)));
}

TEST(Utf8, refuses_malformed_text) {
  for (const char* bytes : {"\x80", "\xc3", "a\xff", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80",
                            "\xf4\x90\x80\x80", "\xe2\x82", "\xf8\x88\x80\x80\x80"}) {
    EXPECT_FALSE(is_utf8(bytes));
    EXPECT_EQ(clean_text(bytes).error().code, ErrorCode::invalid_input);
  }
  // Text that was saved in Windows-1251.
  EXPECT_FALSE(is_utf8("\xc0\xeb\xe8\xff"));
}

TEST(CleanText, composes_marks) {
  EXPECT_EQ(*clean_text("\xd0\xb8\xcc\x86"), "й");
  EXPECT_EQ(*clean_text("e\xcc\x81"), "é");
}

TEST(CleanText, has_one_kind_of_line_end) {
  EXPECT_EQ(*clean_text("a\r\nb\rc\nd"), "a\nb\nc\nd");
  EXPECT_EQ(*clean_text("a\r\r\nb"), "a\n\nb");
}

TEST(CleanText, drops_controls_and_outer_blanks_only) {
  EXPECT_EQ(*clean_text(" \t\r\n two  words\t here \n "), "two  words\t here");
  EXPECT_EQ(*clean_text(std::string_view("a\0b\x1b[31mc\x7f", 9)), "ab[31mc");
  EXPECT_EQ(*clean_text(" \r\n\t "), "");
  EXPECT_EQ(*clean_text(""), "");
}

TEST(CleanText, is_stable) {
  for (const char* text : {" a\r\n\x01 ", "\r", "e\xcc\x81\r", "\x01 a \x02", " \x01 "}) {
    const std::string once = *clean_text(text);
    EXPECT_EQ(*clean_text(once), once);
  }
}

TEST(FoldCase, compares_without_case_and_form) {
  EXPECT_EQ(fold_case("ӘЛИЯ Қызы"), fold_case("әлия ҚЫЗЫ"));
  EXPECT_EQ(fold_case("Straße"), fold_case("STRASSE"));
  EXPECT_EQ(fold_case("\xef\xbc\xa1"), "a");  // full width A
  EXPECT_NE(fold_case("и"), fold_case("й"));
}

TEST(Length, counts_what_people_count) {
  EXPECT_EQ(length(""), 0U);
  EXPECT_EQ(length("Қазақша"), 7U);
  EXPECT_EQ(length("\xf0\x9f\x8f\xa0!"), 2U);
}

TEST(Trim, takes_ascii_blanks_from_both_ends) {
  EXPECT_EQ(trim(" \t\r\n a b \n"), "a b");
  EXPECT_EQ(trim("   "), "");
  EXPECT_EQ(trim("\xc2\xa0x"), "\xc2\xa0x");
}

// A control character between a letter and its mark: what is left is normalised, so cleaning twice changes nothing.
TEST(CleanText, normalises_after_controls_are_gone) {
  const auto cleaned = clean_text("e\x01\xcc\x81");
  ASSERT_TRUE(cleaned.is_ok());
  EXPECT_EQ(*cleaned, "\xc3\xa9");
  EXPECT_EQ(*clean_text(*cleaned), *cleaned);
}

}  // namespace
}  // namespace arasha

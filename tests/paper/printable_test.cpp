#include "paper/printable.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "paper/letterhead.h"

namespace arasha::paper {
namespace {

TEST(Printable, LettersOfTheThreeLanguagesStay) {
  const std::string text = "Әлемде ғылым, қаңтар, өрт, ұл, үй, һәм, іс — «дело» № 5, ‘quoted’, 12 000 ₸";
  EXPECT_EQ(printable(text), text);
  EXPECT_EQ(not_printable(text), "");
}

TEST(Printable, ControlsAndMarksOfDirectionGo) {
  EXPECT_EQ(printable(std::string("a\0b\x07" "c\x1b[31md\x7f", 11)), "abc[31md");
  EXPECT_EQ(printable("ab\u202e\u2066cd\u200f\ufeff"), "abcd");
  EXPECT_EQ(printable("one\ttwo\nthree\u2028four\r"), "one two\nthree\nfour");
}

TEST(Printable, BrokenBytesBecomeTheMarkForThem) {
  EXPECT_EQ(printable("a\xff\xfe b\xc3"), "a\ufffd\ufffd b\ufffd");
  EXPECT_TRUE(is_utf8(printable("\xed\xa0\x80\xf4\x90\x80\x80")));
}

TEST(Printable, WhatNoFontShowsIsNamedOnceAndReplaced) {
  EXPECT_EQ(printable("王小明"), "\ufffd\ufffd\ufffd");
  EXPECT_EQ(not_printable("Ван (王王小)"), "王小");
  EXPECT_EQ(not_printable("გიორგი, Αλέξης, Şükür, Ələsgər"), "");  // the spare font has them
}

TEST(Printable, ADateIsKeptTogether) { EXPECT_EQ(kept_together("29 ноября 2026 г."), "29\u00a0ноября\u00a02026\u00a0г."); }

TEST(LetterheadText, FirstLineIsTheNameAndSixLinesAreTheMost) {
  const Letterhead head = letterhead_from("\n  Centre \r\n\nStreet 1\nTel. 1\n3\n4\n5\n6\n7");
  EXPECT_EQ(head.name, "Centre");
  EXPECT_EQ(head.lines, (std::vector<std::string>{"Street 1", "Tel. 1", "3", "4", "5"}));
  EXPECT_EQ(letterhead_from(" \n ").name, "");
}

}  // namespace
}  // namespace arasha::paper

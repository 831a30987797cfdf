#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>

#include "base/check.h"

namespace arasha {
namespace {

TEST(Fill, puts_values_into_their_places) {
  EXPECT_EQ(fill("Line {1} of {2}.", {"3", "9"}), "Line 3 of 9.");
  EXPECT_EQ(fill("{2}{1}{2}", {"a", "b"}), "bab");
  EXPECT_EQ(fill("{1}", {"{2}", "no"}), "{2}");  // a value is never read as a sentence
}

TEST(Fill, leaves_what_is_no_place) {
  EXPECT_EQ(fill("{0} {a} {12} {", {"x"}), "{0} {a} {12} {");
  EXPECT_EQ(fill("{1", {"x"}), "{1");
  EXPECT_EQ(fill("only {2}.", {"x"}), "only .");
  EXPECT_EQ(fill("до {1}. Потом.", {"9 декабря 2026 г."}), "до 9 декабря 2026 г. Потом.");
  EXPECT_EQ(fill("до {1}.", {"2026 г."}), "до 2026 г.");
  EXPECT_EQ(fill("{1}..., {1}…", {"2026 г."}), "2026 г...., 2026 г.…");
  EXPECT_EQ(fill("", {"x"}), "");
}

TEST(Error, says_its_sentence_and_the_operators_detail) {
  EXPECT_EQ(Error(ErrorCode::full, "The disk is full.").to_string(), "The disk is full.");
  EXPECT_EQ(Error(ErrorCode::full, "No room for {1}.", {"a.db"}, "ENOSPC").to_string(),
            "No room for a.db. [ENOSPC]");
}

Result<int> half(int value) {
  if (value % 2 != 0) return Error(ErrorCode::invalid_input, "An odd number.");
  return value / 2;
}
Result<int> quarter(int value) {
  TRY(once, half(value));
  TRY(twice, half(once));
  return twice;
}
Result<void> must_be_even(int value) {
  TRY_VOID([&]() -> Result<void> {
    TRY(unused, half(value));
    static_cast<void>(unused);
    return {};
  }());
  return {};
}
Result<std::unique_ptr<int>> boxed(int value) {
  TRY(box, Result<std::unique_ptr<int>>(std::make_unique<int>(value)));
  return box;
}

TEST(Try, gives_the_value_or_returns_the_error) {
  EXPECT_EQ(*quarter(12), 3);
  EXPECT_EQ(quarter(6).error().code, ErrorCode::invalid_input);
  EXPECT_FALSE(quarter(3).is_ok());
  EXPECT_TRUE(must_be_even(2).is_ok());
  EXPECT_STREQ(must_be_even(3).error().text, "An odd number.");
}

TEST(Try, moves_what_cannot_be_copied) {
  EXPECT_EQ(**boxed(7), 7);
}

TEST(Check, require_throws_and_check_aborts) {
  EXPECT_THROW(REQUIRE(1 == 2), Bug);
  EXPECT_NO_THROW(REQUIRE(1 == 1));
  EXPECT_DEATH(CHECK(1 == 2), "broken invariant: 1 == 2");
}

}  // namespace
}  // namespace arasha

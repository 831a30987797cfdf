#include "base/time.h"

#include <gtest/gtest.h>

namespace arasha {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

Date date(int y, unsigned m, unsigned d) {
  return {year(y), month(m), day(d)};
}

TEST(Date, reads_and_writes_the_iso_form) {
  for (const char* text :
       {"2026-11-24", "0001-01-01", "9999-12-31", "1970-01-01", "2024-02-29", "2000-02-29"}) {
    const auto result = date_from_iso(text);
    ASSERT_TRUE(result.is_ok()) << text;
    EXPECT_EQ(to_iso(*result), text);
  }
}

TEST(Date, knows_which_years_leap) {
  EXPECT_TRUE(date_from_iso("2024-02-29").is_ok());
  EXPECT_TRUE(date_from_iso("2000-02-29").is_ok());
  for (const char* text :
       {"2023-02-29", "1900-02-29", "2100-02-29", "2026-02-30", "2026-04-31", "2026-13-01"}) {
    EXPECT_EQ(date_from_iso(text).error().code, ErrorCode::invalid_input) << text;
  }
}

TEST(Date, refuses_other_forms) {
  for (const char* text :
       {"", "2026", "2026-1-1", "26-01-01", "2026/01/01", "01-01-2026", "2026-01-01 ", " 2026-01-01",
        "2026-01-0x", "-026-01-01", "2026-00-01", "2026-01-00", "0000-01-01", "2026-01-011", "+026-01-01"}) {
    EXPECT_FALSE(date_from_iso(text).is_ok()) << text;
  }
  EXPECT_FALSE(date_from_iso(std::string_view("2026-01-0\0", 10)).is_ok());
}

TEST(Age, counts_whole_years) {
  EXPECT_EQ(years_between(date(2008, 11, 24), date(2026, 11, 23)), 17);
  EXPECT_EQ(years_between(date(2008, 11, 24), date(2026, 11, 24)), 18);
  EXPECT_EQ(years_between(date(2008, 11, 24), date(2026, 12, 1)), 18);
  EXPECT_EQ(years_between(date(2008, 11, 24), date(2026, 10, 30)), 17);
  EXPECT_EQ(years_between(date(2008, 11, 24), date(2008, 11, 24)), 0);
}

TEST(Age, of_a_person_born_on_a_leap_day) {
  EXPECT_EQ(years_between(date(2008, 2, 29), date(2026, 2, 28)), 17);
  EXPECT_EQ(years_between(date(2008, 2, 29), date(2026, 3, 1)), 18);
  EXPECT_EQ(years_between(date(2008, 2, 29), date(2028, 2, 29)), 20);
}

TEST(Time, is_written_in_utc_to_the_second) {
  EXPECT_EQ(to_iso(from_milliseconds(0)), "1970-01-01T00:00:00Z");
  EXPECT_EQ(to_iso(from_milliseconds(1709164799999)), "2024-02-28T23:59:59Z");
  EXPECT_EQ(to_iso(from_milliseconds(1709164800000)), "2024-02-29T00:00:00Z");
  EXPECT_EQ(to_iso(from_milliseconds(-1)), "1969-12-31T23:59:59Z");
}

TEST(Time, belongs_to_the_day_it_is_in) {
  EXPECT_EQ(date_of(from_milliseconds(1709164799999)), date(2024, 2, 28));
  EXPECT_EQ(date_of(from_milliseconds(1709164800000)), date(2024, 2, 29));
  EXPECT_EQ(date_of(from_milliseconds(-1)), date(1969, 12, 31));
}

TEST(FixedClock, stands_until_it_is_moved) {
  FixedClock clock(from_milliseconds(1000));
  EXPECT_EQ(clock.now(), clock.now());
  clock.advance(Duration(500));
  EXPECT_EQ(to_milliseconds(clock.now()), 1500);
}

}  // namespace
}  // namespace arasha

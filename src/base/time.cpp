#include "base/time.h"

#include <fmt/format.h>

namespace arasha {
namespace {

// A run of digits as a number; -1 when anything else stands there.
int digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return text.empty() ? -1 : value;
}

}  // namespace

// Named values below: with the address sanitizer g++ 12 takes the temporaries that fmt binds for uninitialised ones.
std::string to_iso(Date date) {
  const int year = static_cast<int>(date.year());
  const unsigned month = static_cast<unsigned>(date.month());
  const unsigned day = static_cast<unsigned>(date.day());
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

std::string to_iso(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  const std::string date = to_iso(Date(day));
  const auto hours = clock.hours().count();
  const auto minutes = clock.minutes().count();
  const auto seconds = clock.seconds().count();
  return fmt::format("{}T{:02}:{:02}:{:02}Z", date, hours, minutes, seconds);
}

Result<Date> date_from_iso(std::string_view text) {
  const Error bad(ErrorCode::invalid_input, "A date is written as year, month and day, for example 2026-03-27.");
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return bad;
  const int year = digits(text.substr(0, 4));
  const int month = digits(text.substr(5, 2));
  const int day = digits(text.substr(8, 2));
  if (year < 1 || month < 1 || day < 1) return bad;
  const Date date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                  std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return Error(ErrorCode::invalid_input, "There is no such day in the calendar.");
  return date;
}

int years_between(Date from, Date to) {
  int years = static_cast<int>(to.year()) - static_cast<int>(from.year());
  const bool before_birthday =
      to.month() < from.month() || (to.month() == from.month() && to.day() < from.day());
  if (before_birthday) --years;
  return years;
}

Time SystemClock::now() const { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

}  // namespace arasha

// Opening hours: a week of minutes. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "arasha/directory.pb.h"
#include "base/time.h"

namespace arasha::directory {

inline constexpr int kMinutesOfDay = 24 * 60;

// "09:00" or "9:30" in minutes; 24:00 is the end of the day. Nothing for what is no time.
std::optional<int> minutes_of(std::string_view time);
std::string time_text(int minutes);  // 09:00
// 0: Monday. Nothing for what is no code of `weekday`.
std::optional<int> weekday_of(std::string_view code);
int weekday_of(Date date);
std::string_view weekday_code(int weekday);

// A moment at which somebody wants to come; the date decides which rows of hours count.
struct Moment {
  int weekday = 0;
  int minutes = 0;
  std::string day;  // yyyy-mm-dd: rows that are not valid on it do not count; empty: all do
};

// Whether one of the rows is open then; a row that closes earlier than it opens goes on past midnight. False where there
// are no rows: nobody knows.
bool is_open(const DirectoryService& service, const Moment& moment);
// The days of a row in order; all seven where it names none.
std::vector<int> days_of(const DirectoryService::Hours& hours);

}  // namespace arasha::directory

#include "casework/tasks/calendar.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/calendar.h"

namespace arasha::casework {

std::string to_calendar(const Catalogue& words, std::vector<Date> days, Time made, std::string_view mark) {
  std::sort(days.begin(), days.end());
  std::vector<CalendarDay> out;
  for (auto day = days.begin(); day != days.end();) {
    const auto end = std::upper_bound(day, days.end(), *day);
    std::string id = fmt::format("{:04}{:02}{:02}", static_cast<int>(day->year()), static_cast<unsigned>(day->month()), static_cast<unsigned>(day->day()));
    out.push_back({*day, words.plural("Arasha: {1} thing to do", "Arasha: {1} things to do", end - day), std::move(id)});
    day = end;
  }
  return calendar_file(out, made, mark);
}

}  // namespace arasha::casework

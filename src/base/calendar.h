// A calendar file (RFC 5545) of whole days. Calendars stand on telephones that others see, so what a day is called is for the
// caller to weigh: no name of a person belongs there. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/time.h"

namespace arasha {

struct CalendarDay {
  Date day;
  std::string summary;
  std::string id;  // of this event among those of the file: letters, digits, '-'
};

// In their order. `made`: when; `mark`: makes the ids those of this member, so that a newer file replaces an older one.
std::string calendar_file(const std::vector<CalendarDay>& days, Time made, std::string_view mark);

}  // namespace arasha

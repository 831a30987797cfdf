// A calendar file (RFC 5545) of days on which something is to be done. It leaves the house on telephones that others see:
// each day carries the number of things alone, no name, no alias, no kind. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/catalogue.h"
#include "base/time.h"

namespace arasha::casework {

// One event for each day on which something is due. `days` may hold a day several times; an empty list is a calendar
// without events. `made`: when; `mark`: makes the events' ids those of this member, so that a newer file replaces them.
std::string to_calendar(const Catalogue& words, std::vector<Date> days, Time made, std::string_view mark);

}  // namespace arasha::casework

// What is to be done, of the three compartments in which something can be due, as far as this member may open them.
#pragma once

#include "casework/parts.h"
#include "projection/due_rows.h"

namespace arasha::casework {

// Late things first; each with the alias of its case. Not recorded: who shows it records it.
Result<projection::DueList> all_dues(const Desk& desk, const Visit& visit, const projection::DueQuery& query);
// "late", "week", "month" as the last day that is shown; anything else: no end.
std::string until_of(const std::string& span, Date day);

}  // namespace arasha::casework

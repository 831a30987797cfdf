// Several cases in one act: given to a colleague, flagged, closed. Each case is checked for itself: first what would
// happen, then the deed; what was refused is named with its reason. Nothing needs JavaScript.
#pragma once

#include "casework/lists/case_filter.h"

namespace arasha::casework {

inline constexpr std::size_t kBulkMost = 200;  // cases in one act

struct BulkList {
  std::string back;       // the address of the list
  std::string filter;     // address_of its filter
  std::size_t total = 0;  // of all that fit
};
// Under the list, inside its form.
Html bulk_fields(const Desk& desk, const Visit& visit, const vault::Directory& state, const BulkList& list);
// The cases that the form of the list was sent with, each once: those marked, or all that fit its filter. `invalid_input`,
// `too_large` with a sentence for the page. What this member may not open can be among them.
Result<std::vector<std::string>> chosen_cases(const Desk& desk, const Visit& visit);

void add_bulk_pages(web::Site& site, const Desk& desk);

}  // namespace arasha::casework

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
Html bulk_fields(const Visit& visit, const vault::Directory& state, const BulkList& list);

void add_bulk_pages(web::Site& site, const Desk& desk);

}  // namespace arasha::casework

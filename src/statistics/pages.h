// The statistics page: cases counted by one or two columns, on the screen, on paper and as a file.
//
// On the screen small numbers are hidden; members of Casework and Statistics, who may open the cases anyway, can have
// all numbers shown. What leaves as a file has them hidden always.
#pragma once

#include "statistics/facts_table.h"
#include "web/site.h"

namespace arasha::statistics {

// Numbers below it are hidden.
inline constexpr std::uint64_t kHideBelow = 10;

// The projection must have `facts` attached to its facts compartment; both must outlive the site.
void add_pages(web::Site& site, projection::Projection& projection, const FactsTable& facts);

}  // namespace arasha::statistics

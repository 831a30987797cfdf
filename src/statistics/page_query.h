// What the address of a statistics page asks for. For the pages of this room only.
#pragma once

#include "schema/form_data.h"
#include "statistics/count.h"

namespace arasha::statistics {

struct PageQuery {
  std::vector<std::string> by;        // none: the overview; at most two
  std::vector<CountCondition> where;  // a parameter "f-" and the column's name
  bool by_name = false;               // sorted by value instead of by number
  bool show_all = false;              // small numbers too, if she may
};

PageQuery page_query(const schema::FormData& address);
// The same as an address: "/statistics?by=gender&f-citizenship=KZ".
std::string address_of(const PageQuery& query, const std::string& path);

// The columns by which people count and choose. The text that joins all means of control has thousands of values and is
// left to the command line.
std::vector<std::string> columns_for_people();
// The columns for which the form offers a condition.
const std::vector<std::string>& columns_for_conditions();

}  // namespace arasha::statistics

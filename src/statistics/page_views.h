// How counts look on a page. For the pages of this room only.
#pragma once

#include <map>

#include "statistics/page_query.h"
#include "web/layout.h"

namespace arasha::statistics {

// The values that occur in each column for which the form offers a condition.
using ConditionValues = std::map<std::string, std::vector<std::string>>;

web::Html query_form(const Catalogue& words, const PageQuery& query, const ConditionValues& values, bool may_show_all);
// The conditions of the query as a list; nothing where there are none.
web::Html conditions_list(const Catalogue& words, const PageQuery& query);

// A count by one column, with a bar beside each number. `most`: so many rows at most, the largest; 0: all.
web::Html value_table(const Catalogue& words, const CountResult& result, bool by_name, std::size_t most = 0);
// A count by two columns with the totals of each. Too wide a table becomes a list of pairs.
web::Html pair_table(const Catalogue& words, const CountResult& result, const CountResult& rows, const CountResult& columns, bool by_name);
// Of each of these counts by a column of 0 and 1, how many are 1.
web::Html flag_table(const Catalogue& words, const std::vector<CountResult>& results);

// What "<10" and "*" mean, where they stand.
web::Html meaning(const Catalogue& words, const std::vector<const CountResult*>& results);

}  // namespace arasha::statistics

// What people read for the columns and the codes of facts, in their language.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/catalogue.h"
#include "statistics/count.h"

namespace arasha::statistics {

// An unknown column is answered as it is.
std::string column_label(std::string_view column, const Catalogue& words);
// A blank is "Not known"; a code without a label is answered as it is.
std::string value_label(std::string_view column, std::string_view value, const Catalogue& words);
// As it may be shown: "1,234", "<10", "*".
std::string number_label(Shown shown, std::uint64_t n, std::uint64_t limit, const Catalogue& words);

// Puts values in the order in which people look for them: names of countries by the rules of the language, bands, years
// and codes as they stand; what is not known comes last.
void sort_values(std::string_view column, std::vector<std::string>& values, const Catalogue& words);

}  // namespace arasha::statistics

// Counting cases by one or more columns, as a spreadsheet's pivot table does, and hiding of small numbers.
//
// Hiding (`suppress` = K): promise and method in suppress.h. A count tells nothing about rows that it was not
// given.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/catalogue.h"
#include "base/result.h"
#include "statistics/fact_table.h"

namespace arasha::statistics {

struct CountCondition {
  std::string column;
  std::string value;
};

struct CountQuery {
  std::vector<std::string> by = {};        // names of columns; none: the total alone
  std::vector<CountCondition> where = {};  // all must hold; of conditions on one column, any
  std::uint64_t suppress = 0;              // hide numbers from 1 to suppress - 1; 0: hide none
};

enum class Shown : std::uint8_t {
  number,  // as it is
  small,   // "<K"
  hidden,  // "*": K or more, hidden so that a small one cannot be worked out
};

struct CountRow {
  std::vector<std::string> values;  // in the order of `by`; an unknown value is blank
  std::uint64_t n = 0;              // 0 when it is not shown
  Shown shown = Shown::number;
};

struct CountResult {
  std::vector<std::string> by;
  std::vector<CountRow>
      rows;  // sorted by their values, byte by byte; combinations that do not occur are left out
  std::uint64_t total = 0;  // 0 when it is not shown
  Shown total_shown = Shown::number;
  std::uint64_t suppress = 0;
  bool small_may_be_zero = false;  // some "<K" stand for combinations that do not occur
  bool withheld = false;           // so few cases that no row may be shown; `rows` is empty
};

inline constexpr std::size_t kCountColumns = 8;
inline constexpr std::uint64_t kLeastSuppression = 3;  // "<2" would say the number itself

// Counts the rows of the table, or only those in `rows` (numbers below table.size(), each once): the caller
// leaves out what the member may not open. `invalid_input` for a column that does not exist (the sentence
// names those that do) or that is named twice, for `suppress` of 1 or 2, for `suppress` with more than two
// columns (nothing could be promised); `too_large` for too many columns or combinations.
Result<CountResult> count(const FactTable& table, const CountQuery& query,
                          std::optional<std::span<const std::uint32_t>> rows = std::nullopt);

// The heading is the columns' names and "n". A blank value is an empty cell, as in the file it came from.
std::string to_csv(const CountResult& result);
// {"by":[…],"total":{"n":…},"rows":[{"values":[…],"n":…},…]}; a number that is not shown is null and has
// "shown".
std::string to_json(const CountResult& result);
// Aligned text for the eye, with the total and a sentence about what is hidden.
std::string to_table(const CountResult& result, const Catalogue& catalogue);

}  // namespace arasha::statistics

// A table that leaves the program as a file: CSV or XLSX, row by row, so that memory holds the packed file and a few rows,
// never the whole table. What a spreadsheet could take for a formula is text in both.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace arasha::statistics {

enum class CellKind : std::uint8_t { text, date, number };  // a date is yyyy-mm-dd, a number digits with a point

struct TableColumn {
  std::string heading;
  CellKind kind = CellKind::text;
};

// Fills `row` with as many cells as there are columns; false at the end. A date or number that is none is written as text.
using NextRow = std::function<Result<bool>(std::vector<std::string>& row)>;

inline constexpr std::size_t kTableRows = 100'000;  // beside the heading; more is `too_large`

// UTF-8 with a byte order mark, without which Excel takes it for another encoding; commas; dates as 2026-11-29.
Result<std::string> to_csv(const std::vector<TableColumn>& columns, const NextRow& next);
// One sheet (ECMA-376), its heading held still and with a filter; real dates and numbers. `sheet`: at most 31 characters.
Result<std::string> to_xlsx(const std::string& sheet, const std::vector<TableColumn>& columns, const NextRow& next);

// What stands in a cell of a sheet as XML: signs that XML forbids are left out, and text that Excel would take for an
// escape (_x0041_) is escaped; at most 32,767 characters.
std::string sheet_text(std::string_view text);
// Days since 1899-12-30, as sheets count; nothing for what is no date, or lies before 1900-03-01, where Excel counts wrong.
std::optional<int> sheet_day(std::string_view date);

}  // namespace arasha::statistics

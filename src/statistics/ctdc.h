// The table of the Counter-Trafficking Data Collaborative (global dataset, codebook v7) to Facts and back.
//
// What stands in a cell is kept letter by letter, so that an export gives back the records that were
// imported. The dataset itself writes some codes in two ways ("Physical Abuse", "Physical abuse"); reading
// allows for that.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "arasha/facts.pb.h"
#include "statistics/csv.h"
#include "statistics/fact_table.h"

namespace arasha::statistics {

// The names of the 63 columns, in the order of the dataset, which is that of the fields of Facts.
const std::vector<std::string>& ctdc_columns();

// The values in that order; they live as long as `facts` is not changed.
std::vector<std::string_view> ctdc_values(const Facts& facts);

// An empty table of these columns, to be filled with ctdc_values.
FactTable make_fact_table();

// Whether a value may stand in a column: a code of the dataset's dictionary, a year, 0 or 1, a country;
// blank; -99.
bool is_ctdc_value(std::size_t column, std::string_view value);

// Reads such a table. Its columns may come in any order; all must be there, and no other. Errors name the
// line and the column, never the value.
class CtdcReader {
 public:
  static Result<CtdcReader> open(std::istream& in);  // the stream must outlive the reader

  // The next record; false at the end. After `invalid_input` for a value one may go on reading, to find more
  // of them; after an Error of the table itself the same Error comes again.
  Result<bool> next(Facts& facts);
  std::size_t line() const { return row_.line(); }  // of the last record

 private:
  explicit CtdcReader(CsvReader csv) : csv_(std::move(csv)) {}
  Result<void> read_header();

  CsvReader csv_;
  CsvRow row_;
  std::vector<std::size_t> targets_;  // place in the file -> column
};

// Writes the heading and then records. The stream must outlive the writer; the caller looks at its state when
// done.
class CtdcWriter {
 public:
  explicit CtdcWriter(std::ostream& out);
  void add(const Facts& facts);

 private:
  CsvWriter csv_;
};

}  // namespace arasha::statistics

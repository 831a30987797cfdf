// Tables as comma-separated text (RFC 4180), read strictly and written so that a spreadsheet runs nothing of
// it.
//
// Reading: UTF-8 with or without a byte order mark; lines end with LF or CR LF; comma or semicolon, whichever
// the heading has more of; a field in quotes may hold both, quotes twice, and line ends. Empty lines are
// passed over where there is more than one column. An Error names the line and the column by number, never
// what stands there.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace arasha::statistics {

struct CsvLimits {
  std::size_t row_bytes = 1U << 20U;
  std::size_t columns = 200;
};

// One row. Its views are good until the row is read into again.
class CsvRow {
 public:
  std::size_t size() const { return ends_.size(); }
  std::string_view operator[](std::size_t column) const {
    const std::size_t begin = column == 0 ? 0 : ends_[column - 1];
    return std::string_view(text_).substr(begin, ends_[column] - begin);
  }
  std::size_t line() const { return line_; }  // where the row begins; the first line is 1

 private:
  friend class CsvReader;
  void clear() {
    text_.clear();
    ends_.clear();
  }
  std::string text_;  // all fields, one after the other
  std::vector<std::size_t> ends_;
  std::size_t line_ = 0;
};

// One thread at a time. After an Error the same Error comes again: a broken table is not read further.
class CsvReader {
 public:
  // Reads the heading. The stream must outlive the reader. `invalid_input` for an empty or broken heading.
  static Result<CsvReader> open(std::istream& in, CsvLimits limits = {});
  static Result<CsvReader> from_text(std::string text, CsvLimits limits = {});
  CsvReader(CsvReader&&) noexcept;
  CsvReader& operator=(CsvReader&&) noexcept;
  ~CsvReader();

  const std::vector<std::string>& header() const { return header_; }
  char delimiter() const { return delimiter_; }

  // The next row, with as many fields as the heading; false at the end. `invalid_input` for a row with too
  // many or too few fields, a quotation mark that is not closed or stands in the wrong place, bytes that are
  // not UTF-8 text; `too_large` for a row over the limit.
  Result<bool> next(CsvRow& row);

 private:
  class Source;
  explicit CsvReader(std::unique_ptr<Source> source, CsvLimits limits);
  Result<void> read_header();
  Result<bool> read_row(CsvRow& row, std::size_t most_fields);
  Result<void> read_quoted(CsvRow& row);
  Result<bool> end_line(int mark);
  Result<void> check_text(const CsvRow& row) const;
  Error error(const char* sentence, std::size_t line, std::size_t column) const;

  std::unique_ptr<Source> source_;
  CsvLimits limits_;
  std::vector<std::string> header_;
  char delimiter_ = ',';
  std::size_t line_ = 1;
  std::unique_ptr<Error> broken_;
};

// A cell that a spreadsheet could take for a formula (it begins with = + - @, with a tab or a line end, also
// behind blanks and invisible characters) gets an apostrophe in front; so does one that has apostrophes
// before such a beginning. So restore_cell(neutralise_cell(x)) is x for every x, and what we never wrote
// stays as it is, except that a foreign cell '=… loses its apostrophe.
std::string neutralise_cell(std::string_view cell);
std::string_view restore_cell(std::string_view cell);

// What a message may call the column at this place (from 0) of a foreign heading: its name if that is short
// and plain (letters, digits, blanks, _), else its number.
std::string name_for_message(std::string_view heading, std::size_t place);

// Writes rows to a stream that must outlive it; each cell is neutralised, and quoted where it must be. Lines
// end with LF. The caller looks at the stream's state when done.
class CsvWriter {
 public:
  explicit CsvWriter(std::ostream& out, char delimiter = ',') : out_(&out), delimiter_(delimiter) {}
  void row(std::span<const std::string_view> cells);
  void row(const std::vector<std::string>& cells);

 private:
  bool needs_quotes(std::string_view cell, bool is_only) const;
  std::ostream* out_;
  char delimiter_;
  bool is_heading_ = true;  // the first row
  std::string line_;
};

}  // namespace arasha::statistics

#include "statistics/csv.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <istream>
#include <ostream>
#include <sstream>

#include "base/catalogue.h"
#include "base/text.h"

namespace arasha::statistics {
namespace {

constexpr int kEnd = -1;
constexpr std::string_view kMark = "\xEF\xBB\xBF";

// What a person does not see at the beginning of a cell, and some programs skip.
bool is_invisible(UChar32 c) {
  return u_isUWhiteSpace(c) || u_charType(c) == U_FORMAT_CHAR || u_charType(c) == U_CONTROL_CHAR ||
         u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

// Also the full-width forms, which a spreadsheet in an East Asian language reads alike.
bool starts_formula(UChar32 c) {
  return c == '=' || c == '+' || c == '-' || c == '@' || c == 0xFF1D || c == 0xFF0B || c == 0xFF0D ||
         c == 0xFF20;
}

bool is_risky(std::string_view cell) {
  const auto* const start = reinterpret_cast<const std::uint8_t*>(cell.data());
  std::int64_t at = 0;
  const auto size = static_cast<std::int64_t>(cell.size());
  while (at < size) {
    UChar32 c = 0;
    U8_NEXT(start, at, size, c);
    if (c == '\t' || c == '\r' || c == '\n' || starts_formula(c)) return true;
    if (c < 0 || !is_invisible(c)) return false;
  }
  return false;
}

bool is_risky_behind_apostrophes(std::string_view cell) {
  if (cell.empty() || (cell.front() >= '0' && cell.front() <= '9') ||
      (cell.front() >= 'A' && cell.front() <= 'z'))
    return false;
  cell.remove_prefix(std::min(cell.find_first_not_of('\''), cell.size()));
  return is_risky(cell);
}

}  // namespace

std::string neutralise_cell(std::string_view cell) {
  std::string out(is_risky_behind_apostrophes(cell) ? 1 : 0, '\'');
  out += cell;
  return out;
}

std::string_view restore_cell(std::string_view cell) {
  if (cell.starts_with('\'') && is_risky_behind_apostrophes(cell)) cell.remove_prefix(1);
  return cell;
}

std::string name_for_message(std::string_view heading, std::size_t place) {
  heading = trim(heading);
  const bool is_plain =
      !heading.empty() && heading.size() <= 60 && std::all_of(heading.begin(), heading.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
               c == ' ';
      });
  return is_plain ? std::string(heading) : std::to_string(place + 1);
}

// Bytes of a stream, block by block, with a look at the next one.
class CsvReader::Source {
 public:
  explicit Source(std::istream& in) : in_(&in) {}
  explicit Source(std::string text)
      : owned_(std::make_unique<std::istringstream>(std::move(text))), in_(owned_.get()) {}

  int peek() {
    if (at_ == size_ && !fill()) return kEnd;
    return static_cast<unsigned char>(block_[at_]);
  }
  int take() {
    const int byte = peek();
    if (byte != kEnd) ++at_;
    return byte;
  }
  // Appends bytes up to the first of `stops` or to `most` of them.
  void take_until(std::string_view stops, std::size_t most, std::string& out) {
    while (most > 0 && peek() != kEnd) {
      const std::string_view rest(block_.data() + at_, std::min(size_ - at_, most));
      const std::size_t found = rest.find_first_of(stops);
      const std::string_view piece = rest.substr(0, found);
      out += piece;
      at_ += piece.size();
      most -= piece.size();
      if (found != std::string_view::npos) return;
    }
  }
  Result<void> check() const {
    if (in_->bad()) return Error(ErrorCode::unavailable, "The file could not be read to its end. Try again.");
    return {};
  }

 private:
  bool fill() {
    if (!in_->good()) return false;
    in_->read(block_.data(), static_cast<std::streamsize>(block_.size()));
    size_ = static_cast<std::size_t>(in_->gcount());
    at_ = 0;
    return size_ > 0;
  }
  std::unique_ptr<std::istringstream> owned_;
  std::istream* in_;
  std::array<char, 65536> block_{};
  std::size_t at_ = 0;
  std::size_t size_ = 0;
};

CsvReader::CsvReader(std::unique_ptr<Source> source, CsvLimits limits)
    : source_(std::move(source)), limits_(limits) {}
CsvReader::CsvReader(CsvReader&&) noexcept = default;
CsvReader& CsvReader::operator=(CsvReader&&) noexcept = default;
CsvReader::~CsvReader() = default;

Result<CsvReader> CsvReader::open(std::istream& in, CsvLimits limits) {
  CsvReader reader(std::make_unique<Source>(in), limits);
  TRY_VOID(reader.read_header());
  return reader;
}

Result<CsvReader> CsvReader::from_text(std::string text, CsvLimits limits) {
  CsvReader reader(std::make_unique<Source>(std::move(text)), limits);
  TRY_VOID(reader.read_header());
  return reader;
}

Error CsvReader::error(const char* sentence, std::size_t line, std::size_t column) const {
  return {ErrorCode::invalid_input, sentence, {std::to_string(line), std::to_string(column)}};
}

// The heading is read by commas; if it has more semicolons than commas outside quotes, it is divided anew by
// them.
Result<void> CsvReader::read_header() {
  for (const char byte : kMark) {
    if (source_->peek() != static_cast<unsigned char>(byte)) break;
    source_->take();
  }
  std::string raw;
  bool in_quotes = false;
  std::size_t commas = 0;
  std::size_t semicolons = 0;
  while (source_->peek() != kEnd && raw.size() <= limits_.row_bytes) {
    const auto c = static_cast<char>(source_->take());
    raw += c;
    if (c == '"') in_quotes = !in_quotes;
    if (!in_quotes && c == ',') ++commas;
    if (!in_quotes && c == ';') ++semicolons;
    if (!in_quotes && c == '\n') break;
  }
  TRY_VOID(source_->check());
  if (raw.size() > limits_.row_bytes) {
    return Error(ErrorCode::too_large, "Line {1} is too long. Look for a quotation mark that is missing.",
                 {"1"});
  }
  if (trim(raw).empty())
    return Error(ErrorCode::invalid_input, "The file has no heading. Its first line must name the columns.");
  CsvReader heading(std::make_unique<Source>(std::move(raw)), limits_);
  delimiter_ = heading.delimiter_ = semicolons > commas ? ';' : ',';
  CsvRow row;
  TRY_VOID(heading.read_row(row, limits_.columns));
  for (std::size_t i = 0; i < row.size(); ++i) header_.emplace_back(restore_cell(row[i]));
  line_ = heading.line_;
  return {};
}

Result<bool> CsvReader::next(CsvRow& row) {
  if (broken_) return *broken_;
  auto got = read_row(row, header_.size());
  if (got && *got && row.size() < header_.size()) {
    got = Error(ErrorCode::invalid_input, "Line {1} has too few fields: {2} instead of {3}.",
                {std::to_string(row.line()), std::to_string(row.size()), std::to_string(header_.size())});
  }
  if (!got) broken_ = std::make_unique<Error>(got.error());
  return got;
}

// False at the end of the file. Stands at the beginning of a line.
Result<bool> CsvReader::read_row(CsvRow& row, std::size_t most_fields) {
  row.clear();
  while (header_.size() > 1 && (source_->peek() == '\n' || source_->peek() == '\r')) {
    TRY(is_line_end, end_line(source_->take()));
    if (!is_line_end)
      return error(N_("Line {1} has a line end in the wrong place. Save the file as CSV again."), line_, 1);
  }
  row.line_ = line_;
  if (source_->peek() == kEnd) {
    TRY_VOID(source_->check());
    return false;
  }
  const std::array<char, 4> stops = {delimiter_, '"', '\n', '\r'};
  while (true) {
    if (source_->peek() == '"') {
      TRY_VOID(read_quoted(row));
    } else {
      source_->take_until({stops.data(), stops.size()}, limits_.row_bytes + 1 - row.text_.size(), row.text_);
    }
    if (row.text_.size() > limits_.row_bytes) {
      return Error(ErrorCode::too_large, "Line {1} is too long. Look for a quotation mark that is missing.",
                   {std::to_string(row.line_)});
    }
    const int mark = source_->take();
    const std::size_t column = row.size() + 1;
    if (mark == '"')
      return error(N_("Line {1}, column {2}: a quotation mark stands in the wrong place."), line_, column);
    if (row.size() == most_fields) {
      return Error(ErrorCode::invalid_input, "Line {1} has too many fields: more than {2}.",
                   {std::to_string(row.line_), std::to_string(most_fields)});
    }
    row.ends_.push_back(row.text_.size());
    if (mark == delimiter_) continue;
    TRY(is_line_end, end_line(mark));
    if (is_line_end) break;
    return error(N_("Line {1}, column {2}: there is something after the closing quotation mark, or a line end "
                    "is damaged."),
                 line_, column);
  }
  TRY_VOID(check_text(row));
  return true;
}

// LF, CR LF or the end of the file.
Result<bool> CsvReader::end_line(int mark) {
  if (mark == kEnd) {
    TRY_VOID(source_->check());
    return true;
  }
  if (mark == '\r' && source_->peek() == '\n') mark = source_->take();
  if (mark != '\n') return false;
  ++line_;
  return true;
}

Result<void> CsvReader::read_quoted(CsvRow& row) {
  const std::size_t opened = line_;
  source_->take();
  while (row.text_.size() <= limits_.row_bytes) {
    source_->take_until("\"\n", limits_.row_bytes + 1 - row.text_.size(), row.text_);
    if (row.text_.size() > limits_.row_bytes) break;  // the caller says so
    const int byte = source_->take();
    if (byte == kEnd) {
      TRY_VOID(source_->check());
      return error(N_("Line {1}, column {2}: a quotation mark is not closed."), opened, row.size() + 1);
    }
    if (byte == '\n') {
      ++line_;
      row.text_ += '\n';
    } else if (source_->peek() == '"') {
      source_->take();
      row.text_ += '"';
    } else {
      return {};
    }
  }
  return {};
}

Result<void> CsvReader::check_text(const CsvRow& row) const {
  const bool is_plain = std::all_of(row.text_.begin(), row.text_.end(), [](char c) { return c > 0; });
  if (is_plain) return {};
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (!is_utf8(row[i]) || row[i].find('\0') != std::string_view::npos) {
      return error(
          N_("Line {1}, column {2} is not text in UTF-8. Save the file as CSV in UTF-8 and try again."),
          row.line(), i + 1);
    }
  }
  return {};
}

bool CsvWriter::needs_quotes(std::string_view cell, bool is_only) const {
  if (cell.empty()) return is_only;  // else the line would be empty
  if (cell.front() == ' ' || cell.back() == ' ' || cell.starts_with(kMark)) return true;
  // In the heading both, so that the reader's choice between them is right.
  if (is_heading_ && cell.find_first_of(",;") != std::string_view::npos) return true;
  const std::array<char, 4> marks = {delimiter_, '"', '\r', '\n'};
  return cell.find_first_of(std::string_view(marks.data(), marks.size())) != std::string_view::npos;
}

void CsvWriter::row(std::span<const std::string_view> cells) {
  line_.clear();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line_ += delimiter_;
    const bool quotes = needs_quotes(cells[i], cells.size() == 1);
    if (quotes) line_ += '"';
    if (is_risky_behind_apostrophes(cells[i])) line_ += '\'';
    for (const char c : cells[i]) {
      if (c == '"') line_ += '"';
      line_ += c;
    }
    if (quotes) line_ += '"';
  }
  line_ += '\n';
  is_heading_ = false;
  out_->write(line_.data(), static_cast<std::streamsize>(line_.size()));
}

void CsvWriter::row(const std::vector<std::string>& cells) {
  row(std::vector<std::string_view>(cells.begin(), cells.end()));
}

}  // namespace arasha::statistics

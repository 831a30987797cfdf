// Tables from outside: whatever a CsvReader understands, a CsvWriter writes so that it is understood the same
// way; and no bytes break the readers of the formats above it.
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "statistics/csv.h"
#include "statistics/ctdc.h"
#include "statistics/htcds.h"

namespace {

using arasha::statistics::CsvReader;
using Rows = std::vector<std::vector<std::string>>;

// The heading and the rows; fewer where the table is broken.
Rows read(const std::string& text, char& delimiter, bool& is_whole) {
  is_whole = false;
  auto reader = CsvReader::from_text(text);
  if (!reader) return {};
  delimiter = reader->delimiter();
  Rows rows = {reader->header()};
  arasha::statistics::CsvRow row;
  while (true) {
    const auto more = reader->next(row);
    is_whole = more && !*more;
    if (!more || !*more) return rows;
    rows.emplace_back();
    for (std::size_t i = 0; i < row.size(); ++i)
      rows.back().emplace_back(arasha::statistics::restore_cell(row[i]));
  }
}

template <class Reader, class Record>
void read_records(const std::string& text) {
  std::istringstream in(text);
  auto reader = Reader::open(in);
  if (!reader) return;
  Record record;
  for (int left = 1000; left > 0; --left) {
    const auto more = reader->next(record);
    if (more && !*more) return;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  char delimiter = ',';
  bool is_whole = false;
  const Rows rows = read(text, delimiter, is_whole);
  std::ostringstream out;
  arasha::statistics::CsvWriter writer(out, delimiter);
  for (const auto& row : rows) writer.row(row);
  char same_delimiter = ',';
  if (!rows.empty() && (read(out.str(), same_delimiter, is_whole) != rows || !is_whole)) std::abort();
  read_records<arasha::statistics::CtdcReader, arasha::Facts>(text);
  read_records<arasha::statistics::HtcdsReader, arasha::statistics::HtcdsRecord>(text);
  return 0;
}

// How a count is written: as CSV, as JSON, as aligned text.
#include <algorithm>
#include <sstream>

#include "base/text.h"
#include "statistics/count.h"
#include "statistics/csv.h"
#include "statistics/json.h"

namespace arasha::statistics {
namespace {

std::string shown_text(Shown shown, std::uint64_t n, std::uint64_t limit) {
  switch (shown) {
    case Shown::small:
      return "<" + std::to_string(limit);
    case Shown::hidden:
      return "*";
    case Shown::number:
      break;
  }
  return std::to_string(n);
}

std::string json_number(const char* name, Shown shown, std::uint64_t n, std::uint64_t limit) {
  const std::string key = json_text(name) + ":";
  if (shown == Shown::number) return key + std::to_string(n);
  return key + "null,\"shown\":" + json_text(shown_text(shown, n, limit));
}

// A terminal would obey control characters.
std::string printable(std::string_view text) {
  std::string out(text);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  return out;
}

void append_aligned(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths,
                    std::string& out) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string blanks(widths[i] - length(cells[i]), ' ');
    const bool is_number = i + 1 == cells.size();
    out += is_number ? blanks + cells[i] + "\n" : cells[i] + blanks + "  ";
  }
}

}  // namespace

std::string to_csv(const CountResult& result) {
  std::ostringstream out;
  CsvWriter writer(out);
  std::vector<std::string> cells = result.by;
  cells.emplace_back("n");
  writer.row(cells);
  for (const CountRow& row : result.rows) {
    cells = row.values;
    cells.push_back(shown_text(row.shown, row.n, result.suppress));
    writer.row(cells);
  }
  if (result.by.empty()) writer.row({shown_text(result.total_shown, result.total, result.suppress)});
  return out.str();
}

std::string to_json(const CountResult& result) {
  std::string out = "{\"by\":" + json_texts(result.by) + ",\"total\":{" +
                    json_number("n", result.total_shown, result.total, result.suppress) + "},\"rows\":[";
  bool is_first = true;
  for (const CountRow& row : result.rows) {
    out += is_first ? "\n" : ",\n";
    out += "{\"values\":" + json_texts(row.values) + "," +
           json_number("n", row.shown, row.n, result.suppress) + "}";
    is_first = false;
  }
  return out + "]}\n";
}

std::string to_table(const CountResult& result, const Catalogue& catalogue) {
  std::vector<std::vector<std::string>> lines = {result.by};
  lines.back().emplace_back(catalogue.text("Cases"));
  for (const CountRow& row : result.rows) {
    lines.emplace_back();
    for (const std::string& value : row.values) {
      lines.back().push_back(value.empty() ? std::string(catalogue.text("Not known")) : printable(value));
    }
    lines.back().push_back(shown_text(row.shown, row.n, result.suppress));
  }
  std::vector<std::string> total(result.by.size());
  if (!total.empty()) total.front() = catalogue.text("Total");
  total.push_back(shown_text(result.total_shown, result.total, result.suppress));
  lines.push_back(std::move(total));

  std::vector<std::size_t> widths(result.by.size() + 1);
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], length(line[i]));
  }
  std::string out;
  for (const auto& line : lines) append_aligned(line, widths, out);
  const auto shown_as = [&](Shown shown) {
    return result.total_shown == shown ||
           std::any_of(result.rows.begin(), result.rows.end(),
                       [shown](const CountRow& row) { return row.shown == shown; });
  };
  const std::vector<std::string> limit = {std::to_string(result.suppress)};
  const auto add_line = [&out](std::string_view line) { (out += line) += '\n'; };
  if (result.withheld) add_line(catalogue.text("There are too few cases to show them one by one."));
  if (shown_as(Shown::small)) {
    add_line(result.small_may_be_zero ? catalogue.text("<{1}: fewer than {1}, perhaps none.", limit)
                                      : catalogue.text("<{1}: fewer than {1}.", limit));
  }
  if (shown_as(Shown::hidden))
    add_line(catalogue.text("*: hidden, so that smaller numbers cannot be worked out."));
  return out;
}

}  // namespace arasha::statistics

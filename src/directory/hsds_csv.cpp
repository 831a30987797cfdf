// The tables of HSDS as CSV files in a ZIP (a tabular data package).
#include <algorithm>
#include <sstream>

#include "directory/hsds.h"
#include "statistics/csv.h"
#include "statistics/json.h"
#include "statistics/packed_parts.h"
#include "statistics/unzip.h"

namespace arasha::directory {
namespace {

Error too_many() { return {ErrorCode::too_large, "This file has more rows than are taken at once ({1}). Send it in parts.", {std::to_string(kHsdsRows)}}; }

Result<void> read_table(const HsdsTable& table, std::string content, HsdsTables& out) {
  statistics::CsvLimits limits;
  TRY(reader, statistics::CsvReader::from_text(std::move(content), limits));
  // Which of our columns stands where; others are passed over.
  std::vector<const char*> columns;
  for (const std::string& name : reader.header()) {
    const auto found = std::find_if(table.columns.begin(), table.columns.end(), [&](const char* one) { return name == one; });
    columns.push_back(found == table.columns.end() ? nullptr : *found);
  }
  if (std::none_of(columns.begin(), columns.end(), [](const char* one) { return one != nullptr && std::string_view(one) == "id"; })) {
    return Error(ErrorCode::invalid_input, "This table has no column “id”.");
  }
  auto& rows = out.tables[table.name];
  statistics::CsvRow row;
  while (true) {
    TRY(more, reader.next(row));
    if (!more) return {};
    if (out.size() >= kHsdsRows) return too_many();
    HsdsRow one;
    one.line = row.line();
    for (std::size_t i = 0; i < row.size() && i < columns.size(); ++i) {
      const std::string_view cell = statistics::restore_cell(row[i]);
      if (columns[i] == nullptr || cell.empty()) continue;
      if (cell.size() > kHsdsCell) {
        return Error(ErrorCode::too_large, "Line {1}: a cell is longer than {2} characters.", {std::to_string(row.line()), std::to_string(kHsdsCell)});
      }
      one.cells.emplace(columns[i], cell);
    }
    rows.push_back(std::move(one));
  }
}

std::size_t lines_of(const std::string& content) {
  const auto lines = static_cast<std::size_t>(std::count(content.begin(), content.end(), '\n'));
  return lines == 0 ? 0 : lines - 1;
}

std::string fields_json(const HsdsTable& table) {
  std::string out;
  for (const char* column : table.columns) out += std::string(out.empty() ? "" : ",") + "{\"name\":" + statistics::json_text(column) + "}";
  return out;
}

}  // namespace

Result<HsdsTables> read_hsds_zip(std::string_view bytes, std::string* where) {
  TRY(files, statistics::unzip(bytes));
  HsdsTables out;
  for (auto& [name, content] : files) {
    if (!name.ends_with(".csv")) continue;
    const std::string table_name = name.substr(0, name.size() - 4);
    const HsdsTable* table = hsds_table(table_name);
    if (where != nullptr) *where = table == nullptr ? "" : name;
    if (table == nullptr) {
      out.leave_out(table_name, lines_of(content));
      continue;
    }
    if (out.tables.contains(table_name)) return Error(ErrorCode::invalid_input, "This table stands twice in the ZIP file.");
    TRY_VOID(read_table(*table, std::move(content), out));
  }
  if (where != nullptr) where->clear();
  if (!out.tables.contains("organizations")) return Error(ErrorCode::invalid_input, "There is no table organizations.csv in this ZIP file.");
  return out;
}

Result<std::string> to_hsds_zip(const HsdsTables& tables) {
  statistics::PackedParts zip;
  std::string resources;
  for (const HsdsTable& table : hsds_tables()) {
    const auto& rows = tables.rows(table.name);
    if (rows.empty() && std::string_view(table.name) != "organizations") continue;
    std::ostringstream text;
    statistics::CsvWriter csv(text);
    csv.row(std::vector<std::string>(table.columns.begin(), table.columns.end()));
    for (const HsdsRow& row : rows) {
      std::vector<std::string> cells;
      for (const char* column : table.columns) cells.emplace_back(row.get(column));
      csv.row(cells);
    }
    const std::string name = std::string(table.name) + ".csv";
    zip.begin(name);
    zip.add(std::move(text).str());
    resources += std::string(resources.empty() ? "" : ",\n") + "{\"name\":" + statistics::json_text(table.name) + ",\"path\":" + statistics::json_text(name) +
                 ",\"profile\":\"tabular-data-resource\",\"schema\":{\"fields\":[" + fields_json(table) + "],\"primaryKey\":\"id\"}}";
  }
  zip.begin("datapackage.json");
  zip.add("{\"name\":\"human_services_data\",\"title\":\"Human Services Data Specification\",\"version\":\"3.0\",\"profile\":\"tabular-data-package\",\"resources\":[\n" + resources + "\n]}\n");
  return zip.finish();
}

}  // namespace arasha::directory

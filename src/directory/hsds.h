// Open Referral HSDS 3.0: the tables of the standard, from JSON and from CSV in a ZIP, and back (docs/formats/hsds.md).
//
// Whatever comes from outside is bounded: bytes, depth, values, rows, the length of a cell. Nothing here knows the vault.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace arasha::directory {

inline constexpr std::size_t kHsdsBytes = std::size_t{16} << 20U;   // of a file from outside
inline constexpr std::size_t kHsdsDepth = 24;
inline constexpr std::size_t kHsdsValues = 1'000'000;               // of a JSON document
inline constexpr std::size_t kHsdsRows = 200'000;                   // of all tables
inline constexpr std::size_t kHsdsOrganisations = 5'000;
inline constexpr std::size_t kHsdsCell = 20'000;                    // bytes

// A row of one table, wherever it stood.
struct HsdsRow {
  std::size_t line = 0;  // where it begins in its file
  std::map<std::string, std::string, std::less<>> cells;  // without the empty ones
  std::string_view get(std::string_view column) const {
    const auto found = cells.find(column);
    return found == cells.end() ? std::string_view() : std::string_view(found->second);
  }
};

struct HsdsTables {
  std::map<std::string, std::vector<HsdsRow>, std::less<>> tables;  // by the name of the table's file: "organizations"
  std::map<std::string, std::size_t, std::less<>> left_out;          // tables that we do not take, with their rows
  const std::vector<HsdsRow>& rows(std::string_view table) const;
  std::size_t size() const;  // rows of all
  // A name from outside is kept only where it looks like one of a table, and only some of them: people read it.
  void leave_out(std::string_view name, std::size_t count);
};

// The tables that we take and write, each with its columns; those of ours begin with `arasha_`.
struct HsdsTable {
  const char* name;
  const char* link;  // the column by which others name one of its rows: organization_id
  std::vector<const char*> columns;
};
const std::vector<HsdsTable>& hsds_tables();
const HsdsTable* hsds_table(std::string_view name);

// JSON, or a ZIP of CSV files. `where`: the table of which the Error speaks, where it is one.
Result<HsdsTables> read_hsds(std::string_view bytes, std::string* where = nullptr);
Result<HsdsTables> read_hsds_json(std::string_view text);
Result<HsdsTables> read_hsds_zip(std::string_view bytes, std::string* where = nullptr);

// Organisations with everything inside them, as GET /organizations answers with full=true; one a line.
std::string to_hsds_json(const HsdsTables& tables);
// A tabular data package: a CSV for each table that has rows, and datapackage.json.
Result<std::string> to_hsds_zip(const HsdsTables& tables);

// A UUID in small letters; empty for what is none.
std::string uuid_of(std::string_view text);

}  // namespace arasha::directory

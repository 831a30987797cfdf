// The rows of the tables of out_tables.h. Each answer uses desk and visit, which outlive it; cards are taken a few hundred
// at a time, so that a long table does not hold the projection still. Inside the part.
#pragma once

#include "casework/lists/out_tables.h"
#include "projection/due_rows.h"

namespace arasha::casework {

struct CaseRows {
  std::vector<FileId> files;
  std::vector<std::set<std::string>> groups;  // for each file what may go; empty: everything, it is for the own house
  std::vector<const OutColumn*> columns;
};

statistics::NextRow case_rows(const Desk& desk, const Visit& visit, CaseRows rows);
// The services of these days, of each case in their order; each case is opened, which is recorded too.
statistics::NextRow service_rows(const Desk& desk, const Visit& visit, CaseRows rows, std::string from, std::string until);
statistics::NextRow due_rows(const Desk& desk, const Visit& visit, std::vector<const OutColumn*> columns, std::vector<projection::DueRow> rows);
statistics::NextRow person_rows(const Desk& desk, const Visit& visit, std::vector<const OutColumn*> columns, std::vector<projection::PersonFound> found);

}  // namespace arasha::casework

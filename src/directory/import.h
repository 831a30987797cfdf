// A file of another directory becomes ours: first what would happen, then that, all or nothing.
#pragma once

#include "directory/files.h"
#include "directory/hsds_records.h"
#include "directory/table.h"

namespace arasha::directory {

struct ImportStep {
  enum class Way { fresh, changed, same, refused };
  Way way = Way::fresh;
  HsdsOrganisation from;
  FileId file;                        // of what is here already; nil: none
  std::uint32_t length = 0;           // of that file, as it was looked at
  std::size_t new_items = 0;          // services, places, contacts, free places that are added
  std::size_t changed_items = 0;      // and that are corrected, with the organisation itself
};
struct ImportPlan {
  std::vector<ImportStep> steps;
  std::vector<HsdsNote> mistakes;     // rows that belong to no organisation
  std::map<std::string, std::size_t, std::less<>> left_out;  // tables that are not taken, with their rows
  std::size_t count(ImportStep::Way way) const;
  // Of what would happen: shown to a person, and asked for again when she confirms.
  std::string fingerprint() const;
};

// `present`: the organisations that are here. An organisation is known again by its id: the one with which it came, or ours.
// What stands here and not in the file stays: nothing is erased or emptied by an import. What would change is read, which is
// recorded.
Result<ImportPlan> plan_import(vault::Vault& vault, const vault::Keyring& by, const HsdsTables& tables, const std::string& give_on, const std::vector<Row>& present);
// One change for all of it. `conflict` when a file moved since. Answers how many organisations were written.
Result<std::size_t> carry_out(vault::Vault& vault, const vault::Keyring& by, const ImportPlan& plan);

}  // namespace arasha::directory

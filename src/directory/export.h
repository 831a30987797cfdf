// The directory leaves the house: recorded before anything does.
#pragma once

#include <string>

#include "directory/hsds_records.h"
#include "directory/table.h"

namespace arasha::directory {

struct ExportedFile {
  std::string content;
  std::size_t organisations = 0;
  std::vector<std::string> withheld;  // names, see HsdsExport
};
// What may leave of what `by` sees, as `form` (code of directory_form). Every organisation in it is recorded in the reading
// record, and the outflow as an entry of the directory with its recipient. `denied` for who may not write.
Result<ExportedFile> export_directory(vault::Vault& vault, const vault::Keyring& by, projection::Projection& projection, const Table& table,
                                      const std::string& recipient, const std::string& form);

}  // namespace arasha::directory

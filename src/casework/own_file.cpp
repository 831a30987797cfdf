#include "casework/own_file.h"

namespace arasha::casework {

Result<vault::OpenedFile> open_own_file(vault::Vault& vault, const vault::Keyring& by, FileId file) {
  TRY(row, vault.store().file(file));
  if (row) return vault.open_file(by, file);
  vault::OpenedFile out;
  out.id = file;
  return out;
}

vault::FileChange into_own_file(const vault::OpenedFile& opened, vault::NewEntry entry) {
  vault::FileChange out;
  out.file = opened.id;
  out.expected_length = opened.length;
  out.entries.push_back(std::move(entry));
  return out;
}

}  // namespace arasha::casework

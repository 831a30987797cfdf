// Files of the organisation itself: a register, sets of tasks. They are stories like any other, have no card and so stand in
// no list, and are found by their names (vault::file_named).
#pragma once

#include "vault/vault.h"

namespace arasha::casework {

// With length 0 where nothing was written yet. `denied` where it is closed to `by`.
Result<vault::OpenedFile> open_own_file(vault::Vault& vault, const vault::Keyring& by, FileId file);

vault::FileChange into_own_file(const vault::OpenedFile& opened, vault::NewEntry entry);

}  // namespace arasha::casework

// The embedded backend: one SQLite database in WAL mode.
#pragma once

#include "store/store.h"

namespace arasha::store {

enum class OpenMode { create, existing, read_only };

// Opens `folder`/arasha.db; `create` makes the folder (mode 0700) and the schema and fails where a database
// stands already. Runs outstanding migrations; a database of a newer program is `unsupported`.
Result<std::unique_ptr<Store>> open_sqlite(const std::filesystem::path& folder, OpenMode mode);

}  // namespace arasha::store

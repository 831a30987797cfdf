// The embedded backend: one SQLite database in WAL mode.
#pragma once

#include "store/store.h"

namespace arasha::store {

enum class OpenMode { create, existing, read_only };

// Opens `folder`/arasha.db (mode 0600). `create` makes the folder (mode 0700) where there is none, and the schema;
// it is `unavailable` where a database stands, and goes on from one that a crash left blank. The others are
// `not_found` where none stands; `existing` runs outstanding migrations. A database of a newer program is
// `unsupported`. Bytes that were erased leave the log with the commit (docs/formats/store.md).
Result<std::unique_ptr<Store>> open_sqlite(const std::filesystem::path& folder, OpenMode mode);

}  // namespace arasha::store

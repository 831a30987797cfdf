// The database's schema and its numbered migrations. Inside the room only.
#pragma once

#include <span>

#include "store/sqlite_connection.h"

namespace arasha::store {

// Step i brings user_version from i to i + 1. A step that was released never changes.
std::span<const char* const> migrations();

enum class Standing { blank, ours, newer, foreign };

// What stands in the file, for a program that knows `newest` steps. `blank` is also what a crash leaves while a database is being made.
Result<Standing> standing(Connection& connection, std::size_t newest);

// `unsupported` for newer, `damaged` for foreign.
Result<void> check_usable(Standing now);

// Takes every outstanding step in one transaction: all or none, even when the power goes. `expect_blank` answers
// `conflict` where a schema stands already; a newer version is `unsupported`.
Result<void> migrate(Connection& connection, std::span<const char* const> steps, bool expect_blank);

}  // namespace arasha::store

// Where a command puts what was asked for.
#pragma once

#include "app/commands.h"

namespace arasha::app {

// Whether `file` may become the output: not where a folder or a device stands. Asked before anything is read, so that
// nobody waits for nothing. Empty is standard output.
Result<void> check_output(const std::filesystem::path& file);

// The whole of it or nothing: into a new file (mode 0600) that takes its name when it is complete and durable, or to
// standard output.
Result<void> write_output(Terminal& terminal, const std::filesystem::path& file, std::string_view content);

}  // namespace arasha::app

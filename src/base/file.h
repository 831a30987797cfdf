// Small files of ours: whole-file reading and durable writing. Not for streams.
#pragma once

#include <filesystem>
#include <string>

#include "base/bytes.h"

namespace arasha {

// Reads a file of at most `limit` bytes.
Result<Bytes> read_file(const std::filesystem::path& path, std::size_t limit = 1U << 20U);

// Writes a new file with mode 0600 under a temporary name, syncs it, renames it over `path` and syncs the
// folder: after a crash there is either the old file or the whole new one.
Result<void> write_file_durably(const std::filesystem::path& path, BytesView bytes);

// Syncs the file `from`, renames it over `to` and syncs the folder: for large files that were written elsewhere.
Result<void> rename_durably(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace arasha

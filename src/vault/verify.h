// Walks everything that is signed or chained and names the first thing that does not hold; then lets the database check
// its pages and indexes. Needs the server key, no password: content stays closed.
#pragma once

#include <filesystem>

#include "crypto/secret.h"
#include "vault/destruction.h"

namespace arasha::vault {

struct VerifyReport {
  std::uint64_t blocks = 0;
  std::uint64_t leaves = 0;
  std::uint64_t files = 0;
  std::uint64_t entries = 0;
  std::uint64_t erased = 0;
  std::uint64_t documents = 0;  // blobs that entries have
};

// `damaged` with a sentence that names the broken block, leaf, or entry; or that the database is older than its
// checkpoint.
Result<VerifyReport> verify(const std::filesystem::path& folder);

// First all of it, then what is left of one file that was destroyed, and the key chain that names who did it. `not_found` where
// there is no such file or nothing of it was destroyed.
struct VerifiedRemains {
  Remains remains;
  Directory state;
};
Result<VerifiedRemains> verify_remains(const std::filesystem::path& folder, FileId file);

// The same with a key that is at hand; a restore does not ask the checkpoint.
enum class Checkpoints { checked, ignored };
Result<VerifyReport> verify_with(const std::filesystem::path& folder, const crypto::Key& server_key, Checkpoints checkpoints);

}  // namespace arasha::vault

// Backup: one encrypted file made while the server runs; restore: one command that checks every chain
// (docs/formats/backup.md). The file holds the server key sealed to the recovery key, so that the trustees' shares
// alone bring an organisation back on a new machine.
#pragma once

#include <filesystem>
#include <optional>

#include "crypto/shares.h"
#include "vault/verify.h"

namespace arasha::vault {

Result<void> backup(const std::filesystem::path& folder, const std::filesystem::path& out);

// Restores into an empty or new folder. Without `shares` the server key must be on this machine. Nothing is left
// behind when it fails.
Result<VerifyReport> restore(const std::filesystem::path& in, const std::filesystem::path& folder,
                             const std::vector<crypto::Share>& shares);

// Rebuilds the server key of a data folder from the shares.
Result<void> recover_server_key(const std::filesystem::path& folder, const std::vector<crypto::Share>& shares);

namespace detail {
// For the fuzzer: a backup of these bytes, and the reader of one into a new file.
Bytes write_backup(const crypto::Key& server_key, BytesView database);
Result<void> read_backup(const crypto::Key& server_key, BytesView backup, const std::filesystem::path& out);
}  // namespace detail

}  // namespace arasha::vault

#include "vault/server_key.h"

#include <cstdlib>

#include "base/file.h"

namespace arasha::vault {
namespace fs = std::filesystem;

ServerKeys::ServerKeys(const crypto::Key& key)
    : pepper(crypto::derive(key, "arasha/server/pepper/v1")),
      login_tags(crypto::derive(key, "arasha/server/login/v1")),
      ledger(crypto::derive(key, "arasha/server/ledger/v1")),
      backup(crypto::derive(key, "arasha/server/backup/v1")),
      parcels(crypto::derive(key, "arasha/server/parcels/v1")),
      places(crypto::derive(key, "arasha/server/places/v1")),
      signer(crypto::SigningKey::from_seed(crypto::derive(key, "arasha/server/sign/v1"))) {}

fs::path key_folder() {
  if (const char* named = std::getenv("ARASHA_KEY_DIR")) return named;
  if (const char* credentials = std::getenv("CREDENTIALS_DIRECTORY")) return credentials;
  if (const char* config = std::getenv("XDG_CONFIG_HOME")) return fs::path(config) / "arasha" / "keys";
  if (const char* home = std::getenv("HOME")) return fs::path(home) / ".config" / "arasha" / "keys";
  return "/etc/arasha/keys";
}

fs::path server_key_path(OrganizationId organization) { return key_folder() / (organization.text() + ".key"); }

Result<crypto::Key> load_server_key(OrganizationId organization) {
  const fs::path path = server_key_path(organization);
  auto bytes = read_file(path, 64);
  if (!bytes) {
    return Error(ErrorCode::unavailable,
                 "The key of this organisation is not on this machine: {1} is missing. Copy it there, or rebuild it "
                 "from the recovery shares with “arasha recover --server-key”.",
                 {path.string()});
  }
  if (bytes->size() != 32) {
    crypto::wipe(*bytes);
    return Error(ErrorCode::damaged, "The key file {1} is damaged.", {path.string()});
  }
  crypto::Key key{std::span<const std::uint8_t, 32>(bytes->data(), 32)};
  crypto::wipe(*bytes);
  return key;
}

Result<void> store_server_key(OrganizationId organization, const crypto::Key& key) {
  std::error_code failed;
  fs::create_directories(key_folder(), failed);
  if (failed) {
    return Error(ErrorCode::unavailable, "The folder {1} cannot be made. Name another one in ARASHA_KEY_DIR.",
                 {key_folder().string()});
  }
  fs::permissions(key_folder(), fs::perms::owner_all, failed);
  return key.use([&](auto bytes) { return write_file_durably(server_key_path(organization), bytes); });
}

}  // namespace arasha::vault

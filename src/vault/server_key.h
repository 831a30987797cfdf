// The organisation's server key: 32 random bytes that lie outside the data folder (docs/adr/0003). From it come
// the keys that the running server needs before anybody has signed in; none of them opens a compartment.
#pragma once

#include <filesystem>

#include "base/id.h"
#include "crypto/keys.h"

namespace arasha::vault {

struct ServerKeys {
  explicit ServerKeys(const crypto::Key& server_key);

  crypto::Key pepper;        // mixed into every password slot
  crypto::Key login_tags;    // tags of sign-in names
  crypto::Key ledger;        // seals entry headers and the key chain
  crypto::Key backup;        // outer layer of backups
  crypto::Key parcels;       // what is to be delivered to other organisations
  crypto::Key places;        // names of drafts and other rows that must not be guessed
  crypto::SigningKey signer; // signs checkpoints
};

// $ARASHA_KEY_DIR, else $CREDENTIALS_DIRECTORY, else $XDG_CONFIG_HOME/arasha/keys, else ~/.config/arasha/keys.
std::filesystem::path key_folder();
std::filesystem::path server_key_path(OrganizationId organization);
// `unavailable` with a sentence that names the path when the key is not there.
Result<crypto::Key> load_server_key(OrganizationId organization);
Result<void> store_server_key(OrganizationId organization, const crypto::Key& key);

}  // namespace arasha::vault

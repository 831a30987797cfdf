// Who can open what of a file, by the grants that stand beside its rows. No secret, and nothing is opened.
#pragma once

#include <vector>

#include "vault/vault.h"

namespace arasha::casework {

struct Readers {
  bool exists = false;            // the compartment has a key
  bool restricted = false;        // granted to members by name, not to the policy's circles
  std::vector<MemberId> members;  // each once, by id
};
Result<Readers> readers_of(const vault::Vault& vault, FileId file, vault::Compartment compartment);

}  // namespace arasha::casework

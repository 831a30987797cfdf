// Who can open what of a file, by the grants that stand beside its rows. No secret, and nothing is opened.
#pragma once

#include <optional>
#include <vector>

#include "vault/vault.h"

namespace arasha::casework {

struct Readers {
  bool exists = false;            // the compartment has a key
  bool restricted = false;        // granted to members by name, not to the policy's circles
  std::vector<MemberId> members;  // each once, by id
};
Result<Readers> readers_of(const vault::Vault& vault, FileId file, vault::Compartment compartment);
// For a part that is opened later in the same file: the members of a restricted one who are still here; nothing where circles open it.
std::optional<std::vector<MemberId>> only_members_of(const vault::Vault& vault, const Readers& readers);

}  // namespace arasha::casework

// What the projection asks the vault while it follows: which files moved (the ledger's leaves of moves, read backwards;
// leaves of readings are passed over), and what became of their cards.
#pragma once

#include <vector>

#include "vault/vault.h"

namespace arasha::projection {

// The position behind the newest leaf of moves; 0 when there is none. Cheap: asked with every list.
Result<std::uint64_t> moved_until(const vault::Vault& vault);

struct Moved {
  std::vector<FileId> files;  // each once
  bool too_many = false;      // more than kFollowed: to be loaded anew instead; `files` is then not complete
};
inline constexpr std::size_t kFollowed = 2000;

// The files that moved in leaves at `position` or later.
Result<Moved> moved_since(const vault::Vault& vault, std::uint64_t position);

struct CardNow {
  std::uint32_t seq = 0;
  Bytes content;
};
// A file's card as the recipient was granted it; nothing where there is no card or no grant that the keyring opens.
Result<std::optional<CardNow>> card_for(const vault::Vault& vault, const vault::Keyring& by, store::RecipientId recipient,
                                        FileId file, vault::Compartment compartment);

}  // namespace arasha::projection

// Keys and passphrases as words that people read to each other (crypto/words.h, docs/formats/derivation.md).
#pragma once

#include <string>
#include <string_view>

#include "vault/directory.h"

namespace arasha::vault {

// Eight words, 88 bits, of a member's public keys: the member reads them from her own page, a steward from hers, and
// the account is verified when they are the same. Never compared through this program.
std::string fingerprint_words(const PublicKeys& keys);

// Eight words of the organisation: its id, the key that signs checkpoints, the recovery key.
std::string fingerprint_words(const Directory& state);

// Six words, 66 bits, at random: a passphrase to offer to somebody who has none in mind.
std::string suggested_passphrase();
bool is_spoken_word(std::string_view text);
// Whether a text has the form of one: six words of the list, with one blank between them.
bool is_suggested_passphrase(std::string_view text);

}  // namespace arasha::vault

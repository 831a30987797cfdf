// Splitting a key into n shares of which any k rebuild it (Shamir over GF(256), libgfshare), each share
// authenticated: fewer than k tell nothing. A foreign or repeated share is named; an altered one too, when
// more than k were given; with exactly k it is only known that one of them is wrong. Nothing wrong is ever
// used. docs/formats/share.md.
#pragma once

#include <string>
#include <vector>

#include "crypto/hash.h"

namespace arasha::crypto {

struct Share {
  std::array<std::uint8_t, 8> set{};  // which splitting it belongs to
  std::uint8_t threshold = 0;         // k
  std::uint8_t index = 0;             // 1 … n
  Secret<64> piece;                   // 48 bytes used: the secret and its digest
  // For paper: base32 in groups of four with a checksum inside. Handle as a secret.
  std::string text() const;
  static Result<Share> from_text(std::string_view text);
  // A public value: tells nothing of the piece (48 random-looking bytes), and only this share has it.
  Hash fingerprint() const;
};

// 1 ≤ k ≤ n ≤ 16.
Result<std::vector<Share>> split(const Key& secret, int k, int n);
// Rebuilds the secret and checks it against the digest that `split` hid inside; `invalid_input` with a
// sentence for too few, repeated, mixed or altered shares.
Result<Key> combine(const std::vector<Share>& shares);
// The same where the fingerprints of shares 1 … n are known: a wrong share is named even when exactly k were given.
Result<Key> combine(const std::vector<Share>& shares, std::span<const Hash> fingerprints);

}  // namespace arasha::crypto

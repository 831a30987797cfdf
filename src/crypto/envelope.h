// The envelope: authenticated encryption that commits to its key (security.md, section 3).
//
//   version 1 ‖ nonce 24 ‖ commit 32 ‖ XChaCha20-Poly1305(enc, nonce, ad, plaintext)
//   enc    = derive(K, "arasha/env/v1/enc", nonce)
//   com    = derive(K, "arasha/env/v1/com", nonce)
//   commit = tag(com, "arasha/env/v1/commit", ad, ciphertext)      compared before decrypting
//
// `ad` is the identity of the row, rebuilt from where the row was found, never read from the envelope.
// Hides content and, with `Padding`, length up to the step; not the fact that something is there.
// docs/formats/envelope.md.
#pragma once

#include "crypto/hash.h"

namespace arasha::crypto {

inline constexpr std::size_t kEnvelopeOverhead = 1 + 24 + 32 + 16;

// Pads plaintext to a multiple of `step` bytes (ISO/IEC 7816-4); 0 for fixed-size content.
struct Padding {
  std::size_t step = 0;
};
inline constexpr Padding kTextPadding{64};

Bytes seal(const Key& key, BytesView ad, BytesView plaintext, Padding padding = {});
// `damaged` for every failure: wrong key, wrong place, altered bytes, unknown version.
Result<Bytes> open(const Key& key, BytesView ad, BytesView envelope, Padding padding = {});

// A key inside an envelope; never passes through ordinary memory. 105 bytes.
Bytes wrap_key(const Key& outer, BytesView ad, const Key& inner);
Result<Key> unwrap_key(const Key& outer, BytesView ad, BytesView envelope);

// The 32 commit bytes of an envelope, to be signed: they fix key, place and content. `damaged` if too short.
Result<Hash> commit_of(BytesView envelope);

}  // namespace arasha::crypto

// Hashes and key derivation. Every use names a label of its own; lengths are prefixed, so no two inputs meet.
//   derive:  keyed BLAKE2b-256 (RFC 7693) over  u32 len ‖ label ‖ (u32 len ‖ part)*
//   Hash:    SHA-256 (FIPS 180-4) over the same framing, for chains that a stranger verifies without a key.
// docs/formats/derivation.md.
#pragma once

#include <array>
#include <initializer_list>

#include "crypto/secret.h"

namespace arasha::crypto {

using Hash = std::array<std::uint8_t, 32>;

// A key for one purpose, from a key: same key, label and parts give the same result.
Key derive(const Key& key, std::string_view label, std::initializer_list<BytesView> parts = {});
// The same construction as a public value: a tag that only holders of the key can make or check.
Hash tag(const Key& key, std::string_view label, std::initializer_list<BytesView> parts = {});
// A public fingerprint of public bytes.
Hash fingerprint(std::string_view label, std::initializer_list<BytesView> parts);

}  // namespace arasha::crypto

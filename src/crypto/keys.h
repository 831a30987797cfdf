// Public-key cryptography: Ed25519 signatures over labelled bytes, X25519 sealed boxes with a bound context.
#pragma once

#include "crypto/hash.h"

namespace arasha::crypto {

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

// Ed25519. Signs  u32 len ‖ label ‖ bytes ; a label is unique to one kind of signed thing and ends in a
// version.
class SigningKey {
 public:
  static SigningKey from_seed(const Key& seed);
  const PublicKey& public_key() const { return public_; }
  Signature sign(std::string_view label, BytesView bytes) const;

 private:
  SigningKey() = default;
  Secret<64> secret_;
  PublicKey public_{};
};
// False for a wrong signature, and for a public key that is no point of the main subgroup.
bool verify(const PublicKey& key, std::string_view label, BytesView bytes, BytesView signature);

// X25519. seal_to: anyone may seal, only the holder opens. The box proves no sender: the sealer signs.
// The payload is bound to `context`: opening under another context fails. Sealing to a key of small order
// throws Bug: recipients come from the verified key chain only. docs/formats/sealed-box.md,
// docs/formats/signature.md.
class BoxKey {
 public:
  static BoxKey from_seed(const Key& seed);
  const PublicKey& public_key() const { return public_; }
  Result<Bytes> open(std::string_view label, BytesView context, BytesView box) const;
  Result<Key> open_key(std::string_view label, BytesView context, BytesView box) const;

 private:
  BoxKey() = default;
  bool open_plain(BytesView box, std::span<std::uint8_t> out) const;
  Key secret_;
  PublicKey public_{};
};
// Whether a key that a stranger gave can be sealed to at all: not one of the few for which a box would be open to all.
bool may_be_sealed_to(const PublicKey& recipient);
// Whether it is a point that `verify` accepts signatures of.
bool may_be_verified_with(const PublicKey& signing);
Bytes seal_to(const PublicKey& recipient, std::string_view label, BytesView context, BytesView payload);
Bytes seal_key_to(const PublicKey& recipient, std::string_view label, BytesView context, const Key& key);

// Eight words that two people compare aloud to know that they see the same public keys (88 bits; words.h).
std::string fingerprint_words(const PublicKey& signing, const PublicKey& box);
// `count` random words of the same list: a passphrase of count × 11 bits.
std::string random_passphrase(int count);

}  // namespace arasha::crypto

#include "crypto/keys.h"

#include <sodium.h>

#include <mutex>
#include <set>
#include <shared_mutex>

#include "base/check.h"
#include "crypto/words.h"

namespace arasha::crypto {
namespace {

Bytes labelled(std::string_view label, BytesView bytes) {
  return ByteWriter().sized(label).raw(bytes).take();
}

Error damaged() {
  return {ErrorCode::damaged, "This part of the data is damaged, or it is sealed to somebody else."};
}

constexpr std::size_t kContextSize = 32;

Hash context_hash(std::string_view label, BytesView context) {
  return fingerprint(label, {context});
}

Bytes seal_plain(const PublicKey& recipient, BytesView plain) {
  Bytes out(plain.size() + crypto_box_SEALBYTES);
  // Refused: a public key of small order, for which the box would be open to everybody.
  const bool sealed = crypto_box_seal(out.data(), plain.data(), plain.size(), recipient.data()) == 0;
  REQUIRE(sealed);
  return out;
}

}  // namespace

SigningKey SigningKey::from_seed(const Key& seed) {
  SigningKey out;
  seed.use([&](auto bytes) {
    out.secret_.fill(
        [&](auto secret) { crypto_sign_seed_keypair(out.public_.data(), secret.data(), bytes.data()); });
  });
  return out;
}

Signature SigningKey::sign(std::string_view label, BytesView bytes) const {
  const Bytes message = labelled(label, bytes);
  Signature out{};
  secret_.use([&](auto secret) {
    crypto_sign_detached(out.data(), nullptr, message.data(), message.size(), secret.data());
  });
  return out;
}

namespace {

// The subgroup check costs as much as the signature, and the same few members sign everything. Public keys that
// passed are remembered; when there are too many the list begins anew.
bool is_sound_point(const PublicKey& key) {
  constexpr std::size_t kRemembered = 4096;
  static std::shared_mutex mutex;
  static std::set<PublicKey> sound;
  {
    const std::shared_lock lock(mutex);
    if (sound.contains(key)) return true;
  }
  if (crypto_core_ed25519_is_valid_point(key.data()) != 1) return false;
  const std::scoped_lock lock(mutex);
  if (sound.size() >= kRemembered) sound.clear();
  sound.insert(key);
  return true;
}

}  // namespace

bool verify(const PublicKey& key, std::string_view label, BytesView bytes, BytesView signature) {
  if (signature.size() != crypto_sign_BYTES) return false;
  const Bytes message = labelled(label, bytes);
  // libsodium refuses non-canonical and small-order keys and signatures itself; a key with a small-order part
  // (a mixed point) only the second check finds.
  return crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.data()) == 0 &&
         is_sound_point(key);
}

BoxKey BoxKey::from_seed(const Key& seed) {
  BoxKey out;
  seed.use([&](auto bytes) {
    out.secret_.fill(
        [&](auto secret) { crypto_box_seed_keypair(out.public_.data(), secret.data(), bytes.data()); });
  });
  return out;
}

bool may_be_sealed_to(const PublicKey& recipient) {
  // The same multiplication as in a box, with a secret of no importance: it fails for points of small order.
  std::array<std::uint8_t, crypto_scalarmult_BYTES> shared{};
  const std::array<std::uint8_t, crypto_scalarmult_SCALARBYTES> secret{8, 1};
  return crypto_scalarmult(shared.data(), secret.data(), recipient.data()) == 0;
}

bool may_be_verified_with(const PublicKey& signing) { return is_sound_point(signing); }

Bytes seal_to(const PublicKey& recipient, std::string_view label, BytesView context, BytesView payload) {
  const Hash hash = context_hash(label, context);
  Bytes plain(kContextSize + payload.size());
  std::copy(hash.begin(), hash.end(), plain.begin());
  std::copy(payload.begin(), payload.end(), plain.begin() + kContextSize);
  Bytes out = seal_plain(recipient, plain);
  wipe(plain);
  return out;
}

Bytes seal_key_to(const PublicKey& recipient, std::string_view label, BytesView context, const Key& key) {
  const Hash hash = context_hash(label, context);
  Secret<kContextSize + 32> plain;
  plain.fill([&](auto bytes) {
    std::copy(hash.begin(), hash.end(), bytes.begin());
    key.use([&](auto secret) { std::copy(secret.begin(), secret.end(), bytes.begin() + kContextSize); });
  });
  return plain.use([&](auto bytes) { return seal_plain(recipient, bytes); });
}

bool BoxKey::open_plain(BytesView box, std::span<std::uint8_t> out) const {
  return secret_.use([&](auto secret) {
    return crypto_box_seal_open(out.data(), box.data(), box.size(), public_.data(), secret.data()) == 0;
  });
}

Result<Bytes> BoxKey::open(std::string_view label, BytesView context, BytesView box) const {
  if (box.size() < crypto_box_SEALBYTES + kContextSize) return damaged();
  Bytes plain(box.size() - crypto_box_SEALBYTES);
  if (!open_plain(box, plain) || !equal(BytesView(plain).first(kContextSize), context_hash(label, context))) {
    wipe(plain);
    return damaged();
  }
  Bytes out(plain.begin() + kContextSize, plain.end());
  wipe(plain);
  return out;
}

Result<Key> BoxKey::open_key(std::string_view label, BytesView context, BytesView box) const {
  if (box.size() != crypto_box_SEALBYTES + kContextSize + 32) return damaged();
  Secret<kContextSize + 32> plain;
  const bool opened = plain.fill([&](auto bytes) { return open_plain(box, bytes); });
  return plain.use([&](auto bytes) -> Result<Key> {
    if (!opened || !equal(bytes.template first<kContextSize>(), context_hash(label, context)))
      return damaged();
    return Key(bytes.template last<32>());
  });
}

std::string fingerprint_words(const PublicKey& signing, const PublicKey& box) {
  const Hash hash = fingerprint("arasha/words/v1", {signing, box});
  std::string out;
  std::uint32_t pending = 0;
  unsigned bits = 0;
  std::size_t at = 0;
  for (int i = 0; i < 8; ++i) {
    while (bits < 11) {
      pending = (pending << 8U) | hash.at(at++);
      bits += 8;
    }
    bits -= 11;
    if (i > 0) out += ' ';
    out += word((pending >> bits) & 2047U);
    pending &= (1U << bits) - 1U;
  }
  return out;
}

std::string random_passphrase(int count) {
  REQUIRE(count >= 1 && count <= 64);
  std::string out;
  out.reserve(static_cast<std::size_t>(count) * 5);  // grown strings leave copies behind
  for (int i = 0; i < count; ++i) {
    if (i > 0) out += ' ';
    out += word(random_below(2048));
  }
  return out;
}

}  // namespace arasha::crypto

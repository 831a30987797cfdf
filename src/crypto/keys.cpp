#include "crypto/keys.h"

#include <sodium.h>

#include "crypto/words.h"

namespace arasha::crypto {
namespace {

Bytes labelled(std::string_view label, BytesView bytes) { return ByteWriter().sized(label).raw(bytes).take(); }

Error damaged() { return {ErrorCode::damaged, "This part of the data is damaged, or it is sealed to somebody else."}; }

constexpr std::size_t kContextSize = 32;

Hash context_hash(std::string_view label, BytesView context) { return fingerprint(label, {context}); }

}  // namespace

SigningKey SigningKey::from_seed(const Key& seed) {
  SigningKey out;
  seed.use([&](auto bytes) {
    out.secret_.fill([&](auto secret) { crypto_sign_seed_keypair(out.public_.data(), secret.data(), bytes.data()); });
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

bool verify(const PublicKey& key, std::string_view label, BytesView bytes, BytesView signature) {
  if (signature.size() != crypto_sign_BYTES) return false;
  const Bytes message = labelled(label, bytes);
  // libsodium refuses small-order and non-canonical keys here.
  return crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.data()) == 0;
}

BoxKey BoxKey::from_seed(const Key& seed) {
  BoxKey out;
  seed.use([&](auto bytes) {
    out.secret_.fill([&](auto secret) { crypto_box_seed_keypair(out.public_.data(), secret.data(), bytes.data()); });
  });
  return out;
}

Bytes seal_to(const PublicKey& recipient, std::string_view label, BytesView context, BytesView payload) {
  Bytes plain = ByteWriter().raw(context_hash(label, context)).raw(payload).take();
  Bytes out(plain.size() + crypto_box_SEALBYTES);
  crypto_box_seal(out.data(), plain.data(), plain.size(), recipient.data());
  wipe(plain);
  return out;
}

Bytes seal_key_to(const PublicKey& recipient, std::string_view label, BytesView context, const Key& key) {
  return key.use([&](auto bytes) { return seal_to(recipient, label, context, bytes); });
}

Result<Bytes> BoxKey::open(std::string_view label, BytesView context, BytesView box) const {
  if (box.size() < crypto_box_SEALBYTES + kContextSize) return damaged();
  Bytes plain(box.size() - crypto_box_SEALBYTES);
  const bool opened = secret_.use([&](auto secret) {
    return crypto_box_seal_open(plain.data(), box.data(), box.size(), public_.data(), secret.data()) == 0;
  });
  if (!opened || !equal(BytesView(plain).first(kContextSize), context_hash(label, context))) {
    wipe(plain);
    return damaged();
  }
  Bytes out(plain.begin() + kContextSize, plain.end());
  wipe(plain);
  return out;
}

Result<Key> BoxKey::open_key(std::string_view label, BytesView context, BytesView box) const {
  TRY(bytes, open(label, context, box));
  if (bytes.size() != 32) {
    wipe(bytes);
    return damaged();
  }
  Key out{std::span<const std::uint8_t, 32>(bytes.data(), 32)};
  wipe(bytes);
  return out;
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
  std::string out;
  for (int i = 0; i < count; ++i) {
    if (i > 0) out += ' ';
    out += word(random_below(2048));
  }
  return out;
}

}  // namespace arasha::crypto

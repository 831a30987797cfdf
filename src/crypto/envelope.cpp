#include "crypto/envelope.h"

#include <sodium.h>

namespace arasha::crypto {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kNonceAt = 1;
constexpr std::size_t kCommitAt = kNonceAt + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kCiphertextAt = kCommitAt + 32;
static_assert(kCiphertextAt + crypto_aead_xchacha20poly1305_ietf_ABYTES == kEnvelopeOverhead);

Error damaged() {
  return {ErrorCode::damaged, "This part of the data is damaged, or it belongs somewhere else."};
}

Hash commit_over(const Key& key, BytesView nonce, BytesView ad, BytesView ciphertext) {
  const Key committing = derive(key, "arasha/env/v1/com", {nonce});
  return tag(committing, "arasha/env/v1/commit", {ad, ciphertext});
}

Bytes seal_bytes(const Key& key, BytesView ad, BytesView plaintext) {
  Bytes out(kEnvelopeOverhead + plaintext.size());
  out[0] = kVersion;
  const std::span<std::uint8_t> all(out);
  const auto nonce = all.subspan(kNonceAt, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
  random_bytes(nonce);
  const auto ciphertext = all.subspan(kCiphertextAt);
  const Key encrypting = derive(key, "arasha/env/v1/enc", {nonce});
  encrypting.use([&](auto bytes) {
    crypto_aead_xchacha20poly1305_ietf_encrypt(ciphertext.data(), nullptr, plaintext.data(), plaintext.size(),
                                               ad.data(), ad.size(), nullptr, nonce.data(), bytes.data());
  });
  const Hash commit = commit_over(key, nonce, ad, ciphertext);
  std::copy(commit.begin(), commit.end(), out.begin() + kCommitAt);
  return out;
}

// Decrypts into `out`, which has the size of the plaintext.
bool open_bytes(const Key& key, BytesView ad, BytesView envelope, std::span<std::uint8_t> out) {
  if (envelope.size() < kEnvelopeOverhead || envelope[0] != kVersion) return false;
  const BytesView nonce = envelope.subspan(kNonceAt, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
  const BytesView ciphertext = envelope.subspan(kCiphertextAt);
  if (!equal(commit_over(key, nonce, ad, ciphertext), envelope.subspan(kCommitAt, 32))) return false;
  const Key encrypting = derive(key, "arasha/env/v1/enc", {nonce});
  return encrypting.use([&](auto bytes) {
    return crypto_aead_xchacha20poly1305_ietf_decrypt(out.data(), nullptr, nullptr, ciphertext.data(),
                                                      ciphertext.size(), ad.data(), ad.size(), nonce.data(),
                                                      bytes.data()) == 0;
  });
}

}  // namespace

Bytes seal(const Key& key, BytesView ad, BytesView plaintext, Padding padding) {
  if (padding.step == 0) return seal_bytes(key, ad, plaintext);
  const std::size_t padded_size = (plaintext.size() / padding.step + 1) * padding.step;
  Bytes padded(padded_size);
  std::copy(plaintext.begin(), plaintext.end(), padded.begin());
  padded[plaintext.size()] = 0x80;
  Bytes out = seal_bytes(key, ad, padded);
  wipe(padded);
  return out;
}

Result<Bytes> open(const Key& key, BytesView ad, BytesView envelope, Padding padding) {
  if (envelope.size() < kEnvelopeOverhead) return damaged();
  Bytes out(envelope.size() - kEnvelopeOverhead);
  if (!open_bytes(key, ad, envelope, out)) return damaged();
  if (padding.step == 0) return out;
  std::size_t size = 0;
  if (out.empty() || out.size() % padding.step != 0 ||
      sodium_unpad(&size, out.data(), out.size(), padding.step) != 0) {
    wipe(out);
    return damaged();
  }
  out.resize(size);
  return out;
}

Bytes wrap_key(const Key& outer, BytesView ad, const Key& inner) {
  return inner.use([&](auto bytes) { return seal_bytes(outer, ad, bytes); });
}

Result<Key> unwrap_key(const Key& outer, BytesView ad, BytesView envelope) {
  if (envelope.size() != kEnvelopeOverhead + 32) return damaged();
  Key out;
  const bool opened = out.fill([&](auto bytes) { return open_bytes(outer, ad, envelope, bytes); });
  if (!opened) return damaged();
  return out;
}

Result<Hash> commit_of(BytesView envelope) {
  if (envelope.size() < kEnvelopeOverhead || envelope[0] != kVersion) return damaged();
  Hash out{};
  std::copy_n(envelope.begin() + kCommitAt, 32, out.begin());
  return out;
}

}  // namespace arasha::crypto

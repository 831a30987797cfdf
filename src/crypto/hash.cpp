#include "crypto/hash.h"

#include <sodium.h>

#include <limits>

#include "base/check.h"

namespace arasha::crypto {
namespace {

std::array<std::uint8_t, 4> length_prefix(std::size_t size) {
  REQUIRE(size <= std::numeric_limits<std::uint32_t>::max());
  const auto n = static_cast<std::uint32_t>(size);
  return {static_cast<std::uint8_t>(n >> 24U), static_cast<std::uint8_t>(n >> 16U),
          static_cast<std::uint8_t>(n >> 8U), static_cast<std::uint8_t>(n)};
}

void keyed(const Key& key, std::string_view label, std::initializer_list<BytesView> parts,
           std::span<std::uint8_t, 32> out) {
  crypto_generichash_state state;
  key.use([&](auto bytes) { crypto_generichash_init(&state, bytes.data(), bytes.size(), out.size()); });
  const auto add = [&](BytesView part) {
    const auto prefix = length_prefix(part.size());
    crypto_generichash_update(&state, prefix.data(), prefix.size());
    crypto_generichash_update(&state, part.data(), part.size());
  };
  add(view(label));
  for (const BytesView part : parts) add(part);
  crypto_generichash_final(&state, out.data(), out.size());
  sodium_memzero(&state, sizeof state);
}

}  // namespace

Key derive(const Key& key, std::string_view label, std::initializer_list<BytesView> parts) {
  Key out;
  out.fill([&](auto bytes) { keyed(key, label, parts, bytes); });
  return out;
}

Hash tag(const Key& key, std::string_view label, std::initializer_list<BytesView> parts) {
  Hash out{};
  keyed(key, label, parts, out);
  return out;
}

Hash fingerprint(std::string_view label, std::initializer_list<BytesView> parts) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  const auto add = [&](BytesView part) {
    const auto prefix = length_prefix(part.size());
    crypto_hash_sha256_update(&state, prefix.data(), prefix.size());
    crypto_hash_sha256_update(&state, part.data(), part.size());
  };
  add(view(label));
  for (const BytesView part : parts) add(part);
  Hash out{};
  crypto_hash_sha256_final(&state, out.data());
  return out;
}

}  // namespace arasha::crypto

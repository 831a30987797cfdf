#include "crypto/blinding.h"

#include <sodium.h>

#include "base/check.h"
#include "crypto/hash.h"

namespace arasha::crypto {
namespace {

static_assert(crypto_core_ristretto255_BYTES == Point::kSize);
static_assert(crypto_core_ristretto255_SCALARBYTES == 32);
static_assert(crypto_core_ristretto255_HASHBYTES == crypto_hash_sha512_BYTES);

using Wide = std::array<std::uint8_t, crypto_hash_sha512_BYTES>;
constexpr std::size_t kBlock = 128;  // of SHA-512

// RFC 9380, section 5.3.1, expand_message_xmd for 64 bytes: one block is all that it takes.
Wide expand(std::string_view label, BytesView text) {
  REQUIRE(!label.empty() && label.size() <= 255);
  const auto label_size = static_cast<std::uint8_t>(label.size());
  const BytesView label_bytes = view(label);
  constexpr std::array<std::uint8_t, kBlock> kZeros{};
  constexpr std::array<std::uint8_t, 3> kLength{0, sizeof(Wide), 0};
  constexpr std::uint8_t kFirst = 1;

  Wide first{};
  crypto_hash_sha512_state state;
  crypto_hash_sha512_init(&state);
  crypto_hash_sha512_update(&state, kZeros.data(), kZeros.size());
  crypto_hash_sha512_update(&state, text.data(), text.size());
  crypto_hash_sha512_update(&state, kLength.data(), kLength.size());
  crypto_hash_sha512_update(&state, label_bytes.data(), label_bytes.size());
  crypto_hash_sha512_update(&state, &label_size, 1);
  crypto_hash_sha512_final(&state, first.data());

  Wide out{};
  crypto_hash_sha512_init(&state);
  crypto_hash_sha512_update(&state, first.data(), first.size());
  crypto_hash_sha512_update(&state, &kFirst, 1);
  crypto_hash_sha512_update(&state, label_bytes.data(), label_bytes.size());
  crypto_hash_sha512_update(&state, &label_size, 1);
  crypto_hash_sha512_final(&state, out.data());
  sodium_memzero(&state, sizeof state);
  sodium_memzero(first.data(), first.size());
  return out;
}

bool is_identity(std::span<const std::uint8_t> bytes) { return sodium_is_zero(bytes.data(), bytes.size()) == 1; }

}  // namespace

Result<Point> Point::from_bytes(BytesView bytes) {
  // libsodium 1.0.18 overlooks the highest bit, which RFC 9496 wants to be zero: each element would have two encodings.
  if (bytes.size() != kSize || (bytes[kSize - 1] & 0x80U) != 0 || crypto_core_ristretto255_is_valid_point(bytes.data()) != 1 || is_identity(bytes)) {
    return Error(ErrorCode::damaged, "A point of a comparison is damaged.");
  }
  Point out;
  std::copy(bytes.begin(), bytes.end(), out.bytes_.begin());
  return out;
}

BlindingKey BlindingKey::random() { return from_seed(random_key()); }

BlindingKey BlindingKey::from_seed(const Key& seed) {
  // 64 uniform bytes, reduced: no scalar is likelier than another.
  const Key low = derive(seed, "arasha/blinding/v1/low");
  const Key high = derive(seed, "arasha/blinding/v1/high");
  BlindingKey out;
  Secret<64> wide;
  wide.fill([&](auto bytes) {
    low.use([&](auto half) { std::copy(half.begin(), half.end(), bytes.begin()); });
    high.use([&](auto half) { std::copy(half.begin(), half.end(), bytes.begin() + 32); });
    out.scalar_.fill([&](auto scalar) {
      crypto_core_ristretto255_scalar_reduce(scalar.data(), bytes.data());
      CHECK(!is_identity(scalar));  // zero: once in 2^252 seeds
    });
  });
  return out;
}

Result<BlindingKey> BlindingKey::from_scalar(const Key& scalar) {
  const bool is_good = scalar.use([](auto bytes) {
    Secret<64> wide;
    Key reduced;
    return wide.fill([&](auto whole) {
      std::copy(bytes.begin(), bytes.end(), whole.begin());
      return reduced.fill([&](auto low) {
        crypto_core_ristretto255_scalar_reduce(low.data(), whole.data());
        return equal(low, bytes) && !is_identity(bytes);
      });
    });
  });
  if (!is_good) return Error(ErrorCode::invalid_input, "This is no key for a comparison.");
  BlindingKey out;
  out.scalar_ = scalar.clone();
  return out;
}

Point BlindingKey::blind(std::string_view label, BytesView text) const {
  Wide wide = expand(label, text);
  Point hashed;
  crypto_core_ristretto255_from_hash(hashed.bytes_.data(), wide.data());
  sodium_memzero(wide.data(), wide.size());
  // The hash of a text is the identity once in 2^252 texts.
  auto out = blind_again(hashed);
  sodium_memzero(hashed.bytes_.data(), hashed.bytes_.size());
  CHECK(out.is_ok());
  return *out;
}

Result<Point> BlindingKey::blind_again(const Point& point) const {
  Point out;
  const int failed = scalar_.use([&](auto scalar) {
    return crypto_scalarmult_ristretto255(out.bytes_.data(), scalar.data(), point.bytes_.data());
  });
  if (failed != 0) return Error(ErrorCode::damaged, "A point of a comparison is damaged.");
  return out;
}

}  // namespace arasha::crypto

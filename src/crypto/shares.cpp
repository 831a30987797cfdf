#include "crypto/shares.h"

#include <sodium.h>

// The header of 2.0.0 has no guard for C++.
extern "C" {
#include <libgfshare.h>
}

#include <memory>
#include <mutex>
#include <set>

namespace arasha::crypto {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kDigest = 16;
constexpr std::size_t kPiece = 32 + kDigest;
constexpr std::size_t kChecksum = 4;

struct FreeContext {
  void operator()(gfshare_ctx* context) const { gfshare_ctx_free(context); }
};
using Context = std::unique_ptr<gfshare_ctx, FreeContext>;

void fill_random(unsigned char* buffer, unsigned int count) { randombytes_buf(buffer, count); }

void prepare_library() {
  static std::once_flag once;
  // Left alone it is NULL, and the one that comes with the library is random().
  std::call_once(once, [] { gfshare_fill_rand = fill_random; });
}

Hash digest_of(const Key& secret) { return tag(secret, "arasha/share/v1/digest"); }

Bytes body_of(const Share& share) {
  ByteWriter out;
  out.u8(kVersion).raw(share.set).u8(share.threshold).u8(share.index);
  share.piece.use([&](auto bytes) { out.raw(bytes.first(kPiece)); });
  return out.take();
}

Hash checksum(BytesView body) { return fingerprint("arasha/share/v1/checksum", {body}); }

}  // namespace

std::string Share::text() const {
  Bytes body = body_of(*this);
  const Hash sum = checksum(body);
  body.insert(body.end(), sum.begin(), sum.begin() + kChecksum);
  const std::string letters = to_base32(body);
  wipe(body);
  std::string out;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (i > 0 && i % 4 == 0) out += '-';
    out += letters[i];
  }
  return out;
}

Result<Share> Share::from_text(std::string_view text) {
  TRY(bytes, from_base32(text));
  constexpr std::size_t kBody = 1 + 8 + 1 + 1 + kPiece;
  if (bytes.size() != kBody + kChecksum) {
    return Error(ErrorCode::invalid_input, "This share is not complete. It has {1} letters.", {std::to_string((kBody + kChecksum) * 8 / 5 + 1)});
  }
  const BytesView body = BytesView(bytes).first(kBody);
  const Hash sum = checksum(body);
  if (!equal(BytesView(sum).first(kChecksum), BytesView(bytes).subspan(kBody))) {
    wipe(bytes);
    return Error(ErrorCode::invalid_input, "This share has a mistake in it. Compare it with the paper, letter by letter.");
  }
  if (body[0] != kVersion) return Error(ErrorCode::unsupported, "This share was made by a newer program. Update this one.");
  Share out;
  std::copy_n(body.begin() + 1, 8, out.set.begin());
  out.threshold = body[9];
  out.index = body[10];
  out.piece.fill([&](auto piece) { std::copy_n(body.begin() + 11, kPiece, piece.begin()); });
  wipe(bytes);
  return out;
}

Result<std::vector<Share>> split(const Key& secret, int k, int n) {
  if (k < 1 || n < k || n > 16) {
    return Error(ErrorCode::invalid_input, "Choose between 1 and 16 trustees, and a threshold that is not above their number.");
  }
  prepare_library();
  Secret<64> whole;
  const Hash digest = digest_of(secret);
  whole.fill([&](auto bytes) {
    secret.use([&](auto key) { std::copy(key.begin(), key.end(), bytes.begin()); });
    std::copy_n(digest.begin(), kDigest, bytes.begin() + 32);
  });
  std::vector<unsigned char> numbers;
  for (int i = 1; i <= n; ++i) numbers.push_back(static_cast<unsigned char>(i));
  const Context context(gfshare_ctx_init_enc(numbers.data(), static_cast<unsigned>(n), static_cast<unsigned char>(k), kPiece));
  if (!context) return Error(ErrorCode::internal, "The shares could not be made.");
  // `fill`, since the library takes a mutable pointer; it only reads.
  whole.fill([&](auto bytes) { gfshare_ctx_enc_setsecret(context.get(), bytes.data()); });
  std::array<std::uint8_t, 8> set{};
  random_bytes(set);
  std::vector<Share> out;
  for (int i = 0; i < n; ++i) {
    Share share;
    share.set = set;
    share.threshold = static_cast<std::uint8_t>(k);
    share.index = static_cast<std::uint8_t>(i + 1);
    share.piece.fill([&](auto bytes) { gfshare_ctx_enc_getshare(context.get(), static_cast<unsigned char>(i), bytes.data()); });
    out.push_back(std::move(share));
  }
  return out;
}

Result<Key> combine(const std::vector<Share>& shares) {
  if (shares.empty()) return Error(ErrorCode::invalid_input, "No share was given.");
  std::set<std::uint8_t> seen;
  std::vector<unsigned char> numbers;
  for (const Share& share : shares) {
    if (share.set != shares[0].set || share.threshold != shares[0].threshold) {
      return Error(ErrorCode::invalid_input, "Share {1} belongs to another set. Use shares of one set only.", {std::to_string(share.index)});
    }
    if (share.index == 0 || !seen.insert(share.index).second) {
      return Error(ErrorCode::invalid_input, "Share {1} was given twice.", {std::to_string(share.index)});
    }
    numbers.push_back(share.index);
  }
  if (shares.size() < shares[0].threshold) {
    return Error(ErrorCode::invalid_input, "{1} shares are needed, {2} were given.",
                 {std::to_string(shares[0].threshold), std::to_string(shares.size())});
  }
  prepare_library();
  const Context context(gfshare_ctx_init_dec(numbers.data(), static_cast<unsigned>(numbers.size()), kPiece));
  if (!context) return Error(ErrorCode::internal, "The shares could not be joined.");
  for (std::size_t i = 0; i < shares.size(); ++i) {
    shares[i].piece.use([&](auto bytes) {
      // The library takes a mutable pointer and only reads.
      std::array<std::uint8_t, kPiece> copy{};
      std::copy_n(bytes.begin(), kPiece, copy.begin());
      gfshare_ctx_dec_giveshare(context.get(), static_cast<unsigned char>(i), copy.data());
      wipe(copy);
    });
  }
  Secret<64> whole;
  whole.fill([&](auto bytes) { gfshare_ctx_dec_extract(context.get(), bytes.data()); });
  Key out;
  Hash digest{};
  whole.use([&](auto bytes) {
    out.fill([&](auto key) { std::copy_n(bytes.begin(), 32, key.begin()); });
    std::copy_n(bytes.begin() + 32, kDigest, digest.begin());
  });
  if (!equal(BytesView(digest_of(out)).first(kDigest), BytesView(digest).first(kDigest))) {
    return Error(ErrorCode::invalid_input, "The shares do not fit together. One of them is wrong.");
  }
  return out;
}

}  // namespace arasha::crypto

#include "crypto/shares.h"

#include <sodium.h>

// The header of 2.0.0 has no guard for C++.
extern "C" {
#include <libgfshare.h>
}

#include <algorithm>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
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

void fill_random(unsigned char* buffer, unsigned int count) {
  randombytes_buf(buffer, count);
}

void prepare_library() {
  static std::once_flag once;
  // Left alone it is NULL, and the one that comes with the library is random().
  std::call_once(once, [] { gfshare_fill_rand = fill_random; });
}

Hash digest_of(const Key& secret) {
  return tag(secret, "arasha/share/v1/digest");
}

constexpr std::size_t kBody = 1 + 8 + 1 + 1 + kPiece;
constexpr std::size_t kLetters = ((kBody + kChecksum) * 8 + 4) / 5;
constexpr std::uint8_t kMost = 16;

Hash checksum(BytesView body) {
  return fingerprint("arasha/share/v1/checksum", {body});
}

Error mistake() {
  return {ErrorCode::invalid_input,
          "This share has a mistake in it. Compare it with the paper, letter by letter."};
}

Result<Share> parse(BytesView bytes) {
  if (bytes.size() != kBody + kChecksum) {
    return Error(ErrorCode::invalid_input, "This share is not complete. A whole one has {1} letters.",
                 {std::to_string(kLetters)});
  }
  const BytesView body = bytes.first(kBody);
  const Hash sum = checksum(body);
  if (!equal(BytesView(sum).first(kChecksum), bytes.subspan(kBody))) return mistake();
  if (body[0] != kVersion)
    return Error(ErrorCode::unsupported, "This share was made by a newer program. Update this one.");
  Share out;
  std::copy_n(body.begin() + 1, 8, out.set.begin());
  out.threshold = body[9];
  out.index = body[10];
  if (out.threshold == 0 || out.threshold > kMost || out.index == 0 || out.index > kMost) return mistake();
  out.piece.fill([&](auto piece) { std::copy_n(body.begin() + 11, kPiece, piece.begin()); });
  return out;
}

}  // namespace

std::string Share::text() const {
  std::array<std::uint8_t, kBody + kChecksum> bytes{};
  bytes[0] = kVersion;
  std::copy(set.begin(), set.end(), bytes.begin() + 1);
  bytes[9] = threshold;
  bytes[10] = index;
  piece.use([&](auto secret) { std::copy_n(secret.begin(), kPiece, bytes.begin() + 11); });
  const Hash sum = checksum(BytesView(bytes).first(kBody));
  std::copy_n(sum.begin(), kChecksum, bytes.begin() + kBody);
  std::string letters = to_base32(bytes);
  wipe(bytes);
  std::string out;
  out.reserve(letters.size() * 5 / 4 + 1);  // grown strings leave copies behind
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (i > 0 && i % 4 == 0) out += '-';
    out += letters[i];
  }
  wipe(letters);
  return out;
}

Result<Share> Share::from_text(std::string_view text) {
  TRY(bytes, from_base32(text));
  Result<Share> out = parse(bytes);
  wipe(bytes);
  return out;
}

Hash Share::fingerprint() const {
  const std::array<std::uint8_t, 2> numbers = {threshold, index};
  return piece.use([&](auto secret) {
    return crypto::fingerprint("arasha/share/v1/public", {set, numbers, BytesView(secret).first(kPiece)});
  });
}

Result<std::vector<Share>> split(const Key& secret, int k, int n) {
  if (k < 1 || n < k || n > kMost) {
    return Error(ErrorCode::invalid_input,
                 "Choose between 1 and 16 trustees, and a threshold that is not above their number.");
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
  const Context context(
      gfshare_ctx_init_enc(numbers.data(), static_cast<unsigned>(n), static_cast<unsigned char>(k), kPiece));
  if (!context) throw std::bad_alloc();
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
    share.piece.fill([&](auto bytes) {
      gfshare_ctx_enc_getshare(context.get(), static_cast<unsigned char>(i), bytes.data());
    });
    out.push_back(std::move(share));
  }
  return out;
}

namespace {

using Chosen = std::vector<const Share*>;

// The secret that these shares make together, or nothing if they do not fit.
std::optional<Key> rebuild(const Chosen& shares) {
  std::vector<unsigned char> numbers;
  for (const Share* share : shares) numbers.push_back(share->index);
  const Context context(gfshare_ctx_init_dec(numbers.data(), static_cast<unsigned>(numbers.size()), kPiece));
  if (!context) throw std::bad_alloc();
  for (std::size_t i = 0; i < shares.size(); ++i) {
    Secret<64> copy = shares[i]->piece.clone();  // the library takes a mutable pointer
    copy.fill([&](auto bytes) {
      gfshare_ctx_dec_giveshare(context.get(), static_cast<unsigned char>(i), bytes.data());
    });
  }
  Secret<64> whole;
  whole.fill([&](auto bytes) { gfshare_ctx_dec_extract(context.get(), bytes.data()); });
  return whole.use([](auto bytes) -> std::optional<Key> {
    Key key(bytes.template first<32>());
    if (!equal(BytesView(digest_of(key)).first(kDigest), bytes.subspan(32, kDigest))) return std::nullopt;
    return key;
  });
}

// With more shares than the threshold, the one that lies outside can be found: some k fit, and it fits none
// of them. At most 12,870 trials (8 of 16). 0 if it cannot be told.
std::uint8_t find_wrong(const std::vector<Share>& shares) {
  const std::size_t k = shares[0].threshold;
  if (shares.size() <= k) return 0;
  std::vector<bool> taken(shares.size(), false);
  std::fill_n(taken.begin(), k, true);
  do {
    Chosen chosen;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      if (taken[i]) chosen.push_back(&shares[i]);
    }
    if (!rebuild(chosen)) continue;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      if (taken[i]) continue;
      Chosen with = chosen;
      with.push_back(&shares[i]);
      if (!rebuild(with)) return shares[i].index;
    }
  } while (std::prev_permutation(taken.begin(), taken.end()));
  return 0;
}

Error foreign(std::uint8_t index) {
  return {ErrorCode::invalid_input,
          "Share {1} belongs to another set. Use shares of one set only.",
          {std::to_string(index)}};
}

// What can be seen without rebuilding: whether these may be shares of one splitting, and enough of them.
Result<void> check_set(const std::vector<Share>& shares) {
  if (shares.empty()) return Error(ErrorCode::invalid_input, "No share was given.");
  std::set<std::uint8_t> seen;
  for (const Share& share : shares) {
    if (share.set != shares[0].set || share.threshold != shares[0].threshold || share.index == 0 ||
        share.index > kMost) {
      return foreign(share.index);
    }
    if (!seen.insert(share.index).second) {
      return Error(ErrorCode::invalid_input, "Share {1} was given twice.", {std::to_string(share.index)});
    }
  }
  if (shares[0].threshold == 0) return foreign(shares[0].index);
  if (shares.size() < shares[0].threshold) {
    return Error(ErrorCode::invalid_input, "{1} shares are needed, {2} were given.",
                 {std::to_string(shares[0].threshold), std::to_string(shares.size())});
  }
  return {};
}

}  // namespace

Result<Key> combine(const std::vector<Share>& shares) {
  TRY_VOID(check_set(shares));
  prepare_library();
  Chosen all;
  for (const Share& share : shares) all.push_back(&share);
  std::optional<Key> key = rebuild(all);
  if (key) return std::move(*key);
  if (const std::uint8_t wrong = find_wrong(shares); wrong != 0) return foreign(wrong);
  return Error(ErrorCode::invalid_input, "The shares do not fit together. One of them is wrong.");
}

Result<Key> combine(const std::vector<Share>& shares, std::span<const Hash> fingerprints) {
  for (const Share& share : shares) {
    if (share.index > 0 && share.index <= fingerprints.size() && share.fingerprint() == fingerprints[share.index - 1]) continue;
    return Error(ErrorCode::invalid_input, "Share {1} is not a share of this organisation, or it is from an older set.",
                 {std::to_string(share.index)});
  }
  return combine(shares);
}

}  // namespace arasha::crypto

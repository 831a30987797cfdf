// The distinct tokens of an index, each once, and the questions "which tokens resemble this one", "which begin so".
// Names repeat: a million persons have some hundred thousand tokens, so looking at all of them is affordable, and a
// 64-bit sketch of a token's consonants refuses most of them without a comparison.
// Reading is safe from several threads while nobody writes.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace arasha::projection {

using TokenId = std::uint32_t;
inline constexpr TokenId kNoToken = UINT32_MAX;

class TokenDictionary {
 public:
  TokenId add(std::string_view token);         // known tokens keep their id
  TokenId find(std::string_view token) const;  // kNoToken when unknown
  std::string_view text(TokenId id) const;     // valid until the next add
  bool is_patronymic_token(TokenId id) const { return text(id).back() == '+'; }
  std::size_t size() const { return tokens_.size(); }
  void clear();  // overwrites the letters
  std::size_t bytes() const;

  // Calls `found(id, distance)` for each token of letters within `limit` tenths (token_distance) of the query,
  // patronymics included; their plus does not count. In no particular order.
  void find_similar(std::string_view query, std::uint32_t limit,
                    const std::function<void(TokenId, std::uint32_t)>& found) const;
  // Calls `found(id)` for each token that begins with the query.
  void find_prefix(std::string_view query, const std::function<void(TokenId)>& found) const;

 private:
  struct Place {
    std::uint32_t offset;
    std::uint8_t length;
  };
  struct Bucket {  // tokens of letters of one length, without their plus
    std::vector<std::uint64_t> sketches;
    std::vector<TokenId> ids;
  };

  std::size_t slot_of(std::string_view token) const;
  void grow_slots();
  void merge_tail();

  std::string letters_;  // all tokens, one after another
  std::vector<Place> tokens_;
  std::vector<TokenId> slots_;  // open addressing, a power of two, at most half full
  std::array<Bucket, 33> buckets_;
  std::vector<TokenId> ordered_;  // alphabetical; the newest wait in tail_, unordered
  std::vector<TokenId> tail_;
};

}  // namespace arasha::projection

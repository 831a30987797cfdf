#include "projection/token_dictionary.h"

#include <algorithm>
#include <bit>

#include "base/check.h"
#include "projection/names.h"
#include "vault/vault.h"

namespace arasha::projection {
namespace {

// Consonants in classes within which token_distance confuses them, so that a cheap exchange leaves the sketch alone.
// Vowels do not count. h that comes or goes, J read as i and v read as u change one bit each, at half the price.
constexpr int class_of(char c) {
  switch (c) {
    case 'g': case 'k': case 'h': return 0;
    case 's': case 'S': case 'C': case 'c': case 'z': case 'J': return 1;
    case 'd': case 't': return 2;
    case 'f': case 'p': case 'b': return 3;
    case 'v': return 4;
    case 'l': return 5;
    case 'm': return 6;
    case 'n': return 7;
    case 'r': return 8;
    default: return -1;
  }
}

// Seven bits for each class, as many set as the token has letters of it: an error of ten tenths changes two bits at
// most, one of five a single bit.
std::uint64_t sketch_of(std::string_view token) {
  std::array<std::uint8_t, 9> counts{};
  for (const char c : token) {
    if (const int at = class_of(c); at >= 0) ++counts[static_cast<std::size_t>(at)];
  }
  std::uint64_t sketch = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    sketch |= ((std::uint64_t{1} << std::min<unsigned>(counts[i], 7)) - 1) << (7 * i);
  }
  return sketch;
}

std::string_view without_plus(std::string_view token) {
  if (is_patronymic(token)) token.remove_suffix(1);
  return token;
}

std::size_t hash_of(std::string_view token) { return std::hash<std::string_view>{}(token); }

}  // namespace

std::string_view TokenDictionary::text(TokenId id) const {
  const Place place = tokens_[id];
  return std::string_view(letters_).substr(place.offset, place.length);
}

std::size_t TokenDictionary::slot_of(std::string_view token) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash_of(token) & mask;
  while (slots_[at] != kNoToken && text(slots_[at]) != token) at = (at + 1) & mask;
  return at;
}

TokenId TokenDictionary::find(std::string_view token) const {
  return slots_.empty() ? kNoToken : slots_[slot_of(token)];
}

void TokenDictionary::grow_slots() {
  slots_.assign(std::max<std::size_t>(64, slots_.size() * 2), kNoToken);
  for (TokenId id = 0; id < tokens_.size(); ++id) slots_[slot_of(text(id))] = id;
}

TokenId TokenDictionary::add(std::string_view token) {
  REQUIRE(!token.empty() && token.size() <= 33 && letters_.size() < UINT32_MAX - 64);
  if (tokens_.size() * 2 >= slots_.size()) grow_slots();
  const std::size_t slot = slot_of(token);
  if (slots_[slot] != kNoToken) return slots_[slot];
  const auto id = static_cast<TokenId>(tokens_.size());
  tokens_.push_back({static_cast<std::uint32_t>(letters_.size()), static_cast<std::uint8_t>(token.size())});
  letters_ += token;
  slots_[slot] = id;
  if (!is_code(token)) {
    const std::string_view stem = without_plus(token);
    Bucket& bucket = buckets_[std::min<std::size_t>(stem.size(), 32)];
    bucket.sketches.push_back(sketch_of(stem));
    bucket.ids.push_back(id);
  }
  tail_.push_back(id);
  if (tail_.size() > std::max<std::size_t>(1024, ordered_.size() / 4)) merge_tail();
  return id;
}

void TokenDictionary::merge_tail() {
  const auto by_text = [this](TokenId left, TokenId right) { return text(left) < text(right); };
  std::sort(tail_.begin(), tail_.end(), by_text);
  const auto middle = static_cast<std::ptrdiff_t>(ordered_.size());
  ordered_.insert(ordered_.end(), tail_.begin(), tail_.end());
  std::inplace_merge(ordered_.begin(), ordered_.begin() + middle, ordered_.end(), by_text);
  tail_.clear();
}

void TokenDictionary::find_similar(std::string_view query, std::uint32_t limit,
                                   const std::function<void(TokenId, std::uint32_t)>& found) const {
  query = without_plus(query);
  const std::uint64_t sketch = sketch_of(query);
  const int bits = static_cast<int>(limit / 5);
  const std::size_t spread = limit / 5;  // of lengths: the cheapest letter more or less costs five
  const std::size_t shortest = query.size() > spread ? query.size() - spread : 1;
  const std::size_t longest = std::min<std::size_t>(query.size() + spread, 32);
  for (std::size_t length = shortest; length <= longest; ++length) {
    const Bucket& bucket = buckets_[length];
    for (std::size_t i = 0; i < bucket.ids.size(); ++i) {
      if (std::popcount(bucket.sketches[i] ^ sketch) > bits) continue;
      const std::uint32_t distance = token_distance(query, without_plus(text(bucket.ids[i])), limit);
      if (distance <= limit) found(bucket.ids[i], distance);
    }
  }
}

void TokenDictionary::find_prefix(std::string_view query, const std::function<void(TokenId)>& found) const {
  auto at = std::lower_bound(ordered_.begin(), ordered_.end(), query,
                             [this](TokenId id, std::string_view wanted) { return text(id) < wanted; });
  for (; at != ordered_.end() && text(*at).starts_with(query); ++at) found(*at);
  for (const TokenId id : tail_) {
    if (text(id).starts_with(query)) found(id);
  }
}

void TokenDictionary::clear() {
  crypto::wipe(letters_);
  TokenDictionary empty;
  std::swap(*this, empty);  // assignment would keep the string's memory
}

std::size_t TokenDictionary::bytes() const {
  std::size_t total = letters_.capacity() + tokens_.capacity() * sizeof(Place) +
                      (slots_.capacity() + ordered_.capacity() + tail_.capacity()) * sizeof(TokenId);
  for (const Bucket& bucket : buckets_) {
    total += bucket.sketches.capacity() * sizeof(std::uint64_t) + bucket.ids.capacity() * sizeof(TokenId);
  }
  return total;
}

}  // namespace arasha::projection

#include "crypto/shares.h"

#include <gtest/gtest.h>

#include <cctype>
#include <set>

#include "crypto/test_keys.h"

namespace arasha::crypto {
namespace {

Share copy_of(const Share& share) {
  return *Share::from_text(share.text());
}

std::vector<Share> chosen(const std::vector<Share>& all, unsigned mask) {
  std::vector<Share> out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if ((mask >> i & 1U) != 0) out.push_back(copy_of(all[i]));
  }
  return out;
}

std::string sentence(const Result<Key>& result) {
  return result ? "" : result.error().to_string();
}

TEST(Shares, every_k_or_more_rebuild_and_fewer_do_not) {
  for (const auto& [k, n] : {std::pair{1, 1}, {1, 3}, {2, 2}, {2, 3}, {3, 5}, {5, 5}}) {
    const Key secret = random_key();
    const auto shares = split(secret, k, n);
    ASSERT_TRUE(shares.is_ok());
    ASSERT_EQ(shares->size(), static_cast<std::size_t>(n));
    for (unsigned mask = 0; mask < 1U << n; ++mask) {
      const auto back = combine(chosen(*shares, mask));
      const bool enough = __builtin_popcount(mask) >= k;
      ASSERT_EQ(back.is_ok(), enough) << k << " of " << n << ", " << mask;
      if (enough) {
        EXPECT_EQ(bytes_in(*back), bytes_in(secret));
      }
    }
  }
}

TEST(Shares, sixteen_of_sixteen_in_any_order) {
  const Key secret = random_key();
  auto shares = split(secret, 16, 16);
  ASSERT_TRUE(shares.is_ok());
  std::reverse(shares->begin(), shares->end());
  const auto back = combine(*shares);
  ASSERT_TRUE(back.is_ok());
  EXPECT_EQ(bytes_in(*back), bytes_in(secret));
}

TEST(Shares, refuses_impossible_numbers) {
  for (const auto& [k, n] : {std::pair{0, 1}, {0, 0}, {2, 1}, {1, 17}, {17, 17}, {-1, 3}, {1, -1}}) {
    const auto result = split(random_key(), k, n);
    ASSERT_FALSE(result.is_ok()) << k << " of " << n;
    EXPECT_EQ(result.error().code, ErrorCode::invalid_input);
  }
}

TEST(Shares, too_few_says_how_many) {
  const auto shares = *split(random_key(), 3, 5);
  EXPECT_EQ(sentence(combine(chosen(shares, 0b00011))), "3 shares are needed, 2 were given.");
  EXPECT_EQ(sentence(combine({})), "No share was given.");
}

// A forged statement of the threshold does not help: with fewer shares than were meant, nothing fits.
TEST(Shares, a_lowered_threshold_opens_nothing) {
  const Key secret = random_key();
  const auto shares = *split(secret, 3, 5);
  std::vector<Share> two = chosen(shares, 0b00011);
  for (Share& share : two) share.threshold = 2;
  EXPECT_EQ(sentence(combine(two)), "The shares do not fit together. One of them is wrong.");
  std::vector<Share> one = chosen(shares, 0b00001);
  one[0].threshold = 1;
  EXPECT_FALSE(combine(one).is_ok());
  one[0].threshold = 0;
  EXPECT_FALSE(combine(one).is_ok());
}

TEST(Shares, a_repeated_share_is_named) {
  const auto shares = *split(random_key(), 2, 3);
  std::vector<Share> twice = chosen(shares, 0b010);
  twice.push_back(copy_of(twice[0]));
  EXPECT_EQ(sentence(combine(twice)), "Share 2 was given twice.");
}

TEST(Shares, a_share_of_another_set_is_named) {
  const Key secret = random_key();
  const auto shares = *split(secret, 2, 3);
  const auto others = *split(secret, 2, 3);
  std::vector<Share> mixed = chosen(shares, 0b001);
  mixed.push_back(copy_of(others[2]));
  EXPECT_EQ(sentence(combine(mixed)), "Share 3 belongs to another set. Use shares of one set only.");
  // It claims to be of this set, and there are more than enough: it is the one that fits nowhere.
  std::vector<Share> posing = chosen(shares, 0b011);
  posing.insert(posing.begin(), copy_of(others[2]));
  posing[0].set = shares[0].set;
  EXPECT_EQ(sentence(combine(posing)), "Share 3 belongs to another set. Use shares of one set only.");
}

TEST(Shares, every_altered_byte_is_found) {
  const auto shares = *split(random_key(), 2, 3);
  for (std::size_t at = 0; at < 48; ++at) {
    std::vector<Share> two = chosen(shares, 0b101);
    two[1].piece.fill([&](auto bytes) { bytes[at] ^= 1U; });
    ASSERT_EQ(sentence(combine(two)), "The shares do not fit together. One of them is wrong.") << at;
    std::vector<Share> three = chosen(shares, 0b111);
    three[1].piece.fill([&](auto bytes) { bytes[at] ^= 1U; });
    ASSERT_EQ(sentence(combine(three)), "Share 2 belongs to another set. Use shares of one set only.") << at;
  }
}

TEST(Shares, a_wrong_number_on_a_share_is_found) {
  const auto shares = *split(random_key(), 2, 3);
  for (const int number : {0, 2, 3, 16, 17, 255}) {
    std::vector<Share> two = chosen(shares, 0b011);
    two[0].index = static_cast<std::uint8_t>(number);
    EXPECT_FALSE(combine(two).is_ok()) << number;
  }
}

TEST(Shares, one_share_tells_nothing_by_being_the_same) {
  const Key secret = key_filled(5);
  std::set<Bytes> pieces;
  for (int i = 0; i < 50; ++i) {
    const auto shares = *split(secret, 2, 2);
    pieces.insert(shares[0].piece.use([](auto bytes) { return to_bytes(bytes); }));
  }
  EXPECT_EQ(pieces.size(), 50U);
}

TEST(ShareText, comes_back_as_people_copy_it) {
  const auto shares = *split(random_key(), 2, 3);
  const std::string text = shares[1].text();
  EXPECT_EQ(text.size(), 101U + 25U);
  std::string copied;
  for (const char c : text) copied += c == '-' ? ' ' : static_cast<char>(std::toupper(c));
  for (const std::string& each : {text, copied}) {
    const auto back = Share::from_text(each);
    ASSERT_TRUE(back.is_ok());
    EXPECT_EQ(back->text(), text);
    EXPECT_EQ(back->index, 2);
    EXPECT_EQ(back->threshold, 2);
  }
}

TEST(ShareText, every_mistyped_letter_is_found) {
  const auto shares = *split(random_key(), 2, 3);
  const std::string text = shares[0].text();
  int refused = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '-') continue;
    for (const char letter : std::string_view("0123456789abcdefghjkmnpqrstvwxyz")) {
      if (letter == text[at]) continue;
      std::string typed = text;
      typed[at] = letter;
      const auto result = Share::from_text(typed);
      ASSERT_FALSE(result.is_ok()) << at << letter;
      ASSERT_EQ(result.error().code, ErrorCode::invalid_input);
      ++refused;
    }
  }
  EXPECT_EQ(refused, 101 * 31);
}

TEST(ShareText, swapped_missing_and_foreign_letters_are_found) {
  const auto shares = *split(random_key(), 2, 3);
  const std::string text = shares[0].text();
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    if (text[at] == text[at + 1] || text[at] == '-' || text[at + 1] == '-') continue;
    std::string typed = text;
    std::swap(typed[at], typed[at + 1]);
    EXPECT_FALSE(Share::from_text(typed).is_ok()) << at;
  }
  for (const std::string& typed : {std::string(), text.substr(5), text.substr(0, 121), text + text,
                                   text + "zzzz", "u" + text.substr(1), std::string("not a share")}) {
    EXPECT_FALSE(Share::from_text(typed).is_ok());
  }
}

// A text with a right checksum, as an attacker writes it.
std::string text_of(Bytes body) {
  const Hash sum = fingerprint("arasha/share/v1/checksum", {body});
  body.insert(body.end(), sum.begin(), sum.begin() + 4);
  return to_base32(body);
}

TEST(ShareText, refuses_other_versions_and_impossible_numbers) {
  Bytes body(59, 7);
  body[0] = 1;
  body[9] = 2;
  body[10] = 16;
  ASSERT_TRUE(Share::from_text(text_of(body)).is_ok());
  Bytes newer = body;
  newer[0] = 2;
  ASSERT_FALSE(Share::from_text(text_of(newer)).is_ok());
  EXPECT_EQ(Share::from_text(text_of(newer)).error().code, ErrorCode::unsupported);
  for (const auto& [threshold, index] : {std::pair{0, 1}, {1, 0}, {17, 1}, {2, 17}, {255, 255}}) {
    Bytes bad = body;
    bad[9] = static_cast<std::uint8_t>(threshold);
    bad[10] = static_cast<std::uint8_t>(index);
    EXPECT_FALSE(Share::from_text(text_of(bad)).is_ok()) << threshold << " " << index;
  }
}

TEST(Shares, a_known_fingerprint_names_the_wrong_one_among_exactly_k) {
  const Key secret = random_key();
  const auto shares = *split(secret, 2, 3);
  std::vector<Hash> known;
  for (const Share& share : shares) known.push_back(share.fingerprint());
  EXPECT_TRUE(combine(chosen(shares, 0b101), known).is_ok());
  std::vector<Share> altered = chosen(shares, 0b101);
  altered[1].piece.fill([](auto bytes) { bytes[0] ^= 1; });
  EXPECT_EQ(sentence(combine(altered)), "The shares do not fit together. One of them is wrong.");
  EXPECT_EQ(sentence(combine(altered, known)), "Share 3 is not a share of this organisation, or it is from an older set.");
  altered = chosen(shares, 0b101);
  altered[0].index = 9;
  EXPECT_EQ(sentence(combine(altered, known)), "Share 9 is not a share of this organisation, or it is from an older set.");
  EXPECT_EQ(sentence(combine({}, known)), "No share was given.");
}

}  // namespace
}  // namespace arasha::crypto

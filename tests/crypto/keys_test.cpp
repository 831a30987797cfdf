#include "crypto/keys.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <set>
#include <sstream>

#include "base/check.h"
#include "crypto/test_keys.h"
#include "crypto/words.h"

namespace arasha::crypto {
namespace {

constexpr std::string_view kLabel = "arasha/test/v1";

PublicKey public_of(std::string_view hex) {
  const Bytes bytes = *from_hex(hex);
  PublicKey key{};
  std::copy(bytes.begin(), bytes.end(), key.begin());
  return key;
}

TEST(Derive, separates_labels_and_parts) {
  const Key key = key_filled(1);
  std::set<Bytes> seen;
  for (const Key& out :
       {derive(key, "a"), derive(key, "b"), derive(key, "a", {view("")}), derive(key, "a", {view("x")}),
        derive(key, "a", {view("x"), view("")}), derive(key, "a", {view(""), view("x")}), derive(key, "ax"),
        derive(key, ""), derive(key_filled(2), "a")}) {
    seen.insert(bytes_in(out));
  }
  EXPECT_EQ(seen.size(), 9U);
  EXPECT_EQ(bytes_in(derive(key, "a", {view("x")})), bytes_in(derive(key, "a", {view("x")})));
}

TEST(Fingerprint, separates_labels_and_parts) {
  const std::set<Hash> seen{fingerprint("a", {}),           fingerprint("a", {view("")}),
                            fingerprint("a", {view("bc")}), fingerprint("a", {view("b"), view("c")}),
                            fingerprint("ab", {view("c")}), fingerprint("", {view("abc")})};
  EXPECT_EQ(seen.size(), 6U);
}

TEST(Signature, holds_for_its_label_and_bytes_only) {
  const SigningKey key = SigningKey::from_seed(key_filled(1));
  const SigningKey other = SigningKey::from_seed(key_filled(2));
  const Signature signature = key.sign(kLabel, view("text"));
  EXPECT_TRUE(verify(key.public_key(), kLabel, view("text"), signature));
  EXPECT_FALSE(verify(key.public_key(), kLabel, view("texts"), signature));
  EXPECT_FALSE(verify(key.public_key(), kLabel, {}, signature));
  EXPECT_FALSE(verify(key.public_key(), "arasha/test/v2", view("text"), signature));
  EXPECT_FALSE(verify(key.public_key(), "arasha/test/v1t", view("ext"), signature));
  EXPECT_FALSE(verify(other.public_key(), kLabel, view("text"), signature));
}

TEST(Signature, every_altered_bit_is_found) {
  const SigningKey key = SigningKey::from_seed(key_filled(1));
  const Signature signature = key.sign(kLabel, view("text"));
  for (std::size_t at = 0; at < signature.size(); ++at) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      Signature altered = signature;
      altered.at(at) ^= static_cast<std::uint8_t>(1U << bit);
      ASSERT_FALSE(verify(key.public_key(), kLabel, view("text"), altered)) << at;
    }
  }
  for (std::size_t size = 0; size < signature.size(); ++size) {
    EXPECT_FALSE(verify(key.public_key(), kLabel, view("text"), BytesView(signature).first(size)));
  }
  Bytes longer = to_bytes(signature);
  longer.push_back(0);
  EXPECT_FALSE(verify(key.public_key(), kLabel, view("text"), longer));
}

// Small-order points of Curve25519 in Edwards form, and encodings above the prime. With such a key the
// signature R = identity, S = 0 fits every message where nothing checks the key.
TEST(Signature, keys_of_small_order_and_odd_encodings_are_refused) {
  Bytes signature(64, 0);
  signature[0] = 1;
  for (const char* hex : {"0100000000000000000000000000000000000000000000000000000000000000",
                          "0100000000000000000000000000000000000000000000000000000000000080",
                          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                          "0000000000000000000000000000000000000000000000000000000000000000",
                          "0000000000000000000000000000000000000000000000000000000000000080",
                          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                          "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                          "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"}) {
    for (const char* text : {"", "a", "b", "c", "d", "e", "f", "g"}) {
      EXPECT_FALSE(verify(public_of(hex), kLabel, view(text), signature)) << hex;
    }
  }
}

// The owner of a key adds a point of order two to it and looks for a message whose hash is even: a
// cofactorless check accepts, another might not. Two verifiers that disagree about one record would be worse
// than a refusal.
TEST(Signature, keys_with_a_small_order_part_are_refused) {
  const PublicKey order_two = public_of("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
  std::array<unsigned char, 32> secret{};
  std::array<unsigned char, 32> r{};
  crypto_core_ed25519_scalar_random(secret.data());
  crypto_core_ed25519_scalar_random(r.data());
  PublicKey honest{};
  PublicKey mixed{};
  Signature signature{};
  ASSERT_EQ(crypto_scalarmult_ed25519_base_noclamp(honest.data(), secret.data()), 0);
  ASSERT_EQ(crypto_core_ed25519_add(mixed.data(), honest.data(), order_two.data()), 0);
  ASSERT_EQ(crypto_scalarmult_ed25519_base_noclamp(signature.data(), r.data()), 0);
  for (std::uint8_t attempt = 0; attempt < 100; ++attempt) {
    const Bytes text{attempt};
    const Bytes message = ByteWriter().sized(kLabel).raw(text).take();
    std::array<unsigned char, 64> wide{};
    crypto_hash_sha512_state state;
    crypto_hash_sha512_init(&state);
    crypto_hash_sha512_update(&state, signature.data(), 32);
    crypto_hash_sha512_update(&state, mixed.data(), 32);
    crypto_hash_sha512_update(&state, message.data(), message.size());
    crypto_hash_sha512_final(&state, wide.data());
    std::array<unsigned char, 32> h{};
    crypto_core_ed25519_scalar_reduce(h.data(), wide.data());
    if (h[0] % 2 != 0) continue;
    std::array<unsigned char, 32> product{};
    crypto_core_ed25519_scalar_mul(product.data(), h.data(), secret.data());
    crypto_core_ed25519_scalar_add(signature.data() + 32, r.data(), product.data());
    ASSERT_EQ(crypto_sign_verify_detached(signature.data(), message.data(), message.size(), mixed.data()), 0);
    EXPECT_FALSE(verify(mixed, kLabel, text, signature));
    return;
  }
  FAIL() << "no message with an even hash";
}

TEST(SealedBox, opens_for_its_recipient_and_context_only) {
  const BoxKey key = BoxKey::from_seed(key_filled(1));
  const BoxKey other = BoxKey::from_seed(key_filled(2));
  for (const std::size_t size : {0U, 1U, 32U, 5000U}) {
    const Bytes box = seal_to(key.public_key(), kLabel, view("circle 1"), counted(size));
    const auto opened = key.open(kLabel, view("circle 1"), box);
    ASSERT_TRUE(opened.is_ok());
    EXPECT_EQ(*opened, counted(size));
    EXPECT_FALSE(key.open(kLabel, view("circle 2"), box).is_ok());
    EXPECT_FALSE(key.open("arasha/test/v2", view("circle 1"), box).is_ok());
    EXPECT_FALSE(other.open(kLabel, view("circle 1"), box).is_ok());
  }
}

TEST(SealedBox, every_altered_or_missing_byte_is_found) {
  const BoxKey key = BoxKey::from_seed(key_filled(1));
  const Bytes box = seal_key_to(key.public_key(), kLabel, {}, key_filled(7));
  ASSERT_TRUE(key.open_key(kLabel, {}, box).is_ok());
  for (std::size_t at = 0; at < box.size(); ++at) {
    Bytes altered = box;
    altered[at] ^= 1U;
    EXPECT_FALSE(key.open(kLabel, {}, altered).is_ok()) << at;
    EXPECT_FALSE(key.open_key(kLabel, {}, altered).is_ok()) << at;
    EXPECT_FALSE(key.open(kLabel, {}, BytesView(box).first(at)).is_ok()) << at;
    EXPECT_FALSE(key.open_key(kLabel, {}, BytesView(box).first(at)).is_ok()) << at;
  }
}

TEST(SealedBox, a_bare_box_without_context_hash_does_not_open) {
  const BoxKey key = BoxKey::from_seed(key_filled(1));
  const Bytes plain = counted(64);
  Bytes box(plain.size() + crypto_box_SEALBYTES);
  ASSERT_EQ(crypto_box_seal(box.data(), plain.data(), plain.size(), key.public_key().data()), 0);
  EXPECT_FALSE(key.open(kLabel, {}, box).is_ok());
  EXPECT_FALSE(key.open_key(kLabel, {}, box).is_ok());
}

TEST(SealedBox, a_key_comes_back_as_it_went_in_and_only_a_key) {
  const BoxKey key = BoxKey::from_seed(key_filled(1));
  const Key inner = random_key();
  const auto back = key.open_key(kLabel, view("c"), seal_key_to(key.public_key(), kLabel, view("c"), inner));
  ASSERT_TRUE(back.is_ok());
  EXPECT_EQ(bytes_in(*back), bytes_in(inner));
  EXPECT_FALSE(
      key.open_key(kLabel, view("d"), seal_key_to(key.public_key(), kLabel, view("c"), inner)).is_ok());
  for (const std::size_t size : {0U, 31U, 33U}) {
    EXPECT_FALSE(key.open_key(kLabel, {}, seal_to(key.public_key(), kLabel, {}, counted(size))).is_ok())
        << size;
  }
}

TEST(SealedBox, is_not_made_for_a_key_of_small_order) {
  for (const char* hex : {"0000000000000000000000000000000000000000000000000000000000000000",
                          "0100000000000000000000000000000000000000000000000000000000000000",
                          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                          "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"}) {
    EXPECT_THROW(seal_to(public_of(hex), kLabel, {}, view("text")), Bug) << hex;
    EXPECT_THROW(seal_key_to(public_of(hex), kLabel, {}, key_filled(1)), Bug) << hex;
  }
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

TEST(Words, are_2048_sorted_and_pronounceable) {
  std::string before;
  for (std::uint32_t i = 0; i < 2048; ++i) {
    const std::string each(word(i));
    ASSERT_LT(before, each);
    ASSERT_EQ(each.size(), 4U);
    ASSERT_EQ(each.find_first_not_of("abdfgijklmnoprstuv"), std::string::npos) << each;
    before = each;
  }
  for (const char* rude : {"suka", "fuki", "puta", "sosi"}) {
    for (std::uint32_t i = 0; i < 2048; ++i) ASSERT_NE(word(i), rude);
  }
}

// People have written down what came from the list: it must not move.
TEST(Words, never_change) {
  std::string all;
  for (std::uint32_t i = 0; i < 2048; ++i) all += word(i);
  EXPECT_EQ(to_hex(fingerprint("", {view(all)})),
            "fee05a372f609a2ffac5554b66243b9a45431f61e5c06fd47eacaad35d2bc5eb");
}

TEST(WordsDeathTest, past_the_end_is_a_bug) {
  EXPECT_DEATH(word(2048), "number < kCount");
}

TEST(FingerprintWords, change_with_either_key_and_stay_otherwise) {
  const PublicKey signing = SigningKey::from_seed(key_filled(1)).public_key();
  const PublicKey box = BoxKey::from_seed(key_filled(1)).public_key();
  const std::string words = fingerprint_words(signing, box);
  EXPECT_EQ(words_of(words).size(), 8U);
  EXPECT_EQ(words, fingerprint_words(signing, box));
  EXPECT_NE(words, fingerprint_words(box, signing));
  for (PublicKey altered : {signing}) {
    altered[31] ^= 1U;
    EXPECT_NE(words, fingerprint_words(altered, box));
  }
  // By the document: eleven bits of SHA-256 for each word.
  const Hash hash = fingerprint("arasha/words/v1", {signing, box});
  const std::uint32_t first = (static_cast<std::uint32_t>(hash[0]) << 3U) | (hash[1] >> 5U);
  const std::uint32_t last = (static_cast<std::uint32_t>(hash[9] & 7U) << 8U) | hash[10];
  EXPECT_EQ(words_of(words).front(), word(first));
  EXPECT_EQ(words_of(words).back(), word(last));
}

TEST(Passphrase, has_the_words_that_were_asked_for) {
  EXPECT_EQ(words_of(random_passphrase(6)).size(), 6U);
  EXPECT_EQ(random_passphrase(1).size(), 4U);
  EXPECT_NE(random_passphrase(6), random_passphrase(6));
  EXPECT_THROW(random_passphrase(0), Bug);
  EXPECT_THROW(random_passphrase(-1), Bug);
}

}  // namespace
}  // namespace arasha::crypto

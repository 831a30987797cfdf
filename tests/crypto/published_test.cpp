// Published vectors: that the library underneath is the one that the format documents mean.
#include <gtest/gtest.h>
#include <sodium.h>

#include <numeric>

#include "base/bytes.h"

namespace arasha::crypto {
namespace {

Bytes hex(std::string_view text) {
  return *from_hex(text);
}
Bytes counting(std::size_t size, std::uint8_t from = 0) {
  Bytes out(size);
  std::iota(out.begin(), out.end(), from);
  return out;
}

// RFC 8032, section 7.1, TEST 1 and TEST 3.
TEST(Published, ed25519) {
  struct Case {
    const char* seed;
    const char* key;
    const char* message;
    const char* signature;
  };
  for (const Case& each : {Case{"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
                                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a3"
                                "3bacc61e39701cf9b46bd25bf5f0595bbe246"
                                "55141438e7a100b"},
                           Case{"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                                "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
                                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16"
                                "f290ae67f760984dc6594a7c15e9716ed28d"
                                "c027beceea1ec40a"}}) {
    Bytes key(32);
    Bytes secret(64);
    Bytes signature(64);
    const Bytes message = hex(each.message);
    crypto_sign_seed_keypair(key.data(), secret.data(), hex(each.seed).data());
    crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret.data());
    EXPECT_EQ(to_hex(key), each.key);
    EXPECT_EQ(to_hex(signature), each.signature);
  }
}

// BLAKE2 reference package, testvectors/blake2b-kat.txt, first two (key 00 … 3f); the function of RFC 7693.
TEST(Published, keyed_blake2b) {
  const Bytes key = counting(64);
  Bytes out(64);
  crypto_generichash(out.data(), out.size(), nullptr, 0, key.data(), key.size());
  EXPECT_EQ(to_hex(out),
            "10ebb67700b1868efb4417987acf4690ae9d972fb7a590c2f02871799aaa4786"
            "b5e996e8f0f4eb981fc214b005f42d2ff4233499391653df7aefcbc13fc51568");
  const Bytes zero{0};
  crypto_generichash(out.data(), out.size(), zero.data(), zero.size(), key.data(), key.size());
  EXPECT_EQ(to_hex(out),
            "961f6dd1e4dd30f63901690c512e78e4b45e4742ed197c3c5e45c549fd25f2e4"
            "187b0bc9fe30492b16b0d0bc4ef9b0f34c7003fac09a5ef1532e69430234cebd");
}

// draft-irtf-cfrg-xchacha-03, appendix A.3.1.
TEST(Published, xchacha20_poly1305) {
  const std::string_view plain =
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen "
      "would be it.";
  const Bytes ad = hex("50515253c0c1c2c3c4c5c6c7");
  const Bytes key = counting(32, 0x80);
  const Bytes nonce = counting(24, 0x40);
  Bytes out(plain.size() + 16);
  crypto_aead_xchacha20poly1305_ietf_encrypt(out.data(), nullptr, view(plain).data(), plain.size(), ad.data(),
                                             ad.size(), nullptr, nonce.data(), key.data());
  EXPECT_EQ(to_hex(out),
            "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39"
            "ae64c6708c54c216cb96"
            "b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da97688"
            "12f615c68b13b52e"
            "c0875924c1c7987947deafd8780acf49");
}

// The reference program of phc-winner-argon2: echo -n 123 | argon2 ABCDEFGHIJKLMNOP -id -v 13 -k 8192 -t 2,
// quoted by the tests of iov-core. (RFC 9106, section 5.3, has four lanes and a secret, which libsodium does
// not offer.)
TEST(Published, argon2id) {
  Bytes out(32);
  ASSERT_EQ(crypto_pwhash(out.data(), out.size(), "123", 3, view("ABCDEFGHIJKLMNOP").data(), 2,
                          std::size_t{8} << 20U, crypto_pwhash_ALG_ARGON2ID13),
            0);
  EXPECT_EQ(to_hex(out), "3ee950488d26ce691657b1d753f562139857b61a58f234d6cb0ce84c4cc27328");
}

}  // namespace
}  // namespace arasha::crypto

// ristretto255 against RFC 9496 (appendix A) and RFC 9497 (appendix A.1.1), and what the comparison relies on.
#include "crypto/blinding.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <set>

#include "crypto/test_keys.h"

namespace arasha::crypto {
namespace {

Bytes hex(std::string_view text) { return *from_hex(text); }
std::string hex_of(const Point& point) { return to_hex(point.bytes()); }
Key small_scalar(std::uint8_t value) {
  Bytes bytes(32);
  bytes[0] = value;
  return key_of(bytes);
}

// RFC 9496, appendix A.1: the generator times 0 to 15.
constexpr std::array<const char*, 16> kMultiples{
    "0000000000000000000000000000000000000000000000000000000000000000", "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76",
    "6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919", "94741f5d5d52755ece4f23f044ee27d5d1ea1e2bd196b462166b16152a9d0259",
    "da80862773358b466ffadfe0b3293ab3d9fd53c5ea6c955358f568322daf6a57", "e882b131016b52c1d3337080187cf768423efccbb517bb495ab812c4160ff44e",
    "f64746d3c92b13050ed8d80236a7f0007c3b3f962f5ba793d19a601ebb1df403", "44f53520926ec81fbd5a387845beb7df85a96a24ece18738bdcfa6a7822a176d",
    "903293d8f2287ebe10e2374dc1a53e0bc887e592699f02d077d5263cdd55601c", "02622ace8f7303a31cafc63f8fc48fdc16e1c8c8d234b2f0d6685282a9076031",
    "20706fd788b2720a1ed2a5dad4952b01f413bcf0e7564de8cdc816689e2db95f", "bce83f8ba5dd2fa572864c24ba1810f9522bc6004afe95877ac73241cafdab42",
    "e4549ee16b9aa03099ca208c67adafcafa4c3f3e4e5303de6026e3ca8ff84460", "aa52e000df2e16f55fb1032fc33bc42742dad6bd5a8fc0be0167436c5948501f",
    "46376b80f409b29dc2b5f6f0c52591990896e5716f41477cd30085ab7f10301e", "e0c418f7c8d9c4cdd7395b93ea124f3ad99021bb681dfc3302a9d99a2e53e64e"};

// RFC 9496, appendix A.2: encodings that have to be refused.
constexpr std::array<const char*, 29> kInvalid{
    // not reduced
    "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    // negative
    "0100000000000000000000000000000000000000000000000000000000000000", "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ed57ffd8c914fb201471d1c3d245ce3c746fcbe63a3679d51b6a516ebebe0e20", "c34c4e1826e5d403b78e246e88aa051c36ccf0aafebffe137d148a2bf9104562",
    "c940e5a4404157cfb1628b108db051a8d439e1a421394ec4ebccb9ec92a8ac78", "47cfc5497c53dc8e61c91d17fd626ffb1c49e2bca94eed052281b510b1117a24",
    "f1c6165d33367351b0da8f6e4511010c68174a03b6581212c71c0e1d026c3c72", "87260f7a2f12495118360f02c26a470f450dadf34a413d21042b43b9d93e1309",
    // x² has no root
    "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371", "4eac077a713c57b4f4397629a4145982c661f48044dd3f96427d40b147d9742f",
    "de6a7b00deadc788eb6b6c8d20c0ae96c2f2019078fa604fee5b87d6e989ad7b", "bcab477be20861e01e4a0e295284146a510150d9817763caf1a6f4b422d67042",
    "2a292df7e32cababbd9de088d1d1abec9fc0440f637ed2fba145094dc14bea08", "f4a9e534fc0d216c44b218fa0c42d99635a0127ee2e53c712f70609649fdff22",
    "8268436f8c4126196cf64b3c7ddbda90746a378625f9813dd9b8457077256731", "2810e5cbc2cc4d4eece54f61c6f69758e289aa7ab440b3cbeaa21995c2f4232b",
    // x·y is negative
    "3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e", "a45fdc55c76448c049a1ab33f17023edfb2be3581e9c7aade8a6125215e04220",
    "d483fe813c6ba647ebbfd3ec41adca1c6130c2beeee9d9bf065c8d151c5f396e", "8a2e1d30050198c65a54483123960ccc38aef6848e1ec8f5f780e8523769ba32",
    "32888462f8b486c68ad7dd9610be5192bbeaf3b443951ac1a8118419d9fa097b", "227142501b9d4355ccba290404bde41575b037693cef1f438c47f8fbf35d1165",
    "5c37cc491da847cfeb9281d407efc41e15144c876e0170b499a96a22ed31e01e", "445425117cb8c90edcbc7c1cc0e74f747f2c1efa5630a967c64f287792a48a4b",
    // y is zero
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"};

TEST(Blinding, multiples_of_the_generator) {
  const Point generator = *Point::from_bytes(hex(kMultiples[1]));
  for (std::uint8_t i = 1; i < kMultiples.size(); ++i) {
    const BlindingKey key = *BlindingKey::from_scalar(small_scalar(i));
    EXPECT_EQ(hex_of(*key.blind_again(generator)), kMultiples[i]);
    EXPECT_TRUE(Point::from_bytes(hex(kMultiples[i])).is_ok());
  }
}

TEST(Blinding, the_identity_and_invalid_encodings_are_refused) {
  EXPECT_EQ(Point::from_bytes(hex(kMultiples[0])).error().code, ErrorCode::damaged);
  for (const char* each : kInvalid) EXPECT_FALSE(Point::from_bytes(hex(each)).is_ok()) << each;
  EXPECT_FALSE(Point::from_bytes({}).is_ok());
  EXPECT_FALSE(Point::from_bytes(Bytes(31)).is_ok());
  Bytes long_one = hex(kMultiples[1]);
  long_one.push_back(0);
  EXPECT_FALSE(Point::from_bytes(long_one).is_ok());
}

// A second encoding of an element would let somebody send one point twice: with the highest bit (which libsodium 1.0.18 takes),
// as s + p, or as 2p − s.
TEST(Blinding, a_point_has_one_encoding) {
  for (std::size_t i = 1; i < kMultiples.size(); ++i) {
    Bytes high = hex(kMultiples[i]);
    high.back() |= 0x80U;
    EXPECT_FALSE(Point::from_bytes(high).is_ok()) << i;
    Bytes twin = hex(kMultiples[i]);
    int borrow = 0;
    for (std::size_t at = 0; at < twin.size(); ++at) {
      const int digit = (at == 0 ? 0xda : 0xff) - twin[at] - borrow;  // 2p = 2^256 − 38
      borrow = digit < 0 ? 1 : 0;
      twin[at] = static_cast<std::uint8_t>(digit & 0xff);
    }
    EXPECT_FALSE(Point::from_bytes(twin).is_ok()) << i;
  }
}

// RFC 9496, appendix A.3: SHA-512 of a text to a point; the function that `blind` ends with.
TEST(Blinding, points_from_uniform_bytes) {
  constexpr std::array<std::array<const char*, 2>, 7> kCases{{
      {"Ristretto is traditionally a short shot of espresso coffee", "3066f82a1a747d45120d1740f14358531a8f04bbffe6a819f86dfe50f44a0a46"},
      {"made with the normal amount of ground coffee but extracted with", "f26e5b6f7d362d2d2a94c5d0e7602cb4773c95a2e5c31a64f133189fa76ed61b"},
      {"about half the amount of water in the same amount of time", "006ccd2a9e6867e6a2c5cea83d3302cc9de128dd2a9a57dd8ee7b9d7ffe02826"},
      {"by using a finer grind.", "f8f0c87cf237953c5890aec3998169005dae3eca1fbb04548c635953c817f92a"},
      {"This produces a concentrated shot of coffee per volume.", "ae81e7dedf20a497e10c304a765c1767a42d6e06029758d2d7e8ef7cc4c41179"},
      {"Just pulling a normal shot short will produce a weaker shot", "e2705652ff9f5e44d3e841bf1c251cf7dddb77d140870d1ab2ed64f1a9ce8628"},
      {"and is not a Ristretto as some believe.", "80bd07262511cdde4863f8a7434cef696750681cb9510eea557088f76d9e5065"},
  }};
  for (const auto& [text, point] : kCases) {
    std::array<std::uint8_t, 64> wide{};
    Bytes out(32);
    crypto_hash_sha512(wide.data(), view(text).data(), view(text).size());
    crypto_core_ristretto255_from_hash(out.data(), wide.data());
    EXPECT_EQ(to_hex(out), point) << text;
  }
}

// RFC 9497, appendix A.1.1 (ristretto255-SHA512, mode OPRF): Blind, BlindedElement, and with skSm the EvaluationElement.
TEST(Blinding, hash_to_group_and_both_keys) {
  const std::string label("HashToGroup-OPRFV1-\0-ristretto255-SHA512", 40);
  const BlindingKey client = *BlindingKey::from_scalar(key_of(hex("64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706")));
  const BlindingKey server = *BlindingKey::from_scalar(key_of(hex("5ebcea5ee37023ccb9fc2d2019f9d7737be85591ae8652ffa9ef0f4d37063b0e")));
  struct Case {
    Bytes input;
    const char* blinded;
    const char* evaluated;
  };
  for (const Case& each : {Case{hex("00"), "609a0ae68c15a3cf6903766461307e5c8bb2f95e7e6550e1ffa2dc99e412803c",
                                "7ec6578ae5120958eb2db1745758ff379e77cb64fe77b0b2d8cc917ea0869c7e"},
                           Case{Bytes(17, 0x5a), "da27ef466870f5f15296299850aa088629945a17d1f5b7f5ff043f76b3c06418",
                                "b4cbf5a4f1eeda5a63ce7b77c7d23f461db3fcab0dd28e4e17cecb5c90d02c25"}}) {
    const Point blinded = client.blind(label, each.input);
    EXPECT_EQ(hex_of(blinded), each.blinded);
    EXPECT_EQ(hex_of(*server.blind_again(blinded)), each.evaluated);
    EXPECT_EQ(*client.blind_again(server.blind(label, each.input)), *server.blind_again(blinded));
  }
}

TEST(Blinding, scalars_that_are_none) {
  EXPECT_EQ(BlindingKey::from_scalar(small_scalar(0)).error().code, ErrorCode::invalid_input);
  // The order of the group, and one less.
  EXPECT_FALSE(BlindingKey::from_scalar(key_of(hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"))).is_ok());
  EXPECT_TRUE(BlindingKey::from_scalar(key_of(hex("ecd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"))).is_ok());
  EXPECT_FALSE(BlindingKey::from_scalar(key_filled(0xff)).is_ok());
}

TEST(Blinding, keys_from_seeds_differ_and_repeat) {
  const Bytes text = to_bytes(view("алия|nurlan"));
  std::set<std::string> seen;
  for (std::uint8_t i = 0; i < 50; ++i) {
    const std::string once = hex_of(BlindingKey::from_seed(key_filled(i)).blind("test/v1", text));
    EXPECT_EQ(once, hex_of(BlindingKey::from_seed(key_filled(i)).blind("test/v1", text)));
    seen.insert(once);
    seen.insert(hex_of(BlindingKey::from_seed(key_filled(i)).blind("test/v2", text)));
    seen.insert(hex_of(BlindingKey::random().blind("test/v1", text)));
  }
  EXPECT_EQ(seen.size(), 150U);
}

TEST(Blinding, either_order_gives_one_point_and_other_texts_others) {
  const BlindingKey a = BlindingKey::random();
  const BlindingKey b = BlindingKey::random();
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const Bytes text = to_bytes(view("person " + std::to_string(i)));
    const Point ab = *b.blind_again(a.blind("test/v1", text));
    EXPECT_EQ(ab, *a.blind_again(b.blind("test/v1", text)));
    seen.insert(hex_of(ab));
  }
  EXPECT_EQ(seen.size(), 200U);
}

TEST(Blinding, a_label_is_needed) {
  const BlindingKey key = BlindingKey::random();
  EXPECT_ANY_THROW((void)key.blind("", Bytes(3)));
  EXPECT_ANY_THROW((void)key.blind(std::string(256, 'x'), Bytes(3)));
  EXPECT_NO_THROW((void)key.blind(std::string(255, 'x'), {}));
}

}  // namespace
}  // namespace arasha::crypto

// vectors.txt was made by make_vectors.py, a second writing of the same formats.
#include <gtest/gtest.h>
#include <sodium.h>

#include <fstream>
#include <map>
#include <sstream>

#include "crypto/blinding.h"
#include "crypto/envelope.h"
#include "crypto/keys.h"
#include "crypto/password.h"
#include "crypto/shares.h"
#include "crypto/stream.h"
#include "crypto/test_keys.h"
#include "where.h"

namespace arasha::crypto {
namespace {

class Vector {
 public:
  explicit Vector(const std::string& line) {
    std::istringstream in(line);
    in >> name_;
    for (std::string field; in >> field;) {
      const auto at = field.find('=');
      fields_[field.substr(0, at)] = field.substr(at + 1);
    }
  }
  const std::string& name() const { return name_; }
  bool has(const std::string& field) const { return fields_.contains(field); }
  const std::string& raw(const std::string& field) const { return fields_.at(field); }
  Bytes operator[](const std::string& field) const { return *from_hex(raw(field)); }
  Key key(const std::string& field) const { return key_of((*this)[field]); }
  std::string text(const std::string& field) const { return to_text((*this)[field]); }

 private:
  std::string name_;
  std::map<std::string, std::string> fields_;
};

std::vector<Vector> vectors(const std::string& name) {
  std::ifstream file(std::string(where::kSource) + "/tests/crypto/vectors.txt");
  std::vector<Vector> out;
  for (std::string line; std::getline(file, line);) {
    Vector each(line);
    if (each.name() == name) out.push_back(std::move(each));
  }
  EXPECT_FALSE(out.empty()) << name;
  return out;
}

PublicKey public_key(const Bytes& bytes) {
  PublicKey out{};
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

TEST(Vectors, derivation) {
  for (const Vector& v : vectors("derive")) {
    const Key key = v.key("key");
    const std::string label = v.text("label");
    const Bytes a = v.has("part0") ? v["part0"] : Bytes{};
    const Bytes b = v.has("part1") ? v["part1"] : Bytes{};
    const auto all = [&](auto&& f) {
      if (v.has("part1")) return f(std::initializer_list<BytesView>{a, b});
      if (v.has("part0")) return f(std::initializer_list<BytesView>{a});
      return f(std::initializer_list<BytesView>{});
    };
    EXPECT_EQ(all([&](auto parts) { return bytes_in(derive(key, label, parts)); }), v["out"]);
    EXPECT_EQ(all([&](auto parts) { return to_bytes(tag(key, label, parts)); }), v["out"]);
    EXPECT_EQ(all([&](auto parts) { return to_bytes(fingerprint(label, parts)); }), v["fingerprint"]);
  }
}

TEST(Vectors, envelopes) {
  for (const Vector& v : vectors("envelope")) {
    const auto opened = open(v.key("key"), v["ad"], v["sealed"], Padding{v["step"][0]});
    ASSERT_TRUE(opened.is_ok());
    EXPECT_EQ(*opened, v["plain"]);
  }
  for (const Vector& v : vectors("wrapped")) {
    const auto key = unwrap_key(v.key("key"), v["ad"], v["sealed"]);
    ASSERT_TRUE(key.is_ok());
    EXPECT_EQ(bytes_in(*key), v["inner"]);
  }
}

// An "invisible salamander": one ciphertext whose tag is right under two keys. The cipher alone opens it
// under both; the envelope opens only under the key that it commits to.
TEST(Vectors, one_ciphertext_under_two_keys) {
  const Vector v = vectors("salamander").at(0);
  const Bytes cipher = v["cipher"];
  const Bytes ad = v["ad"];
  Bytes one(cipher.size() - 16);
  Bytes other(cipher.size() - 16);
  for (const auto& [field, out] : {std::pair{"enc", &one}, {"enc_other", &other}}) {
    ASSERT_EQ(crypto_aead_xchacha20poly1305_ietf_decrypt(out->data(), nullptr, nullptr, cipher.data(),
                                                         cipher.size(), ad.data(), ad.size(),
                                                         v["nonce"].data(), v[field].data()),
              0);
  }
  ASSERT_NE(one, other);
  EXPECT_EQ(open(v.key("key"), ad, v["sealed"]).value_or(Bytes{}), one);
  EXPECT_FALSE(open(v.key("other"), ad, v["sealed"]).is_ok());
  EXPECT_EQ(open(v.key("other"), ad, v["sealed_other"]).value_or(Bytes{}), other);
  EXPECT_FALSE(open(v.key("key"), ad, v["sealed_other"]).is_ok());
  EXPECT_NE(*commit_of(v["sealed"]), *commit_of(v["sealed_other"]));
}

TEST(Vectors, signatures) {
  for (const Vector& v : vectors("signature")) {
    const SigningKey key = SigningKey::from_seed(v.key("seed"));
    EXPECT_EQ(to_bytes(key.public_key()), v["public"]);
    EXPECT_EQ(to_bytes(key.sign(v.text("label"), v["message"])), v["signature"]);
    EXPECT_TRUE(verify(public_key(v["public"]), v.text("label"), v["message"], v["signature"]));
  }
}

TEST(Vectors, blinding) {
  for (const Vector& v : vectors("blinding")) {
    const BlindingKey mine = BlindingKey::from_seed(v.key("seed"));
    const BlindingKey theirs = BlindingKey::from_seed(v.key("other"));
    const Point blinded = mine.blind(v.text("label"), v["text"]);
    EXPECT_EQ(to_bytes(blinded.bytes()), v["blinded"]);
    EXPECT_EQ(to_bytes(theirs.blind_again(blinded)->bytes()), v["twice"]);
    EXPECT_EQ(to_bytes(mine.blind_again(theirs.blind(v.text("label"), v["text"]))->bytes()), v["twice"]);
  }
}

TEST(Vectors, sealed_boxes) {
  for (const Vector& v : vectors("box")) {
    const BoxKey key = BoxKey::from_seed(v.key("seed"));
    EXPECT_EQ(to_bytes(key.public_key()), v["public"]);
    const auto opened = key.open(v.text("label"), v["context"], v["sealed"]);
    ASSERT_TRUE(opened.is_ok());
    EXPECT_EQ(*opened, v["payload"]);
    EXPECT_EQ(key.open_key(v.text("label"), v["context"], v["sealed"]).is_ok(), v["payload"].size() == 32);
  }
}

TEST(Vectors, shares) {
  for (const Vector& v : vectors("shares")) {
    std::vector<Share> shares;
    for (int i = 0; v.has("share" + std::to_string(i)); ++i) {
      auto share = Share::from_text(v.raw("share" + std::to_string(i)));
      ASSERT_TRUE(share.is_ok());
      EXPECT_EQ(share->text(), v.raw("share" + std::to_string(i)));
      shares.push_back(std::move(*share));
    }
    const auto secret = combine(shares);
    ASSERT_TRUE(secret.is_ok());
    EXPECT_EQ(bytes_in(*secret), v["secret"]);
  }
}

TEST(Vectors, streams) {
  for (const Vector& v : vectors("stream")) {
    auto opener = StreamOpener::start(v.key("key"), v["ad"], v["header"]);
    ASSERT_TRUE(opener.is_ok());
    for (int i = 0; v.has("chunk" + std::to_string(i)); ++i) {
      ASSERT_FALSE(opener->finished());
      const auto chunk = opener->pull(v["sealed" + std::to_string(i)]);
      ASSERT_TRUE(chunk.is_ok());
      EXPECT_EQ(*chunk, v["chunk" + std::to_string(i)]);
    }
    EXPECT_TRUE(opener->finished());
  }
}

TEST(Vectors, passwords) {
  for (const Vector& v : vectors("password")) {
    Salt salt{};
    const Bytes bytes = v["salt"];
    std::copy(bytes.begin(), bytes.end(), salt.begin());
    PasswordPool pool(1, 0);
    const auto key =
        pool.derive(v.text("password"), salt, {PasswordCost::kLeastMemoryMib, PasswordCost::kLeastPasses});
    ASSERT_TRUE(key.is_ok());
    EXPECT_EQ(bytes_in(*key), v["out"]);
  }
}

}  // namespace
}  // namespace arasha::crypto

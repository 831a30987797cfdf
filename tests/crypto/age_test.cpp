// Age files: against files made without our code, and against the `age` program of Debian, both ways.
#include "crypto/age.h"

#include <gtest/gtest.h>
#include <sodium.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/file.h"
#include "crypto/bech32.h"
#include "crypto/test_keys.h"
#include "where.h"

namespace arasha::crypto {
namespace {

namespace fs = std::filesystem;

constexpr int kCheapWork = 10;

Bytes from_base64(const std::string& text) {
  Bytes out(text.size());
  std::size_t size = 0;
  EXPECT_EQ(sodium_base642bin(out.data(), out.size(), text.data(), text.size(), "\n", &size, nullptr, sodium_base64_VARIANT_ORIGINAL), 0);
  out.resize(size);
  return out;
}

std::string sha256(BytesView bytes) {
  Hash out{};
  crypto_hash_sha256(out.data(), bytes.data(), bytes.size());
  return to_hex(out);
}

class Age : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(initialize().is_ok());
    std::string pattern = (fs::temp_directory_path() / "arasha-age-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  Bytes seal(BytesView content) { return *seal_age(std::vector{key_.recipient()}, content); }
  ErrorCode refusal(BytesView file) {
    const auto opened = open_age(key_, file);
    EXPECT_FALSE(opened.is_ok());
    return opened ? ErrorCode::internal : opened.error().code;
  }
  void put(const char* name, BytesView bytes) {
    std::ofstream out(folder_ / name, std::ios::binary);
    out.write(text_view(bytes).data(), static_cast<std::streamsize>(bytes.size()));
  }
  Bytes get(const char* name) {
    auto bytes = read_file(folder_ / name, 1U << 26U);
    EXPECT_TRUE(bytes.is_ok()) << name;
    return bytes ? std::move(*bytes) : Bytes();
  }
  int run(const std::string& command) {
    const int status = std::system(("cd '" + folder_.string() + "' && " + command + " 2>messages").c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  static std::string with_passphrase(const std::string& passphrase) {
    return "python3 '" + std::string(where::kSource) + "/tests/crypto/age_terminal.py' '" + passphrase + "' age ";
  }

  fs::path folder_;
  AgeKey key_ = AgeKey::random();
  PasswordPool pool_{1, 4};
};

TEST_F(Age, opens_what_it_sealed_at_every_edge_of_a_chunk) {
  for (const std::size_t size : {0U, 1U, 65535U, 65536U, 65537U, 131072U, 200000U}) {
    const Bytes content = counted(size);
    const Bytes file = seal(content);
    const auto opened = open_age(key_, file);
    ASSERT_TRUE(opened.is_ok()) << size;
    EXPECT_EQ(*opened, content);
    EXPECT_NE(seal(content), file) << "nothing in it is new";
  }
}

TEST_F(Age, each_recipient_opens_it_and_nobody_else) {
  const AgeKey second = AgeKey::random();
  const Bytes file = *seal_age(std::vector{key_.recipient(), second.recipient()}, view("She is safe."));
  EXPECT_EQ(to_text(*open_age(key_, file)), "She is safe.");
  EXPECT_EQ(to_text(*open_age(second, file)), "She is safe.");
  EXPECT_EQ(open_age(AgeKey::random(), file).error().code, ErrorCode::denied);
  EXPECT_EQ(open_age(pool_, "password", file).error().code, ErrorCode::denied);
  EXPECT_EQ(text_view(file).find("She is"), std::string_view::npos);
}

TEST_F(Age, a_passphrase_opens_it_and_no_other) {
  const Bytes file = *seal_age(pool_, "bada gilo", view("She is safe."), kCheapWork);
  EXPECT_EQ(to_text(*open_age(pool_, "bada gilo", file)), "She is safe.");
  EXPECT_EQ(open_age(pool_, "bada gila", file).error().code, ErrorCode::denied);
  EXPECT_EQ(open_age(pool_, "", file).error().code, ErrorCode::denied);
  EXPECT_EQ(open_age(key_, file).error().code, ErrorCode::denied);
}

TEST_F(Age, is_sealed_to_keys_that_somebody_can_hold) {
  EXPECT_EQ(seal_age({}, view("x")).error().code, ErrorCode::invalid_input);
  EXPECT_EQ(seal_age(std::vector<AgeRecipient>(kMostAgeRecipients + 1, key_.recipient()), view("x")).error().code, ErrorCode::invalid_input);
  EXPECT_TRUE(seal_age(std::vector<AgeRecipient>(kMostAgeRecipients, key_.recipient()), view("x")).is_ok());
  AgeRecipient nobody;  // the point of order one, and one of order eight
  EXPECT_EQ(seal_age(std::vector{nobody}, view("x")).error().code, ErrorCode::invalid_input);
  const Bytes low = *from_hex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157");
  std::copy(low.begin(), low.end(), nobody.key.begin());
  EXPECT_EQ(seal_age(std::vector{key_.recipient(), nobody}, view("x")).error().code, ErrorCode::invalid_input);
}

TEST_F(Age, any_change_is_noticed) {
  const Bytes file = seal(view("She is safe."));
  for (std::size_t at = 0; at < file.size(); ++at) {
    for (const int bit : {1, 32, 128}) {
      Bytes altered = file;
      altered[at] = static_cast<std::uint8_t>(altered[at] ^ bit);
      EXPECT_FALSE(open_age(key_, altered).is_ok()) << at;
    }
    EXPECT_FALSE(open_age(key_, BytesView(file).first(at)).is_ok()) << at;
  }
  Bytes longer = file;
  longer.push_back(0);
  EXPECT_EQ(refusal(longer), ErrorCode::damaged);
}

TEST_F(Age, chunks_cannot_be_left_out_moved_or_continued) {
  const Bytes file = seal(counted(3 * 65536 + 5));
  constexpr std::size_t kChunk = 65536 + 16;
  const std::size_t payload = read_age_header(file)->size + 16;
  const auto part = [&](std::size_t from, std::size_t size) { return to_bytes(BytesView(file).subspan(from, size)); };
  const auto join = [&](std::initializer_list<Bytes> parts) {
    Bytes out;
    for (const Bytes& one : parts) out.insert(out.end(), one.begin(), one.end());
    return out;
  };
  const Bytes head = part(0, payload), a = part(payload, kChunk), b = part(payload + kChunk, kChunk), c = part(payload + 2 * kChunk, kChunk),
              last = part(payload + 3 * kChunk, 21);
  EXPECT_EQ(open_age(key_, join({head, a, b, c, last}))->size(), 3 * 65536U + 5);
  for (const Bytes& wrong : {join({head, a, b, c}), join({head, a, c, last}), join({head, b, a, c, last}), join({head, a, b, c, last, last}), join({head, last}),
                             join({head}), join({head, a, b, c, part(payload + 3 * kChunk, 16)}), join({head, a, a, b, c, last}), join({a, b, c, last})}) {
    EXPECT_NE(refusal(wrong), ErrorCode::denied);
  }
  // The head of one file over the payload of another.
  const Bytes other = seal(view("other"));
  EXPECT_EQ(refusal(join({to_bytes(BytesView(other).first(read_age_header(other)->size)), part(payload - 16, file.size() - payload + 16)})), ErrorCode::damaged);
}

TEST_F(Age, says_what_is_wrong) {
  EXPECT_EQ(refusal({}), ErrorCode::invalid_input);
  EXPECT_EQ(refusal(view("%PDF-1.7\n")), ErrorCode::invalid_input);
  EXPECT_EQ(refusal(view("age-encryption.org/v2\n")), ErrorCode::unsupported);
  EXPECT_EQ(refusal(view("age-encryption.org/v1\n")), ErrorCode::damaged);
  EXPECT_EQ(refusal(view("age-encryption.org/v1")), ErrorCode::invalid_input);
}

// What can be had before anything is believed costs little.
TEST_F(Age, a_head_is_bounded) {
  std::string many = "age-encryption.org/v1\n";
  for (std::size_t i = 0; i < kMostAgeStanzas; ++i) many += "-> a\n\n";
  const std::string end = "--- " + std::string(43, 'A') + "\n";
  EXPECT_TRUE(read_age_header(view(many + end)).is_ok());
  EXPECT_EQ(read_age_header(view(many + "-> a\n\n" + end)).error().code, ErrorCode::damaged);
  std::string wide = "age-encryption.org/v1\n-> " + std::string(kLongestAgeHeader, 'a') + "\n\n";
  EXPECT_EQ(read_age_header(view(wide + end)).error().code, ErrorCode::damaged);
  EXPECT_EQ(open_age(pool_, "x", view("age-encryption.org/v1\n-> scrypt " + std::string(22, 'A') + " 21\n" + std::string(43, 'A') + "\n" + end)).error().code,
            ErrorCode::unsupported);
}

// --- Keys as text

// c2sp.org/age, "The X25519 recipient type".
TEST_F(Age, keys_are_those_of_the_specification) {
  const std::string secret = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
  const std::string recipient = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
  const auto key = AgeKey::from_text(secret);
  ASSERT_TRUE(key.is_ok());
  EXPECT_EQ(key->text(), secret);
  EXPECT_EQ(key->recipient().text(), recipient);
  EXPECT_EQ(*AgeRecipient::from_text(recipient), key->recipient());
  std::string upper = recipient;
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  EXPECT_EQ(*AgeRecipient::from_text(upper), key->recipient());
}

TEST_F(Age, a_key_with_a_wrong_letter_is_refused) {
  const std::string good = key_.recipient().text();
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string wrong = good;
    wrong[at] = wrong[at] == 'q' ? 'p' : 'q';
    EXPECT_FALSE(AgeRecipient::from_text(wrong).is_ok()) << at;
    EXPECT_FALSE(AgeRecipient::from_text(good.substr(0, at)).is_ok());
  }
  std::string mixed = good;
  mixed[10] = static_cast<char>(std::toupper(static_cast<unsigned char>(mixed[10])));
  const bool is_letter = mixed != good;
  EXPECT_EQ(AgeRecipient::from_text(mixed).is_ok(), !is_letter);
  EXPECT_FALSE(AgeRecipient::from_text(good + "q").is_ok());
  EXPECT_FALSE(AgeRecipient::from_text(key_.text()).is_ok()) << "a secret key where a public one belongs";
  EXPECT_FALSE(AgeKey::from_text(good).is_ok());
  EXPECT_FALSE(AgeRecipient::from_text(to_bech32("age", Bytes(31, 1))).is_ok());
  EXPECT_FALSE(AgeRecipient::from_text(to_bech32("age", Bytes(33, 1))).is_ok());
  EXPECT_FALSE(AgeKey::from_text(to_bech32("age-secret-key-", Bytes(31, 1))).is_ok());
}

// BIP 173, valid and invalid strings whose data are bytes.
TEST_F(Age, bech32_is_that_of_bip_173) {
  EXPECT_EQ(to_bech32("a", {}), "a12uel5l");
  EXPECT_TRUE(from_bech32("a", "A12UEL5L").is_ok());
  EXPECT_EQ(to_hex(*from_bech32("abcdef", "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw")), "00443214c74254b635cf84653a56d7c675be77df");
  EXPECT_FALSE(from_bech32("a", "a12uel5m").is_ok());
  EXPECT_FALSE(from_bech32("a", "a12UEL5L").is_ok());
  EXPECT_FALSE(from_bech32("a", "a1").is_ok());
  for (std::size_t size = 0; size < 70; ++size) {
    EXPECT_EQ(*from_bech32("age", to_bech32("age", counted(size))), counted(size));
  }
}

// --- Against others

// c2sp.org/CCTV/age, testdata/armor (CC0): the file inside its armour.
TEST_F(Age, opens_a_published_file) {
  const auto key = AgeKey::from_text("AGE-SECRET-KEY-1XMWWC06LY3EE5RYTXM9MFLAZ2U56JJJ36S0MYPDRWSVLUL66MV4QX3S7F6");
  ASSERT_TRUE(key.is_ok());
  const Bytes file = from_base64(
      "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBURWlGMHlwcXIrYnB2Y3FY\n"
      "TnlDVkpwTDdPdXdQZFZ3UEw3S1FFYkZET0NjCkVtRUNBRWNLTituL1ZzOVNiV2lW\n"
      "K0h1MHIrRThSNzdEZFdZeWQ4M253N1UKLS0tIFZuKzU0anFpaVVDRStXWmNFVlkz\n"
      "ZjFzcUhqbHUvejFMQ1EvVDdYbTdxSTAK7s9ix86RtDMnTmjU8vkTTLdMW/73vqpS\n"
      "yPC8DpksHoMx+2Y=");
  const auto opened = open_age(*key, file);
  ASSERT_TRUE(opened.is_ok());
  EXPECT_EQ(sha256(*opened), "013f54400c82da08037759ada907a8b864e97de81c088a182062c4b5622fd2ab");
}

TEST_F(Age, answers_each_vector_as_it_must) {
  std::ifstream in(fs::path(where::kSource) / "tests/crypto/age_vectors.txt");
  std::string line;
  std::size_t count = 0;
  while (std::getline(in, line)) {
    if (line.starts_with('#')) continue;
    std::istringstream words(line);
    std::string name, expected, secret, digest, file;
    words >> name >> expected >> secret >> digest >> file;
    SCOPED_TRACE(name);
    const Bytes bytes = file == "-" ? Bytes() : from_base64(file);
    const auto key = AgeKey::from_text(secret);
    const auto opened = key ? open_age(*key, bytes) : open_age(pool_, secret, bytes);
    ++count;
    EXPECT_EQ(opened.is_ok(), expected == "success");
    if (opened) {
      EXPECT_EQ(sha256(*opened), digest);
    } else {
      EXPECT_EQ(opened.error().code == ErrorCode::denied, expected == "no_match") << opened.error().to_string();
    }
  }
  EXPECT_GE(count, 70U);
}

TEST_F(Age, the_program_opens_what_we_sealed) {
  put("key", view(key_.text() + "\n"));
  for (const std::size_t size : {0U, 1U, 65536U, 65537U, 131072U}) {
    put("file", *seal_age(std::vector{AgeKey::random().recipient(), key_.recipient()}, counted(size)));
    ASSERT_EQ(run("age -d -i key file > out"), 0) << to_text(get("messages")) << "is `age` installed? script/setup installs it";
    EXPECT_EQ(get("out"), counted(size));
  }
}

TEST_F(Age, we_open_what_the_program_sealed) {
  ASSERT_EQ(run("age-keygen -o key && age-keygen -y key > recipient && grep -o 'AGE-SECRET-KEY-.*' key > secret"), 0);
  std::string secret = to_text(get("secret"));
  secret.pop_back();
  const auto key = AgeKey::from_text(secret);
  ASSERT_TRUE(key.is_ok());
  EXPECT_EQ(key->recipient().text() + "\n", to_text(get("recipient")));
  for (const std::size_t size : {0U, 1U, 65536U, 65537U, 131072U}) {
    put("in", counted(size));
    ASSERT_EQ(run("age -R recipient -r " + key_.recipient().text() + " -o file in"), 0) << to_text(get("messages"));
    const Bytes file = get("file");
    EXPECT_EQ(*open_age(*key, file), counted(size));
    EXPECT_EQ(*open_age(key_, file), counted(size));
  }
}

TEST_F(Age, passphrases_are_those_of_the_program_both_ways) {
  put("in", counted(70000));
  ASSERT_EQ(run(with_passphrase("bada gilo") + "-p -o file in"), 0) << to_text(get("messages"));
  EXPECT_EQ(*open_age(pool_, "bada gilo", get("file")), counted(70000));
  EXPECT_EQ(open_age(pool_, "bada gila", get("file")).error().code, ErrorCode::denied);
  put("ours", *seal_age(pool_, "bada gilo", counted(70000)));
  ASSERT_EQ(run(with_passphrase("bada gilo") + "-d -o out ours"), 0) << to_text(get("messages"));
  EXPECT_EQ(get("out"), counted(70000));
  EXPECT_EQ(run(with_passphrase("bada gila") + "-d -o out2 ours"), 1);
}

}  // namespace
}  // namespace arasha::crypto

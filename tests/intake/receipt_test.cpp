#include "intake/receipt.h"

#include <set>

#include "base/text.h"

namespace arasha::intake {
namespace {

class ReceiptTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(crypto::initialize()); }
  static Nonce nonce(std::uint8_t first) {
    Nonce out{};
    out[0] = first;
    return out;
  }
  crypto::Key key_ = (static_cast<void>(crypto::initialize()), crypto::Key());
  OrganizationId organization_ = OrganizationId::from_array({1, 2, 3});
};

TEST_F(ReceiptTest, TheSamePageGivesTheSameWords) {
  const Receipt one = Receipt::of(key_, nonce(1));
  EXPECT_EQ(one.words(), Receipt::of(key_, nonce(1)).words());
  EXPECT_NE(one.words(), Receipt::of(key_, nonce(2)).words());
  EXPECT_NE(one.words(), Receipt::of(crypto::random_key(), nonce(1)).words());
}

TEST_F(ReceiptTest, TwelveWordsWhichAreReadBackHoweverTheyAreTyped) {
  const Receipt receipt = Receipt::of(key_, nonce(1));
  const std::string words = receipt.words();
  EXPECT_EQ(std::count(words.begin(), words.end(), ' '), kReceiptWords - 1);
  std::string loud;
  std::string listed;
  int number = 0;
  std::string word;
  for (const char c : words + " ") {
    loud += c == ' ' ? ',' : static_cast<char>(c - 'a' + 'A');
    if (c != ' ') word += c;
    else listed += std::to_string(++number) + ". " + word + "\r\n", word.clear();
  }
  for (const std::string& typed : {words, "  " + words + "\n", loud, listed}) {
    const auto read = Receipt::read(typed);
    ASSERT_TRUE(read) << typed;
    EXPECT_EQ(read->words(), words);
    EXPECT_EQ(read->conversation(organization_), receipt.conversation(organization_));
    EXPECT_EQ(read->box(organization_).public_key(), receipt.box(organization_).public_key());
  }
}

TEST_F(ReceiptTest, WhatIsNoReceiptIsNone) {
  const std::string words = Receipt::of(key_, nonce(1)).words();
  const std::string last = words.substr(words.rfind(' '));
  for (const std::string& typed : {std::string(), words.substr(0, words.rfind(' ')), words + last, words.substr(0, words.rfind(' ')) + " zzzz", words + " ё", std::string(5000, 'a')}) {
    EXPECT_FALSE(Receipt::read(typed)) << typed;
  }
}

TEST_F(ReceiptTest, EveryPlaceCounts) {
  const Receipt receipt = Receipt::of(key_, nonce(1));
  std::set<std::string> seen = {receipt.conversation(organization_).text()};
  std::vector<std::string> words;
  std::string word;
  for (const char c : receipt.words() + " ") {
    if (c != ' ') word += c;
    else words.push_back(word), word.clear();
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    auto other = words;
    other[i] = other[i] == "bada" ? "badi" : "bada";
    std::string typed;
    for (const std::string& one : other) typed += one + " ";
    const auto read = Receipt::read(typed);
    if (!read) continue;  // not every such word is in the list
    EXPECT_TRUE(seen.insert(read->conversation(organization_).text()).second);
    EXPECT_NE(read->box(organization_).public_key(), receipt.box(organization_).public_key());
  }
  EXPECT_GT(seen.size(), 6U);
}

// docs/formats/intake.md; made with another program.
TEST_F(ReceiptTest, IsWhatTheFormatSays) {
  crypto::Key key;
  key.fill([](std::span<std::uint8_t, 32> bytes) {
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i);
  });
  Nonce counted{};
  for (std::size_t i = 0; i < counted.size(); ++i) counted[i] = static_cast<std::uint8_t>(i);
  const Receipt receipt = Receipt::of(key, counted);
  EXPECT_EQ(receipt.words(), "guri dasa dila nola milu moma gala gadu nuva fusa sabi danu");
  const auto organization = OrganizationId::from_bytes(*from_hex("499e468fdf3b0e0adc7121fcb0d5d4c1"));
  EXPECT_EQ(to_hex(receipt.conversation(*organization).bytes()), "79e88c3597e37b38b9cdf658b29a4a6f");
  EXPECT_EQ(to_hex(receipt.box(*organization).public_key()), "810feaa515a053a88bbc73eb8f15b7d73ce475ce042f7b15414d76c6eba3fb4c");
}

TEST_F(ReceiptTest, AnotherOrganizationHasOtherKeys) {
  const Receipt receipt = Receipt::of(key_, nonce(1));
  const OrganizationId other = OrganizationId::from_array({9});
  EXPECT_NE(receipt.conversation(organization_), receipt.conversation(other));
  EXPECT_NE(receipt.box(organization_).public_key(), receipt.box(other).public_key());
}

}  // namespace
}  // namespace arasha::intake

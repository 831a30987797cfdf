#include "vault/spoken.h"

#include <set>
#include <sstream>

#include "vault/world.h"

namespace arasha::vault {
namespace {

using Spoken = World;

std::vector<std::string> split(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> out;
  for (std::string word; in >> word;) out.push_back(word);
  return out;
}

TEST_F(Spoken, EightWordsStandForTheKeysAndForNothingElse) {
  const Keyring by = steward();
  const PublicKeys keys = vault_->directory()->member(by.member())->keys;
  const std::string words = fingerprint_words(keys);
  EXPECT_EQ(split(words).size(), 8U);
  EXPECT_EQ(words, fingerprint_words(keys));
  for (int bit = 0; bit < 512; bit += 37) {
    PublicKeys other = keys;
    auto& half = bit < 256 ? other.signing : other.box;
    half[static_cast<std::size_t>(bit % 256) / 8] ^= static_cast<std::uint8_t>(1U << (static_cast<unsigned>(bit) % 8U));
    EXPECT_NE(words, fingerprint_words(other)) << bit;
  }
  PublicKeys swapped{keys.box, keys.signing};
  EXPECT_NE(words, fingerprint_words(swapped));
}

// Made with Python: sha256(frame("arasha/words/v1", 32 × 01, 32 × 02)), eleven bits a word.
TEST_F(Spoken, WordsAreThoseOfTheFormatPage) {
  PublicKeys keys;
  keys.signing.fill(1);
  keys.box.fill(2);
  EXPECT_EQ(fingerprint_words(keys), "rora muru tami mina salu mari nomo tado");
}

TEST_F(Spoken, OrganisationHasWordsThatARenameDoesNotChange) {
  const std::string words = fingerprint_words(*vault_->directory());
  EXPECT_EQ(split(words).size(), 8U);
  must(vault_->rename(steward(), "Another name"));
  EXPECT_EQ(words, fingerprint_words(*vault_->directory()));
}

TEST_F(Spoken, SuggestedPassphrasesAreLongDifferentAndAccepted) {
  std::set<std::string> seen;
  for (int i = 0; i < 50; ++i) {
    const std::string one = suggested_passphrase();
    EXPECT_EQ(split(one).size(), 6U);
    EXPECT_TRUE(crypto::check_new_password(one).is_ok());
    EXPECT_TRUE(seen.insert(one).second);
  }
}

}  // namespace
}  // namespace arasha::vault

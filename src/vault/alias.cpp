#include "vault/alias.h"

#include "crypto/keys.h"

namespace arasha::vault {
namespace {

std::string two_words() {
  std::string out = crypto::random_passphrase(2);
  bool start = true;
  for (char& c : out) {
    if (start && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    start = c == ' ';
  }
  return out;
}

}  // namespace

std::string random_alias(const std::function<bool(const std::string&)>& is_taken) {
  constexpr int kTries = 20;
  std::string out = two_words();
  for (int tries = 0; is_taken && is_taken(out); ++tries) {
    out = tries < kTries ? two_words() : two_words() + " " + two_words();
  }
  return out;
}

}  // namespace arasha::vault

#include "vault/alias.h"

#include "crypto/keys.h"

namespace arasha::vault {

std::string random_alias() {
  std::string out = crypto::random_passphrase(2);
  bool start = true;
  for (char& c : out) {
    if (start && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    start = c == ' ';
  }
  return out;
}

}  // namespace arasha::vault

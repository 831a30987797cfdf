#include "vault/spoken.h"

#include "crypto/hash.h"
#include "crypto/words.h"

namespace arasha::vault {
namespace {

// The first bits of `bytes`, eleven for each word.
std::string words_of(BytesView bytes, int count) {
  std::string out;
  std::uint32_t bits = 0;
  int held = 0;
  std::size_t next = 0;
  for (int i = 0; i < count; ++i) {
    while (held < 11) {
      bits = (bits << 8U) | bytes[next++];
      held += 8;
    }
    held -= 11;
    if (!out.empty()) out += ' ';
    out += crypto::word((bits >> static_cast<unsigned>(held)) & 2047U);
  }
  return out;
}

}  // namespace

std::string fingerprint_words(const PublicKeys& keys) {
  return words_of(crypto::fingerprint("arasha/words/v1", {keys.signing, keys.box}), 8);
}

std::string fingerprint_words(const Directory& state) {
  return words_of(crypto::fingerprint("arasha/organization-words/v1", {state.organization().bytes(), state.server(), state.recovery()}), 8);
}

std::string suggested_passphrase() {
  std::array<std::uint8_t, 9> random{};
  crypto::random_bytes(random);
  std::string out = words_of(random, 6);
  crypto::wipe(random);
  return out;
}

}  // namespace arasha::vault

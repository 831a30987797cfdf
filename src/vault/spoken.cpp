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

// The list is sorted.
bool is_spoken_word(std::string_view text) {
  std::uint32_t low = 0;
  std::uint32_t high = 2048;
  while (low < high) {
    const std::uint32_t middle = (low + high) / 2;
    if (crypto::word(middle) < text) low = middle + 1;
    else high = middle;
  }
  return low < 2048 && crypto::word(low) == text;
}

bool is_suggested_passphrase(std::string_view text) {
  int count = 0;
  while (true) {
    const auto end = text.find(' ');
    if (!is_spoken_word(text.substr(0, end))) return false;
    ++count;
    if (end == std::string_view::npos) return count == 6;
    text.remove_prefix(end + 1);
  }
}

}  // namespace arasha::vault

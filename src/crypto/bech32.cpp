#include "crypto/bech32.h"

#include <algorithm>

#include "crypto/secret.h"

namespace arasha::crypto {
namespace {

constexpr std::string_view kLetters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::size_t kChecksum = 6;

// The remainder of BIP 173 over values of five bits.
class Remainder {
 public:
  explicit Remainder(std::string_view human) {
    for (const char c : human) add(static_cast<std::uint8_t>(c) >> 5U);
    add(0);
    for (const char c : human) add(static_cast<std::uint8_t>(c) & 31U);
  }
  void add(std::uint32_t value) {
    constexpr std::uint32_t kGenerator[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    const std::uint32_t top = value_ >> 25U;
    value_ = ((value_ & 0x1ffffffU) << 5U) ^ value;
    for (unsigned i = 0; i < 5; ++i) {
      if (((top >> i) & 1U) != 0) value_ ^= kGenerator[i];
    }
  }
  std::uint32_t value() const { return value_; }

 private:
  std::uint32_t value_ = 1;
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool is_mixed(std::string_view text) {
  const bool small = std::any_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  const bool big = std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  return small && big;
}

Error not_bech32() { return {ErrorCode::invalid_input, "This key is not complete, or a letter of it is wrong. Copy it again, whole."}; }

}  // namespace

std::string to_bech32(std::string_view human, BytesView bytes) {
  Remainder remainder(human);
  std::string out(human);
  out.reserve(human.size() + 1 + (bytes.size() * 8 + 4) / 5 + kChecksum);
  out += '1';
  const auto put = [&](std::uint32_t five) {
    remainder.add(five);
    out += kLetters[five];
  };
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const std::uint8_t byte : bytes) {
    bits = (bits << 8U) | byte;
    held += 8;
    while (held >= 5) {
      held -= 5;
      put((bits >> held) & 31U);
    }
  }
  if (held > 0) put((bits << (5 - held)) & 31U);
  for (std::size_t i = 0; i < kChecksum; ++i) remainder.add(0);
  const std::uint32_t check = remainder.value() ^ 1U;
  for (unsigned i = 0; i < kChecksum; ++i) out += kLetters[(check >> (5 * (5 - i))) & 31U];
  return out;
}

Result<Bytes> from_bech32(std::string_view human, std::string_view text) {
  if (is_mixed(text) || text.size() < human.size() + 1 + kChecksum) return not_bech32();
  for (std::size_t i = 0; i < human.size(); ++i) {
    if (lower(text[i]) != human[i]) return not_bech32();
  }
  if (text[human.size()] != '1') return not_bech32();
  const std::string_view data = text.substr(human.size() + 1);
  Remainder remainder(human);
  Bytes out;
  out.reserve(data.size());  // so that what may be secret is never moved
  std::uint32_t bits = 0;
  unsigned held = 0;
  bool sound = true;
  for (std::size_t i = 0; i < data.size() && sound; ++i) {
    const auto five = static_cast<std::uint32_t>(kLetters.find(lower(data[i])));
    sound = five < 32;
    if (!sound) break;
    remainder.add(five);
    if (i >= data.size() - kChecksum) continue;
    bits = (bits << 5U) | five;
    held += 5;
    if (held < 8) continue;
    held -= 8;
    out.push_back(static_cast<std::uint8_t>(bits >> held));
    bits &= (1U << held) - 1U;
  }
  if (!sound || remainder.value() != 1 || held >= 5 || bits != 0) {
    wipe(out);
    return not_bech32();
  }
  return out;
}

}  // namespace arasha::crypto

#include "intake/receipt.h"

#include "crypto/words.h"

namespace arasha::intake {
namespace {

constexpr std::uint32_t kListed = 2048;
constexpr std::size_t kLongestTyped = 1000;

// The list is sorted.
std::optional<std::uint32_t> number_of(std::string_view word) {
  std::uint32_t from = 0;
  std::uint32_t until = kListed;
  while (from < until) {
    const std::uint32_t middle = (from + until) / 2;
    const int order = crypto::word(middle).compare(word);
    if (order == 0) return middle;
    if (order < 0) from = middle + 1;
    else until = middle;
  }
  return std::nullopt;
}

void put(std::span<std::uint8_t, 32> numbers, int at, std::uint32_t number) {
  numbers[static_cast<std::size_t>(2 * at)] = static_cast<std::uint8_t>(number >> 8U);
  numbers[static_cast<std::size_t>(2 * at + 1)] = static_cast<std::uint8_t>(number);
}

}  // namespace

Receipt Receipt::of(const crypto::Key& token_key, const Nonce& nonce) {
  crypto::Key numbers;
  crypto::derive(token_key, "arasha/intake-receipt-words/v1", {nonce}).use([&](std::span<const std::uint8_t, 32> bytes) {
    numbers.fill([&](std::span<std::uint8_t, 32> out) {
      std::uint32_t pending = 0;
      unsigned bits = 0;
      std::size_t at = 0;
      for (int i = 0; i < kReceiptWords; ++i) {
        while (bits < 11) {
          pending = (pending << 8U) | bytes[at++];
          bits += 8;
        }
        bits -= 11;
        put(out, i, (pending >> bits) & (kListed - 1));
        pending &= (1U << bits) - 1U;
      }
    });
  });
  return Receipt(std::move(numbers));
}

std::optional<Receipt> Receipt::read(std::string_view typed) {
  if (typed.size() > kLongestTyped) return std::nullopt;
  crypto::Key numbers;
  int count = 0;
  std::string word;
  word.reserve(kLongestTyped);
  bool fits = true;
  const auto finish = [&](std::span<std::uint8_t, 32> out) {
    if (word.empty()) return;
    const auto number = number_of(word);
    if (!number || count == kReceiptWords) fits = false;
    else put(out, count++, *number);
    word.clear();
  };
  numbers.fill([&](std::span<std::uint8_t, 32> out) {
    for (const char c : typed) {
      const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      if (small >= 'a' && small <= 'z') word += small;
      else if (static_cast<unsigned char>(c) >= 0x80) fits = false;  // letters of another alphabet
      else finish(out);
    }
    finish(out);
  });
  word.resize(word.capacity());
  crypto::wipe(word);
  if (!fits || count != kReceiptWords) return std::nullopt;
  return Receipt(std::move(numbers));
}

std::string Receipt::words() const {
  std::string out;
  out.reserve(kReceiptWords * 5);
  numbers_.use([&](std::span<const std::uint8_t, 32> bytes) {
    for (std::size_t i = 0; i < kReceiptWords; ++i) {
      if (i > 0) out += ' ';
      out += crypto::word((static_cast<std::uint32_t>(bytes[2 * i]) << 8U) | bytes[2 * i + 1]);
    }
  });
  return out;
}

vault::Recipient Receipt::conversation(OrganizationId organization) const {
  const crypto::Hash tag = crypto::tag(numbers_, "arasha/intake-conversation/v1", {organization.bytes()});
  return *vault::Recipient::from_bytes(BytesView(tag).first(vault::Recipient::kSize));
}

crypto::BoxKey Receipt::box(OrganizationId organization) const {
  return crypto::BoxKey::from_seed(crypto::derive(numbers_, "arasha/intake-reply-box/v1", {organization.bytes()}));
}

}  // namespace arasha::intake

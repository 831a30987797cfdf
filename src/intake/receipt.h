// The receipt: twelve words that are shown once to whoever wrote, and kept nowhere. From them, and from nothing else, come the
// key that opens our answers and the id under which they wait (docs/formats/intake.md).
#pragma once

#include <optional>
#include <string>

#include "vault/vault.h"

namespace arasha::intake {

inline constexpr int kReceiptWords = 12;  // of 2048: 132 bits

using Nonce = std::array<std::uint8_t, 16>;

class Receipt {
 public:
  // The one of a form that was shown with this nonce: sent twice, it gives the same words. Who has the server's key and not the
  // nonce, which nobody keeps, has 128 bits to guess.
  static Receipt of(const crypto::Key& token_key, const Nonce& nonce);
  // What somebody typed: in any case, with blanks, commas, lines or numbers between the words. Nothing when they are not twelve
  // words of the list.
  static std::optional<Receipt> read(std::string_view typed);
  static Receipt of_key(const crypto::Key& numbers) { return Receipt(numbers.clone()); }

  std::string words() const;
  vault::Recipient conversation(OrganizationId organization) const;
  crypto::BoxKey box(OrganizationId organization) const;
  const crypto::Key& key() const { return numbers_; }

 private:
  explicit Receipt(crypto::Key numbers) : numbers_(std::move(numbers)) {}
  crypto::Key numbers_;  // twelve numbers of two bytes, then zeros
};

}  // namespace arasha::intake

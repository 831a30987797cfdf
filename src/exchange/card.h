// The card of an organisation: what another one needs to send to it, given over as a file or as a picture of dots
// (docs/formats/exchange.md). A card proves only that its maker holds its keys; whose they are, people compare aloud.
#pragma once

#include "exchange/message.h"

namespace arasha::exchange {

// Where messages go: over the line to `url`, or, where it is empty, by hand.
struct Address {
  std::string url;                   // https://…; http:// only on this machine
  std::optional<crypto::Hash> pin;   // of the server's certificate key, where no authority vouches for it
  bool operator==(const Address&) const = default;
};

struct Card {
  OrganizationId organization;
  std::string name;
  vault::PublicKeys keys;
  Address address;
  Time made;
};

inline constexpr std::size_t kLongestUrl = 200;   // bytes
inline constexpr std::size_t kLongestName = 200;  // bytes

Bytes encode(const Card& card, const crypto::SigningKey& key);
// `damaged` for what is no card, was altered, or names keys that nobody can use; `unsupported` for a newer one.
Result<Card> decode_card(BytesView bytes);
// As text that can be sent, printed and scanned; blanks and line ends inside are left out when reading.
std::string card_text(BytesView encoded);
Result<Card> card_from_text(std::string_view text);

// What two people read to one another.
std::string words_of(const vault::PublicKeys& keys);
// Whether messages can be sent there: a clear reason when not.
Result<void> check_address(const Address& address);

}  // namespace arasha::exchange

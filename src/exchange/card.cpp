#include "exchange/card.h"

#include <algorithm>

#include "base/text.h"

namespace arasha::exchange {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::string_view kLabel = "arasha/card/v1";
constexpr std::string_view kPrefix = "ARASHA1:";
constexpr std::size_t kSignature = 64;

Error no_card() { return {ErrorCode::damaged, "This is not the card of an organisation, or a part of it is missing. Ask for it again."}; }

Result<Card> decode_body(BytesView bytes) {
  ByteReader in(bytes);
  TRY(version, in.u8());
  if (version != kVersion) return Error(ErrorCode::unsupported, "This card comes from a newer program. Bring this one up to date, then read it.");
  Card out;
  TRY(id, in.raw(OrganizationId::kSize));
  TRY(organization, OrganizationId::from_bytes(id));
  TRY(name, in.sized(kLongestName));
  TRY(signing, in.raw(32));
  TRY(box, in.raw(32));
  TRY(url, in.sized(kLongestUrl));
  TRY(pinned, in.u8());
  if (pinned > 1) return no_card();
  if (pinned == 1) {
    TRY(pin, in.raw(32));
    std::copy(pin.begin(), pin.end(), out.address.pin.emplace().begin());
  }
  TRY(made, in.u64());
  TRY_VOID(in.finish());
  if (made > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return no_card();
  out.organization = organization;
  out.name = to_text(name);
  std::copy(signing.begin(), signing.end(), out.keys.signing.begin());
  std::copy(box.begin(), box.end(), out.keys.box.begin());
  out.address.url = to_text(url);
  out.made = from_milliseconds(static_cast<std::int64_t>(made));
  return out;
}

bool is_host(std::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
  });
}

bool is_plain_text(std::string_view text) {
  return is_utf8(text) && std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

}  // namespace

Bytes encode(const Card& card, const crypto::SigningKey& key) {
  ByteWriter out;
  out.u8(kVersion).raw(card.organization.bytes()).sized(card.name).raw(card.keys.signing).raw(card.keys.box).sized(card.address.url);
  out.u8(card.address.pin ? 1 : 0);
  if (card.address.pin) out.raw(*card.address.pin);
  out.u64(static_cast<std::uint64_t>(to_milliseconds(card.made)));
  Bytes bytes = out.take();
  const crypto::Signature signature = key.sign(kLabel, bytes);
  bytes.insert(bytes.end(), signature.begin(), signature.end());
  return bytes;
}

Result<Card> decode_card(BytesView bytes) {
  if (bytes.size() <= kSignature) return no_card();
  const BytesView body = bytes.first(bytes.size() - kSignature);
  auto card = decode_body(body);
  if (!card) return card.error().code == ErrorCode::unsupported ? card.error() : no_card();
  if (!crypto::verify(card->keys.signing, kLabel, body, bytes.last(kSignature))) return no_card();
  const bool usable = !card->organization.is_nil() && !card->name.empty() && is_plain_text(card->name) &&
                      crypto::may_be_sealed_to(card->keys.box) && check_address(card->address);
  if (!usable) return no_card();
  return card;
}

std::string card_text(BytesView encoded) {
  std::string letters = to_base32(encoded);
  // Capitals and figures make a picture of fewer dots.
  std::transform(letters.begin(), letters.end(), letters.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return std::string(kPrefix) + letters;
}

Result<Card> card_from_text(std::string_view text) {
  std::string letters;
  for (const char c : text) {
    if (c != ' ' && c != '\n' && c != '\r' && c != '\t') letters += c;
  }
  if (!letters.starts_with(kPrefix) || letters.size() > 2000) return no_card();
  const auto bytes = from_base32(std::string_view(letters).substr(kPrefix.size()));
  if (!bytes) return no_card();
  return decode_card(*bytes);
}

std::string words_of(const vault::PublicKeys& keys) { return crypto::fingerprint_words(keys.signing, keys.box); }

Result<void> check_address(const Address& address) {
  const std::string& url = address.url;
  if (url.empty()) return {};
  const Error wrong(ErrorCode::invalid_input, "Write the address as https://name or https://name:port, nothing behind it.");
  if (url.size() > kLongestUrl) return wrong;
  if (url.starts_with("https://")) return is_host(std::string_view(url).substr(8)) ? Result<void>() : wrong;
  for (const std::string_view here : {"http://127.0.0.1:", "http://[::1]:", "http://localhost:"}) {
    if (url.starts_with(here) && is_host(std::string_view(url).substr(here.size()))) return {};
  }
  if (url.starts_with("http://")) return Error(ErrorCode::invalid_input, "Messages travel over https only. Without it, everybody on the way would see who writes to whom.");
  return wrong;
}

}  // namespace arasha::exchange

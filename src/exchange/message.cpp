#include "exchange/message.h"

#include <algorithm>

#include "crypto/envelope.h"
#include "exchange/inlet.h"

namespace arasha::exchange {
namespace {

constexpr std::uint8_t kMessageVersion = 1;
constexpr std::uint8_t kEnvelopeVersion = 1;
constexpr std::size_t kSignature = 64;
constexpr std::size_t kHead = 1 + 32;
constexpr std::size_t kBox = 112;
constexpr std::size_t kSmallest = 4096;
constexpr std::size_t kLargest = 4U << 20U;
constexpr std::string_view kKeyLabel = "arasha/envelope-key/v1";
constexpr std::string_view kEnvelopeLabel = "arasha/envelope/v1";

Error damaged() { return {ErrorCode::damaged, "This message cannot be read: it was altered on its way, or it is for somebody else."}; }

Bytes encode(const Message& message) {
  return ByteWriter().u8(kMessageVersion).raw(message.id.bytes()).raw(message.thread.bytes()).raw(message.from.bytes())
      .raw(message.to.bytes()).u64(static_cast<std::uint64_t>(to_milliseconds(message.created)))
      .u64(static_cast<std::uint64_t>(to_milliseconds(message.expires))).u16(message.kind).sized(message.author)
      .sized(BytesView(message.content)).take();
}

template <class IdType>
Result<IdType> take_id(ByteReader& in) {
  TRY(bytes, in.raw(IdType::kSize));
  return IdType::from_bytes(bytes);
}

Result<Time> take_time(ByteReader& in) {
  TRY(value, in.u64());
  if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return damaged();
  return from_milliseconds(static_cast<std::int64_t>(value));
}

Result<Message> decode(BytesView bytes) {
  ByteReader in(bytes);
  TRY(version, in.u8());
  if (version != kMessageVersion) return Error(ErrorCode::unsupported, "This message comes from a newer program. Bring this one up to date, then open it.");
  Message out;
  TRY(id, take_id<MessageId>(in));
  TRY(thread, take_id<ThreadId>(in));
  TRY(from, take_id<OrganizationId>(in));
  TRY(to, take_id<OrganizationId>(in));
  TRY(created, take_time(in));
  TRY(expires, take_time(in));
  TRY(kind, in.u16());
  TRY(author, in.sized(kLongestAuthor));
  TRY(content, in.sized(kLongestContent));
  TRY_VOID(in.finish());
  return Message{id, thread, from, to, created, expires, kind, to_text(author), to_bytes(content)};
}

std::size_t padded_size(std::size_t size) {
  std::size_t out = kSmallest;
  while (out < size) out *= 2;
  return out;
}

Bytes envelope_place(BytesView head_and_box) { return ByteWriter().sized(kEnvelopeLabel).raw(head_and_box).take(); }

}  // namespace

Bytes sign(const crypto::SigningKey& key, const Message& message) {
  Bytes out = encode(message);
  const crypto::Signature signature = key.sign(kMessageLabel, out);
  out.insert(out.end(), signature.begin(), signature.end());
  return out;
}

Result<Message> check(BytesView signed_message, const crypto::PublicKey& signer) {
  if (signed_message.size() < kSignature) return damaged();
  const BytesView bytes = signed_message.first(signed_message.size() - kSignature);
  if (!crypto::verify(signer, kMessageLabel, bytes, signed_message.last(kSignature))) {
    return Error(ErrorCode::damaged, "The signature of this message is wrong. It is not from whom it says, or it was altered.");
  }
  return decode(bytes);
}

Result<Message> kept_message(BytesView signed_message) {
  if (signed_message.size() < kSignature) return damaged();
  return decode(signed_message.first(signed_message.size() - kSignature));
}

Result<OrganizationId> claimed_sender(BytesView signed_message) {
  ByteReader in(signed_message);
  TRY(version, in.u8());
  if (version != kMessageVersion) return Error(ErrorCode::unsupported, "This message comes from a newer program. Bring this one up to date, then open it.");
  TRY_VOID(in.raw(MessageId::kSize + ThreadId::kSize));
  return take_id<OrganizationId>(in);
}

Bytes seal(const crypto::PublicKey& recipient, BytesView signed_message) {
  const crypto::Key key = crypto::random_key();
  Bytes out = ByteWriter().u8(kEnvelopeVersion).raw(recipient).take();
  const Bytes box = crypto::seal_key_to(recipient, kKeyLabel, out, key);
  out.insert(out.end(), box.begin(), box.end());
  Bytes padded = ByteWriter().sized(signed_message).take();
  padded.resize(padded_size(padded.size()));
  const Bytes body = crypto::seal(key, envelope_place(out), padded);
  out.insert(out.end(), body.begin(), body.end());
  crypto::wipe(padded);
  return out;
}

std::size_t envelope_size(std::size_t author, std::size_t content) {
  constexpr std::size_t kFixed = 1 + 4 * 16 + 8 + 8 + 2;
  return kHead + kBox + crypto::kEnvelopeOverhead + padded_size(4 + kFixed + 4 + author + 4 + content + kSignature);
}

Result<Outside> look_at(BytesView envelope) {
  if (envelope.size() > kLongestEnvelope) return Error(ErrorCode::too_large, "This message is larger than one may be.");
  if (envelope.empty()) return damaged();
  if (envelope[0] != kEnvelopeVersion) return Error(ErrorCode::unsupported, "This message comes from a newer program. Bring this one up to date, then open it.");
  if (envelope.size() < kHead + kBox + crypto::kEnvelopeOverhead + kSmallest) return damaged();
  const std::size_t padded = envelope.size() - kHead - kBox - crypto::kEnvelopeOverhead;
  if (padded > kLargest || padded != padded_size(padded)) return damaged();
  Outside out;
  std::copy_n(envelope.begin() + 1, out.recipient.size(), out.recipient.begin());
  out.id = drop_id_of(envelope);
  return out;
}

Result<Bytes> open(const crypto::BoxKey& key, BytesView envelope) {
  TRY(outside, look_at(envelope));
  if (outside.recipient != key.public_key()) return damaged();
  TRY(inner, key.open_key(kKeyLabel, envelope.first(kHead), envelope.subspan(kHead, kBox)));
  TRY(padded, crypto::open(inner, envelope_place(envelope.first(kHead + kBox)), envelope.subspan(kHead + kBox)));
  ByteReader in(padded);
  TRY(content, in.sized(kLargest));
  const BytesView rest = BytesView(padded).last(in.left());
  const bool blank = std::all_of(rest.begin(), rest.end(), [](std::uint8_t byte) { return byte == 0; });
  Bytes out = to_bytes(content);
  crypto::wipe(padded);
  if (!blank) return damaged();
  return out;
}

}  // namespace arasha::exchange

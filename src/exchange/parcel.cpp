#include "exchange/parcel.h"

namespace arasha::exchange {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kLongestUrl = 1000;

Error broken() { return {ErrorCode::damaged, "What was to be sent is damaged."}; }

// Moments from 1970 on, and not so late that reckoning with them could run over.
constexpr std::uint64_t kLatest = 1ULL << 48U;
Result<Time> time_from(ByteReader& in) {
  TRY(value, in.u64());
  if (value > kLatest) return broken();
  return from_milliseconds(static_cast<std::int64_t>(value));
}

}  // namespace

Bytes encode(const Parcel& parcel) {
  ByteWriter out;
  out.u8(kVersion).raw(parcel.to.bytes()).u8(parcel.pin ? 1 : 0);
  if (parcel.pin) out.raw(*parcel.pin);
  out.u32(parcel.attempts).u64(static_cast<std::uint64_t>(to_milliseconds(parcel.next))).u64(static_cast<std::uint64_t>(to_milliseconds(parcel.expires)));
  return out.sized(parcel.url).sized(parcel.envelope).take();
}

Result<Parcel> decode_parcel(BytesView bytes) {
  ByteReader in(bytes);
  TRY(version, in.u8());
  if (version != kVersion) return Error(ErrorCode::unsupported, "The data was written by a newer program. Update this one.");
  Parcel out;
  TRY(to, in.raw(OrganizationId::kSize));
  TRY(organization, OrganizationId::from_bytes(to));
  out.to = organization;
  TRY(has_pin, in.u8());
  if (has_pin > 1) return broken();
  if (has_pin == 1) {
    TRY(pin, in.raw(std::tuple_size_v<web::Pin>));
    std::copy(pin.begin(), pin.end(), out.pin.emplace().begin());
  }
  TRY(attempts, in.u32());
  out.attempts = attempts;
  TRY(next, time_from(in));
  TRY(expires, time_from(in));
  out.next = next;
  out.expires = expires;
  TRY(url, in.sized(kLongestUrl));
  out.url = to_text(url);
  if (!web::parse_url(out.url)) return broken();
  TRY(envelope, in.sized(kEnvelopeLimit));
  if (envelope.empty()) return broken();
  out.envelope = to_bytes(envelope);
  TRY_VOID(in.finish());
  return out;
}

}  // namespace arasha::exchange

// What goes to another organisation: the sealed envelope, and what the delivering thread must know to bring it there
// (docs/formats/parcel.md). The vault keeps it sealed under a key of the server.
#pragma once

#include "base/id.h"
#include "base/time.h"
#include "web/client.h"

namespace arasha::exchange {

inline constexpr std::size_t kEnvelopeLimit = 8U << 20U;  // what the other side takes
inline constexpr Duration kKeepTrying = std::chrono::days(30);

struct Parcel {
  OrganizationId to;
  std::string url;               // of the partner's server, as its card says it: web::parse_url understands it
  std::optional<web::Pin> pin;   // the public key of its certificate, where the card says one
  std::uint32_t attempts = 0;    // that failed
  Time next;                     // not tried before
  Time expires;                  // not tried any more
  Bytes envelope;

  bool operator==(const Parcel&) const = default;
};

Bytes encode(const Parcel& parcel);
// Strict: nothing may be left over, the address must be one, the envelope neither empty nor too large.
Result<Parcel> decode_parcel(BytesView bytes);

}  // namespace arasha::exchange

#include "exchange/inlet.h"

#include <algorithm>

#include "exchange/parcel.h"

namespace arasha::exchange {
namespace {

constexpr std::string_view kFull = "3600";
constexpr std::string_view kBusy = "30";

web::Response later(std::string_view seconds) {
  web::Response out = web::Response::plain(503, "");
  out.headers.emplace_back("Retry-After", seconds);
  return out;
}

// No sentence: a program reads it. Nothing is logged: a stranger could write the log with it.
web::Response refused(const Error& error) {
  switch (error.code) {
    case ErrorCode::not_found: return web::Response::plain(404, "");
    case ErrorCode::too_large: return web::Response::plain(413, "");
    case ErrorCode::invalid_input:
    case ErrorCode::damaged:
    case ErrorCode::denied:
    case ErrorCode::unsupported: return web::Response::plain(400, "");
    case ErrorCode::full: return later(kFull);
    default: return later(kBusy);
  }
}

}  // namespace

vault::DropId drop_id_of(BytesView envelope) {
  const crypto::Hash whole = crypto::fingerprint("arasha/drop/v1", {envelope});
  std::array<std::uint8_t, vault::DropId::kSize> out{};
  std::copy_n(whole.begin(), out.size(), out.begin());
  return vault::DropId::from_array(out);
}

void add_inlet(web::Site& site, vault::Vault& vault, CheckEnvelope check, const web::PaceLimits& pace) {
  static_assert(kEnvelopeLimit <= vault::kDropLimit);
  site.machine_post("/exchange/{organization}", {kEnvelopeLimit, pace},
                    [&vault, check = std::move(check)](const web::PathParameters& parameters, BytesView body) {
                      if (parameters.at("organization") != vault.organization().text()) return web::Response::plain(404, "");
                      const auto state = vault.directory();
                      const vault::Circle* const circle = state->circle(vault::CircleKind::referral);
                      if (circle == nullptr) return web::Response::plain(404, "");
                      const auto id = check(body);
                      if (!id) return refused(id.error());
                      const auto kept = vault.put_drop(*id, circle->id, body);
                      if (!kept) return refused(kept.error());
                      return web::Response::plain(202, "");
                    });
}

}  // namespace arasha::exchange

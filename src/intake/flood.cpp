#include "intake/flood.h"

#include <algorithm>

#include "web/throttle.h"

namespace arasha::intake {

void Flood::refill(Level& level, const FloodLimits::Bucket& bucket, Time now) {
  if (level.refilled == Time() || now < level.refilled) {
    level = {bucket.burst, now};
    return;
  }
  const auto more = (now - level.refilled) / bucket.refill;
  level.left = static_cast<int>(std::min<std::int64_t>(bucket.burst, level.left + more));
  level.refilled += more * bucket.refill;
}

bool Flood::let(Door door, std::string_view form, std::string_view from, Time now) {
  const auto& of_form = door == Door::leave ? limits_.leave_form : limits_.guess_form;
  const auto& of_network = door == Door::leave ? limits_.leave_network : limits_.guess_network;
  const std::scoped_lock lock(mutex_);
  if (keyed_ == Time() || now - keyed_ >= std::chrono::hours(24)) {
    key_ = crypto::random_key();
    keyed_ = now;
    networks_.clear();
  }
  // So many networks at once are one flood; each form's own limit stands.
  if (networks_.size() >= limits_.remembered) networks_.clear();
  const std::array<std::uint8_t, 1> which{static_cast<std::uint8_t>(door)};
  Level& form_level = forms_[{door, std::string(form)}];
  Level& network_level = networks_[crypto::tag(key_, "arasha/intake-network/v1", {which, view(web::network_of(from))})];
  refill(form_level, of_form, now);
  refill(network_level, of_network, now);
  if (form_level.left <= 0 || network_level.left <= 0) return false;
  --form_level.left;
  --network_level.left;
  return true;
}

std::size_t Flood::remembered() const {
  const std::scoped_lock lock(mutex_);
  return networks_.size();
}

}  // namespace arasha::intake

#include "web/pace.h"

#include <algorithm>

#include "web/throttle.h"

namespace arasha::web {

void Pace::Bucket::refill(Time now, int burst, Duration each) {
  // A clock that was set back gives nothing, and takes nothing.
  if (refilled == Time() || now < refilled) refilled = now;
  const auto more = (now - refilled) / each;
  left = static_cast<int>(std::min<std::int64_t>(burst, left + more));
  refilled += more * each;
}

std::optional<std::chrono::seconds> Pace::ask(std::string_view from, Time now) {
  const auto until_next = [](const Bucket& bucket, Time at, Duration each) {
    return std::max(std::chrono::seconds(1), std::chrono::ceil<std::chrono::seconds>(bucket.refilled + each - at));
  };
  const crypto::Hash network = crypto::tag(key_, "arasha/pace/network/v1", {view(network_of(from))});
  const std::scoped_lock lock(mutex_);
  all_.refill(now, limits_.burst_of_all, limits_.refill_of_all);
  if (all_.left <= 0) return until_next(all_, now, limits_.refill_of_all);
  auto found = networks_.find(network);
  if (found == networks_.end()) {
    if (networks_.size() >= limits_.remembered) make_room(now);
    found = networks_.emplace(network, Bucket{limits_.burst, {}}).first;
  }
  Bucket& bucket = found->second;
  bucket.refill(now, limits_.burst, limits_.refill);
  if (bucket.left <= 0) return until_next(bucket, now, limits_.refill);
  --bucket.left;
  --all_.left;
  return std::nullopt;
}

// Those whose allowance is whole again say nothing that a new one would not; then the one that has been quiet longest.
void Pace::make_room(Time now) {
  for (auto at = networks_.begin(); at != networks_.end();) {
    at->second.refill(now, limits_.burst, limits_.refill);
    at = at->second.left >= limits_.burst ? networks_.erase(at) : std::next(at);
  }
  if (networks_.size() < limits_.remembered) return;
  const auto fullest = std::max_element(networks_.begin(), networks_.end(), [](const auto& a, const auto& b) { return a.second.left < b.second.left; });
  networks_.erase(fullest);
}

std::size_t Pace::remembered() const {
  const std::scoped_lock lock(mutex_);
  return networks_.size();
}

}  // namespace arasha::web

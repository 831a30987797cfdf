#include "web/throttle.h"

#include <arpa/inet.h>

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace arasha::web {

std::string network_of(std::string_view address) {
  const std::string text(address);
  std::array<std::uint8_t, 16> six{};
  if (::inet_pton(AF_INET6, text.c_str(), six.data()) == 1) {
    constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (std::equal(kMapped.begin(), kMapped.end(), six.begin())) return to_hex(BytesView(six).subspan(12, 3));
    return to_hex(BytesView(six).first(6));
  }
  std::array<std::uint8_t, 4> four{};
  if (::inet_pton(AF_INET, text.c_str(), four.data()) == 1) return to_hex(BytesView(four).first(3));
  return text.substr(0, 64);
}

Throttle::Throttle(ThrottleLimits limits) : limits_(limits), everybody_{limits.burst}, waiting_{limits.waiting_burst} {}

crypto::Hash Throttle::pair(const Try& attempt) const {
  const std::string name = fold_case(is_utf8(attempt.name) ? trim(attempt.name.substr(0, 400)) : std::string_view());
  if (!attempt.device.empty()) return crypto::tag(key_, "arasha/throttle/device/v1", {view(name), view(attempt.device)});
  return crypto::tag(key_, "arasha/throttle/account/v1", {view(name), view(network_of(attempt.from))});
}

crypto::Hash Throttle::network(const Try& attempt) const {
  return crypto::tag(key_, "arasha/throttle/network/v1", {view(network_of(attempt.from))});
}

bool Throttle::must_wait(const crypto::Hash& key, Time now) const {
  const auto found = counters_.find(key);
  return found != counters_.end() && now < found->second.next;
}

void Throttle::count(const crypto::Hash& key, int free_tries, Time now) {
  Counter& counter = counters_[key];
  if (now - counter.last > limits_.forgotten) counter.tries = 0;
  ++counter.tries;
  counter.last = now;
  const int over = counter.tries - free_tries;
  if (over < 0) return;
  Duration delay = limits_.first_delay;
  for (int i = 0; i < over && delay < limits_.longest_delay; ++i) delay *= 2;
  counter.next = now + std::min(delay, limits_.longest_delay);
}

bool Throttle::Bucket::take(Time now, int burst, Duration refill) {
  if (refilled == Time()) refilled = now;
  const auto more = (now - refilled) / refill;
  if (more > 0) {
    left = static_cast<int>(std::min<std::int64_t>(burst, left + more));
    refilled += more * refill;
  }
  if (left <= 0) return false;
  --left;
  return true;
}

Throttle::Answer Throttle::ask(const Try& attempt, Time now) {
  const crypto::Hash own = pair(attempt);
  const bool known = !attempt.device.empty();
  const crypto::Hash around = network(attempt);
  const std::scoped_lock lock(mutex_);
  if (must_wait(own, now) || (!known && must_wait(around, now))) {
    return waiting_.take(now, limits_.waiting_burst, limits_.waiting_refill) ? Answer::wait : Answer::busy;
  }
  if (!known && !everybody_.take(now, limits_.burst, limits_.refill)) return Answer::busy;
  make_room(now);
  count(own, limits_.free_tries, now);
  if (!known) count(around, limits_.free_tries_of_network, now);
  return Answer::go;
}

void Throttle::succeeded(const Try& attempt) {
  const crypto::Hash own = pair(attempt);
  const crypto::Hash around = network(attempt);
  const std::scoped_lock lock(mutex_);
  counters_.erase(own);
  // Her try was no guess; those of others from the same network stay.
  const auto found = counters_.find(around);
  if (attempt.device.empty() && found != counters_.end()) found->second.tries = std::max(0, found->second.tries - 1);
}

void Throttle::not_checked(const Try& attempt) {
  const crypto::Hash own = pair(attempt);
  const crypto::Hash around = network(attempt);
  const std::scoped_lock lock(mutex_);
  for (const crypto::Hash& key : {own, around}) {
    if (key == around && !attempt.device.empty()) continue;
    const auto found = counters_.find(key);
    if (found == counters_.end()) continue;
    found->second.tries = std::max(0, found->second.tries - 1);
    found->second.next = Time();
  }
}

void Throttle::make_room(Time now) {
  if (counters_.size() + 2 <= limits_.remembered) return;
  std::erase_if(counters_, [&](const auto& entry) { return now - entry.second.last > limits_.forgotten; });
  if (counters_.size() + 2 <= limits_.remembered) return;
  // An eighth at once, so that this is rare: those without a delay, tried longest ago, go first.
  std::vector<std::tuple<Time, Time, crypto::Hash>> order;
  order.reserve(counters_.size());
  for (const auto& [key, counter] : counters_) order.emplace_back(counter.next, counter.last, key);
  const std::size_t gone = std::min(order.size(), limits_.remembered / 8 + 2);
  std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(gone - 1), order.end());
  for (std::size_t i = 0; i < gone; ++i) counters_.erase(std::get<2>(order[i]));
}

std::size_t Throttle::remembered() const {
  const std::scoped_lock lock(mutex_);
  return counters_.size();
}

}  // namespace arasha::web

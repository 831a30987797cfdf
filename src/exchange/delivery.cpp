#include "exchange/delivery.h"

#include <algorithm>

#include "base/event.h"

namespace arasha::exchange {
namespace {

constexpr int kTurn = 16;  // so many to one partner before another has its turn
// A parcel that the other side does not take is not tried again sooner, whatever the pauses are.
constexpr int kRefusedPauses = 6;  // of the longest

Delivery::Send over_the_network(const web::ClientLimits& limits) {
  return [limits](const Parcel& parcel, const std::stop_token& stop) -> Result<web::ClientAnswer> {
    TRY(url, web::parse_url(parcel.url));
    return web::post_bytes(url, "/exchange/" + parcel.to.text(), parcel.pin, parcel.envelope, limits, stop);
  };
}

Failure failure_of(const Error& error) {
  switch (error.code) {
    case ErrorCode::denied: return Failure::not_trusted;
    case ErrorCode::busy: return Failure::busy;
    case ErrorCode::unavailable: return Failure::unreachable;
    default: return Failure::failed;
  }
}

Failure failure_of(int status) {
  if (status >= 200 && status < 300) return Failure::none;
  switch (status) {
    case 404:
    case 410: return Failure::not_here;
    case 413: return Failure::too_large;
    case 408:
    case 429:
    case 503: return Failure::busy;
    default: return status >= 500 ? Failure::failed : Failure::refused;
  }
}

// Whether it says something about this parcel alone, and others may go on. Who is not there at all says so to each.
bool is_about_the_parcel(Failure failure) {
  return failure == Failure::too_large || failure == Failure::refused || failure == Failure::not_here;
}

}  // namespace

Delivery::Delivery(vault::Vault& vault, DeliveryLimits limits, Send send)
    : vault_(vault), limits_(limits), send_(send ? std::move(send) : over_the_network(limits.client)) {
  for (int i = 0; i < limits_.at_once; ++i) threads_.emplace_back([this](const std::stop_token& stop) { work(stop); });
}

Delivery::~Delivery() {
  for (std::jthread& thread : threads_) thread.request_stop();
}

void Delivery::nudge() {
  const std::scoped_lock lock(mutex_);
  posted_ = true;
  tell();
}

void Delivery::readdress(OrganizationId to, std::string url, std::optional<web::Pin> pin) {
  const std::scoped_lock lock(mutex_);
  partners_[to].moved = Address{std::move(url), pin};
  posted_ = true;  // what was posted before is to be known before it is rewritten
  tell();
}

DeliveryStatus Delivery::status(OrganizationId to) const {
  const std::scoped_lock lock(mutex_);
  const auto found = partners_.find(to);
  if (found == partners_.end()) return {};
  DeliveryStatus out = found->second.status;
  out.waiting = found->second.waiting.size();
  return out;
}

void Delivery::work(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    const bool polls = std::chrono::steady_clock::now() - read_at_ >= limits_.poll;
    if ((posted_ || polls) && !reading_) {
      posted_ = false;
      reading_ = true;
      lock.unlock();
      const bool read = read_new();
      lock.lock();
      reading_ = false;
      read_at_ = std::chrono::steady_clock::now();
      tell();
      if (read) continue;
      wake_.wait_for(lock, stop, limits_.first_pause, [] { return false; });
      posted_ = true;
      continue;
    }
    const Time now = vault_.clock().now();
    if (Partner* const partner = due(now); partner != nullptr) {
      partner->in_hand = true;
      partner->turn = ++turns_;
      lock.unlock();
      serve(*partner, stop);
      lock.lock();
      partner->in_hand = false;
      continue;
    }
    wake_.wait_for(lock, stop, pause(now), [this, seen = told_] { return told_ != seen; });
  }
}

void Delivery::tell() {
  ++told_;
  wake_.notify_all();
}

// Parcels that were posted since; their envelopes are let go at once. One that does not decode stays where it is.
bool Delivery::read_new() {
  std::vector<std::pair<OrganizationId, Waiting>> found;
  std::uint64_t after = 0;
  {
    const std::scoped_lock lock(mutex_);
    after = seen_;
  }
  const auto last = vault_.each_parcel(after, [&](vault::ParcelId id, BytesView content) -> Result<void> {
    const auto parcel = decode_parcel(content);
    if (parcel) found.push_back({parcel->to, {id, parcel->next, parcel->expires, parcel->envelope.size() > vault::kLargeDrop}});
    else log_event(Level::error, "parcel_not_understood");
    return {};
  });
  if (!last) return false;
  const std::scoped_lock lock(mutex_);
  seen_ = *last;
  for (auto& [to, waiting] : found) partners_[to].waiting.push_back(waiting);
  return true;
}

Time Delivery::due_at(const Partner& partner, const Waiting& waiting) {
  return waiting.large ? std::max(waiting.next, partner.large_not_before) : waiting.next;
}

bool Delivery::has_work(const Partner& partner, Time now) const {
  if (partner.in_hand) return false;
  if (partner.moved) return !posted_ && !reading_;
  return partner.not_before <= now && std::any_of(partner.waiting.begin(), partner.waiting.end(), [&](const Waiting& one) { return due_at(partner, one) <= now; });
}

Delivery::Partner* Delivery::due(Time now) {
  Partner* out = nullptr;
  for (auto& [to, partner] : partners_) {
    if (has_work(partner, now) && (out == nullptr || partner.turn < out->turn)) out = &partner;
  }
  return out;
}

// Until something is due, or it is time to look.
Duration Delivery::pause(Time now) const {
  Duration out = std::max(limits_.poll, Duration(10));
  for (const auto& [to, partner] : partners_) {
    if (partner.in_hand || partner.waiting.empty()) continue;
    Time next = due_at(partner, partner.waiting.front());
    for (const Waiting& one : partner.waiting) next = std::min(next, due_at(partner, one));
    out = std::min(out, std::max(next, partner.not_before) - now);
  }
  return std::max(out, Duration(1));
}

void Delivery::serve(Partner& partner, const std::stop_token& stop) {
  std::optional<Address> moved;
  std::vector<Waiting> all;
  {
    const std::scoped_lock lock(mutex_);
    moved.swap(partner.moved);
    if (moved) all.assign(partner.waiting.begin(), partner.waiting.end());
  }
  if (moved) {
    const std::set<vault::ParcelId> rewritten = rewrite(all, *moved);
    const std::scoped_lock lock(mutex_);
    for (Waiting& one : partner.waiting) {
      if (rewritten.contains(one.id)) one.next = Time();
    }
    if (!rewritten.empty()) {
      partner.not_before = Time();
      partner.failures = 0;
      partner.large_not_before = Time();
      partner.large_failures = 0;
    }
  }
  for (int i = 0; i < kTurn && !stop.stop_requested(); ++i) {
    Waiting waiting;
    {
      const std::scoped_lock lock(mutex_);
      const Time now = vault_.clock().now();
      const auto first = [&](bool large) {
        return std::find_if(partner.waiting.begin(), partner.waiting.end(), [&](const Waiting& one) { return one.large == large && due_at(partner, one) <= now; });
      };
      auto next = first(false);
      if (next == partner.waiting.end()) next = first(true);
      if (next == partner.waiting.end() || partner.moved) return;
      waiting = *next;
    }
    const Step step = try_one(partner, waiting, stop);
    if (stop.stop_requested() && step == Step::partner_failed) return;
    const std::scoped_lock lock(mutex_);
    const auto place = std::find_if(partner.waiting.begin(), partner.waiting.end(), [&](const Waiting& one) { return one.id == waiting.id; });
    if (place == partner.waiting.end()) continue;
    if (step == Step::delivered || step == Step::gone) partner.waiting.erase(place);
    else place->next = waiting.next;
    if (step == Step::partner_failed) return;
  }
}

Delivery::Step Delivery::try_one(Partner& partner, Waiting& waiting, const std::stop_token& stop) {
  const Time now = vault_.clock().now();
  const auto hold_back = [&] {  // our own database does not answer, or does not write
    const std::scoped_lock lock(mutex_);
    partner.not_before = now + limits_.first_pause;
    return Step::partner_failed;
  };
  if (waiting.expires <= now) {
    if (!vault_.settle_parcel(waiting.id)) return hold_back();
    const std::scoped_lock lock(mutex_);
    ++partner.status.given_up;
    return Step::gone;
  }
  const auto content = vault_.parcel(waiting.id);
  if (!content && content.error().code != ErrorCode::damaged) return hold_back();
  if (!content || !*content) return Step::gone;
  auto parcel = decode_parcel(**content);
  if (!parcel) return Step::gone;
  const auto answer = send_(*parcel, stop);
  if (!answer && stop.stop_requested()) return Step::partner_failed;
  const Failure failure = answer ? failure_of(answer->status) : failure_of(answer.error());
  const bool settled = failure == Failure::none && vault_.settle_parcel(waiting.id).is_ok();
  const Time then = vault_.clock().now();
  {
    const std::scoped_lock lock(mutex_);
    partner.status.last_attempt = then;
    partner.status.last_failure = failure;
    if (failure == Failure::none) {
      partner.status.last_delivered = then;
      partner.failures = 0;
      if (waiting.large) partner.large_failures = 0;
    }
  }
  if (settled) return Step::delivered;
  if (failure == Failure::none) return hold_back();  // it is there; sent once more it changes nothing
  ++parcel->attempts;
  // No place there, or no time on that line, for what is long: words still pass.
  const bool is_too_long_now = waiting.large && failure == Failure::busy;
  const bool is_parcels = is_about_the_parcel(failure) || is_too_long_now;
  Duration wait = limits_.longest_pause * kRefusedPauses;
  {
    const std::scoped_lock lock(mutex_);
    if (!is_parcels || is_too_long_now) {
      wait = pause_after(is_too_long_now ? ++partner.large_failures : ++partner.failures);
      if (answer && answer->retry_after) wait = std::clamp<Duration>(*answer->retry_after, wait, std::max(wait, limits_.longest_pause));
      (is_too_long_now ? partner.large_not_before : partner.not_before) = then + wait;
    }
  }
  static RateLimit limit(10);
  if (limit.allow()) log_event(Level::info, "parcel_not_delivered", {{"failure", static_cast<int>(failure)}, {"attempts", parcel->attempts}});
  parcel->next = then + wait;
  waiting.next = parcel->next;
  // Where this is not written, the next process tries sooner; no more depends on it.
  static_cast<void>(vault_.change_parcel(waiting.id, encode(*parcel)));
  return is_parcels ? Step::parcel_failed : Step::partner_failed;
}

std::set<vault::ParcelId> Delivery::rewrite(const std::vector<Waiting>& all, const Address& address) {
  std::set<vault::ParcelId> out;
  for (const Waiting& one : all) {
    const auto content = vault_.parcel(one.id);
    if (!content || !*content) continue;
    auto parcel = decode_parcel(**content);
    if (!parcel || (parcel->url == address.url && parcel->pin == address.pin)) continue;
    parcel->url = address.url;
    parcel->pin = address.pin;
    parcel->next = Time();
    parcel->attempts = 0;
    if (vault_.change_parcel(one.id, encode(*parcel))) out.insert(one.id);
    else log_event(Level::warning, "parcel_not_readdressed");
  }
  return out;
}

// Doubles up to the longest; a quarter more or less, so that many who failed together do not come back together.
Duration Delivery::pause_after(std::uint32_t failures) const {
  Duration out = limits_.first_pause;
  for (std::uint32_t i = 1; i < failures && out < limits_.longest_pause; ++i) out *= 2;
  out = std::min(out, limits_.longest_pause);
  const auto quarter = static_cast<std::uint32_t>(std::min<std::int64_t>(out.count() / 4, UINT32_MAX / 4));
  if (quarter == 0) return out;
  return std::min(limits_.longest_pause, out - Duration(quarter) + Duration(crypto::random_below(2 * quarter)));
}

}  // namespace arasha::exchange

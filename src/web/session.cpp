#include "web/session.h"

namespace arasha::web {
namespace {

constexpr auto kRemembered = std::chrono::hours(24);
constexpr std::string_view kPlace = "arasha/session-keys/v1";

crypto::Hash name_of(std::string_view token) { return crypto::fingerprint("arasha/session-name/v1", {view(token)}); }

std::optional<crypto::Key> key_of(std::string_view token) {
  auto bytes = from_base32(token);
  if (!bytes || bytes->size() != 32) return std::nullopt;
  const crypto::Key raw{std::span<const std::uint8_t, 32>(bytes->data(), 32)};
  crypto::wipe(*bytes);
  return crypto::derive(raw, "arasha/session-key/v1");
}

std::string csrf_of(const crypto::Key& key) {
  const crypto::Hash tag = crypto::tag(key, "arasha/csrf/v1");
  return to_base32(BytesView(tag).first(20));
}

}  // namespace

std::string Sessions::start(const vault::Keyring& keyring) {
  std::array<std::uint8_t, 32> random{};
  crypto::random_bytes(random);
  const std::string token = to_base32(random);
  crypto::wipe(random);
  const auto key = key_of(token);
  const auto state = vault_.directory();
  const vault::Member* member = state->member(keyring.member());
  const Time now = vault_.clock().now();
  Kept kept{keyring.member(), keyring.pack(*key, view(kPlace)), member != nullptr ? member->keys : vault::PublicKeys{}, now, now};
  const std::scoped_lock lock(mutex_);
  sweep(now);
  kept_[name_of(token)] = std::move(kept);
  return token;
}

bool Sessions::is_live(const Kept& kept, Time now) const {
  return !kept.sealed.empty() && now - kept.used < limits_.idle && now - kept.started < limits_.whole;
}

std::optional<OpenSession> Sessions::find(std::string_view token) {
  const auto key = key_of(token);
  if (!key) return std::nullopt;
  const Time now = vault_.clock().now();
  Bytes sealed;
  Time started{};
  {
    const auto state = vault_.directory();
    const std::scoped_lock lock(mutex_);
    const auto found = kept_.find(name_of(token));
    if (found == kept_.end()) return std::nullopt;
    Kept& kept = found->second;
    const vault::Member* member = state->member(kept.member);
    // A closed or readmitted account ends its sessions at once.
    if (!is_live(kept, now) || member == nullptr || member->keys != kept.keys) {
      kept.sealed.clear();
      return std::nullopt;
    }
    kept.used = now;
    sealed = kept.sealed;
    started = kept.started;
  }
  auto keyring = vault::Keyring::unpack(*key, view(kPlace), sealed);
  if (!keyring) return std::nullopt;
  return OpenSession{std::move(*keyring), csrf_of(*key), started};
}

std::optional<MemberId> Sessions::ended(std::string_view token) {
  const std::scoped_lock lock(mutex_);
  const auto found = kept_.find(name_of(token));
  if (found == kept_.end()) return std::nullopt;
  return found->second.member;
}

bool Sessions::is_csrf_of(std::string_view token, std::string_view csrf) {
  const auto key = key_of(token);
  return key && crypto::equal(view(csrf_of(*key)), view(csrf));
}

void Sessions::end(std::string_view token) {
  const std::scoped_lock lock(mutex_);
  kept_.erase(name_of(token));
}

void Sessions::end_all(MemberId member) {
  const std::scoped_lock lock(mutex_);
  std::erase_if(kept_, [&](const auto& entry) { return entry.second.member == member; });
}

std::size_t Sessions::count(MemberId member) {
  const Time now = vault_.clock().now();
  const std::scoped_lock lock(mutex_);
  std::size_t out = 0;
  for (const auto& [name, kept] : kept_) out += kept.member == member && is_live(kept, now) ? 1U : 0U;
  return out;
}

void Sessions::sweep(Time now) {
  std::erase_if(kept_, [&](const auto& entry) { return now - entry.second.used > kRemembered; });
}

}  // namespace arasha::web

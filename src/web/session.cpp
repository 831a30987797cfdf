#include "web/session.h"

#include <algorithm>

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

// A form token is 20 bytes that follow from the session's key, and 10 that say that this house gave them out.
constexpr std::size_t kCsrfLength = 32;
constexpr std::size_t kMarkLength = 16;

std::string csrf_of(const crypto::Key& key) {
  const crypto::Hash tag = crypto::tag(key, "arasha/csrf/v1");
  return to_base32(BytesView(tag).first(20));
}

}  // namespace

Browser browser_of(std::string_view agent) {
  const auto says = [agent](std::string_view word) { return agent.find(word) != std::string_view::npos; };
  // Most call themselves by the names of others too; the own name comes last.
  if (says("YaBrowser/")) return Browser::yandex;
  if (says("Edg/") || says("EdgA/") || says("EdgiOS/")) return Browser::edge;
  if (says("OPR/")) return Browser::opera;
  if (says("SamsungBrowser/")) return Browser::samsung;
  if (says("Firefox/") || says("FxiOS/")) return Browser::firefox;
  if (says("Chrome/") || says("CriOS/")) return Browser::chrome;
  if (says("Safari/")) return Browser::safari;
  return Browser::unknown;
}

Device device_of(std::string_view agent) {
  const auto says = [agent](std::string_view word) { return agent.find(word) != std::string_view::npos; };
  if (says("Mobile") || says("Android") || says("iPhone") || says("iPad")) return Device::telephone;
  if (says("Windows") || says("Macintosh") || says("X11") || says("CrOS")) return Device::computer;
  return Device::unknown;
}

std::string Sessions::id_of(std::string_view token) { return to_base32(BytesView(name_of(token)).first(10)); }

std::string Sessions::start(const vault::Keyring& keyring, std::string_view user_agent, std::optional<Language> language) {
  std::array<std::uint8_t, 32> random{};
  crypto::random_bytes(random);
  const std::string token = to_base32(random);
  crypto::wipe(random);
  const auto key = key_of(token);
  const auto state = vault_.directory();
  const vault::Member* member = state->member(keyring.member());
  const Time now = vault_.clock().now();
  Kept kept{keyring.member(), keyring.pack(*key, view(kPlace)), member != nullptr ? member->keys : vault::PublicKeys{}, now, now,
            browser_of(user_agent), device_of(user_agent), language, {}, 0};
  const std::scoped_lock lock(mutex_);
  sweep(now);
  make_room(keyring.member(), now);
  kept_[name_of(token)] = std::move(kept);
  told_.insert(keyring.member());
  return token;
}

bool Sessions::is_live(const Kept& kept, Time now) const {
  return !kept.sealed.empty() && now - kept.used < limits_.idle && now - kept.started < limits_.whole;
}

// A closed or readmitted account ends its sessions at once.
bool Sessions::is_present(const Kept& kept, const vault::Directory& state, Time now) const {
  const vault::Member* member = state.member(kept.member);
  return is_live(kept, now) && member != nullptr && member->status != vault::MemberStatus::closed && member->keys == kept.keys;
}

std::optional<OpenSession> Sessions::find(std::string_view token) {
  const auto key = key_of(token);
  if (!key) return std::nullopt;
  const Time now = vault_.clock().now();
  const auto state = vault_.directory();
  const crypto::Hash name = name_of(token);
  Bytes sealed;
  std::uint64_t position = 0;
  Time started{};
  Notice notice;
  std::optional<Language> language;
  {
    const std::scoped_lock lock(mutex_);
    const auto found = kept_.find(name);
    if (found == kept_.end()) return std::nullopt;
    Kept& kept = found->second;
    if (!is_present(kept, *state, now)) {
      kept.sealed.clear();
      return std::nullopt;
    }
    kept.used = now;
    sealed = kept.sealed;
    started = kept.started;
    notice = std::exchange(kept.notice, {});
    language = kept.language;
    position = kept.position;
  }
  auto keyring = vault::Keyring::unpack(*key, view(kPlace), sealed);
  if (!keyring) return std::nullopt;
  if (position != state->length()) {
    // Circles may have been joined or left: only what is sealed to the member now counts, from this request on.
    vault::Keyring fresh(keyring->member(), keyring->seed().clone());
    if (!vault_.refresh(fresh)) return std::nullopt;
    sealed = fresh.pack(*key, view(kPlace));
    const std::scoped_lock lock(mutex_);
    if (const auto found = kept_.find(name); found != kept_.end() && !found->second.sealed.empty()) {
      found->second.sealed = std::move(sealed);
      found->second.position = state->length();
    }
    *keyring = std::move(fresh);
  }
  const std::string csrf = csrf_of(*key);
  return OpenSession{std::move(*keyring), csrf + mark_of(csrf), started, std::move(notice), language};
}

std::optional<MemberId> Sessions::ended(std::string_view token) {
  const std::scoped_lock lock(mutex_);
  const auto found = kept_.find(name_of(token));
  if (found == kept_.end()) return std::nullopt;
  return found->second.member;
}

bool Sessions::is_csrf_of(std::string_view token, std::string_view csrf) {
  const auto key = key_of(token);
  return key && csrf.size() == kCsrfLength + kMarkLength && crypto::equal(view(csrf_of(*key)), view(csrf.substr(0, kCsrfLength)));
}

std::string Sessions::mark_of(std::string_view csrf) const {
  const crypto::Key key = crypto::derive(vault_.server().pepper, "arasha/csrf-mark/v1");
  return to_base32(BytesView(crypto::tag(key, "arasha/csrf-mark/v1", {view(csrf)})).first(10));
}

bool Sessions::is_csrf_of_ours(std::string_view csrf) const {
  return csrf.size() == kCsrfLength + kMarkLength && crypto::equal(view(mark_of(csrf.substr(0, kCsrfLength))), view(csrf.substr(kCsrfLength)));
}

void Sessions::set_notice(std::string_view token, Notice notice) {
  const std::scoped_lock lock(mutex_);
  const auto found = kept_.find(name_of(token));
  if (found != kept_.end()) found->second.notice = std::move(notice);
}

void Sessions::set_language(std::string_view token, Language language) {
  const std::scoped_lock lock(mutex_);
  const auto found = kept_.find(name_of(token));
  if (found != kept_.end()) found->second.language = language;
}

void Sessions::end(std::string_view token) {
  std::unique_lock lock(mutex_);
  kept_.erase(name_of(token));
  tell(std::move(lock));
}

void Sessions::end_all(MemberId member) {
  std::unique_lock lock(mutex_);
  std::erase_if(kept_, [&](const auto& entry) { return entry.second.member == member; });
  tell(std::move(lock));
}

void Sessions::end_others(MemberId member, std::string_view token) {
  const crypto::Hash own = name_of(token);
  std::unique_lock lock(mutex_);
  std::erase_if(kept_, [&](const auto& entry) { return entry.second.member == member && entry.first != own; });
  tell(std::move(lock));
}

bool Sessions::end_one(MemberId member, std::string_view id) {
  std::unique_lock lock(mutex_);
  const auto ended = std::erase_if(kept_, [&](const auto& entry) {
    return entry.second.member == member && !entry.second.sealed.empty() && to_base32(BytesView(entry.first).first(10)) == id;
  });
  tell(std::move(lock));
  return ended > 0;
}

std::size_t Sessions::count(MemberId member) { return list(member).size(); }

std::vector<SessionInfo> Sessions::list(MemberId member) {
  const Time now = vault_.clock().now();
  const auto state = vault_.directory();
  std::vector<SessionInfo> out;
  {
    const std::scoped_lock lock(mutex_);
    for (const auto& [name, kept] : kept_) {
      if (kept.member != member || !is_present(kept, *state, now)) continue;
      out.push_back({to_base32(BytesView(name).first(10)), kept.member, kept.started, kept.used, kept.browser, kept.device});
    }
  }
  std::sort(out.begin(), out.end(), [](const SessionInfo& a, const SessionInfo& b) { return a.used > b.used; });
  return out;
}

std::set<MemberId> Sessions::members() {
  const Time now = vault_.clock().now();
  const auto state = vault_.directory();
  const std::scoped_lock lock(mutex_);
  std::set<MemberId> out;
  for (const auto& [name, kept] : kept_) {
    if (is_present(kept, *state, now)) out.insert(kept.member);
  }
  return out;
}

void Sessions::housekeep() {
  std::unique_lock lock(mutex_);
  sweep(vault_.clock().now());
  tell(std::move(lock));
}

// Lets the lock go before anybody is called.
void Sessions::tell(std::unique_lock<std::mutex> lock) {
  lock.unlock();
  std::set<MemberId> present = members();
  lock.lock();
  const bool fewer = std::any_of(told_.begin(), told_.end(), [&](MemberId member) { return !present.contains(member); });
  told_ = present;
  lock.unlock();
  if (fewer && changed_) changed_(present);
}

void Sessions::sweep(Time now) {
  const auto state = vault_.directory();
  std::vector<std::pair<Time, crypto::Hash>> over;
  for (auto& [name, kept] : kept_) {
    if (is_present(kept, *state, now)) continue;
    kept.sealed.clear();
    kept.notice = {};
    over.emplace_back(kept.used, name);
  }
  const std::size_t spare = over.size() > limits_.ended ? over.size() - limits_.ended : 0;
  std::sort(over.begin(), over.end());
  for (std::size_t i = 0; i < over.size(); ++i) {
    if (i < spare || now - over[i].first > kRemembered) kept_.erase(over[i].second);
  }
}

void Sessions::make_room(MemberId member, Time now) {
  std::vector<std::pair<Time, crypto::Hash>> open;
  for (const auto& [name, kept] : kept_) {
    if (kept.member == member && is_live(kept, now)) open.emplace_back(kept.used, name);
  }
  if (open.size() < limits_.live) return;
  std::sort(open.begin(), open.end());
  for (std::size_t i = 0; i + limits_.live <= open.size(); ++i) kept_[open[i].second].sealed.clear();
}

}  // namespace arasha::web

// Sessions: a random token in a cookie; the server keeps its hash, and the member's keys sealed under the token.
//
// Thread-safe. Times come from the vault's clock. Memory is bounded: a member has at most `live` open sessions (the one
// used longest ago ends), and of ended ones only so many are remembered, so that a form sent too late becomes a draft.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>

#include "base/catalogue.h"
#include "vault/vault.h"
#include "web/http.h"

namespace arasha::web {

struct SessionLimits {
  Duration idle = std::chrono::minutes(15);
  Duration whole = std::chrono::hours(10);
  std::size_t live = 20;       // of one member
  std::size_t ended = 20'000;  // remembered, of all
};

enum class Browser : std::uint8_t { unknown, chrome, firefox, safari, edge, opera, yandex, samsung };
enum class Device : std::uint8_t { unknown, computer, telephone };
// From the User-Agent header; it says what it likes, so this is for people to recognise, not for decisions.
Browser browser_of(std::string_view user_agent);
Device device_of(std::string_view user_agent);

struct OpenSession {
  vault::Keyring keyring;
  std::string csrf;  // goes into every form
  Time started;
  Notice notice;     // taken out: the page that gets it shows it
  std::optional<Language> language;
};

// What a person sees of a session; `id` ends it and opens nothing.
struct SessionInfo {
  std::string id;
  MemberId member;
  Time started;
  Time used;
  Browser browser = Browser::unknown;
  Device device = Device::unknown;
};

class Sessions {
 public:
  Sessions(vault::Vault& vault, SessionLimits limits) : vault_(vault), limits_(limits) {}

  // The token for the cookie: 256 random bits, shown once.
  std::string start(const vault::Keyring& keyring, std::string_view user_agent = "", std::optional<Language> language = {});
  // The session of a token: nothing when it is unknown, too old, or its member's account has changed since. Its keyring
  // holds the circles that the member is in at this moment.
  std::optional<OpenSession> find(std::string_view token);
  // Whose session it was, while it is remembered after its end: so that a form sent too late becomes a draft.
  std::optional<MemberId> ended(std::string_view token);
  // The form token belongs to this session token, ended or not, known to this process or not.
  static bool is_csrf_of(std::string_view token, std::string_view csrf);
  // The form token was given out by this house, to whatever session. It allows nothing: it tells a form of ours whose
  // session is gone from one that somebody else made.
  bool is_csrf_of_ours(std::string_view csrf) const;

  void set_notice(std::string_view token, Notice notice);
  void set_language(std::string_view token, Language language);

  // Ended by the person: forgotten at once.
  void end(std::string_view token);
  void end_all(MemberId member);
  void end_others(MemberId member, std::string_view token);     // after a change of the passphrase
  bool end_one(MemberId member, std::string_view id);           // false: there is no such session of this member

  std::size_t count(MemberId member);
  std::vector<SessionInfo> list(MemberId member);               // the one used last comes first
  static std::string id_of(std::string_view token);
  std::set<MemberId> members();                                 // of whom a session is open
  // Wipes the keys of what has run out, and calls `changed` if somebody is no longer signed in anywhere. Called now and
  // then by whoever runs the server, and after every end.
  void housekeep();
  // What hears who is still signed in. Set it before the first session; it is called on any thread, without a lock.
  void on_fewer(std::function<void(const std::set<MemberId>&)> changed) { changed_ = std::move(changed); }

  const SessionLimits& limits() const { return limits_; }

 private:
  struct Kept {
    MemberId member;
    Bytes sealed;  // the keyring, under a key from the token; empty when ended
    vault::PublicKeys keys;
    Time started;
    Time used;
    Browser browser = Browser::unknown;
    Device device = Device::unknown;
    std::optional<Language> language;
    Notice notice;
    std::uint64_t position = 0;  // of the key chain, whose circles `sealed` holds; 0: not compared with it yet
  };
  std::string mark_of(std::string_view csrf) const;
  bool is_live(const Kept& kept, Time now) const;
  bool is_present(const Kept& kept, const vault::Directory& state, Time now) const;
  // Under the lock.
  void sweep(Time now);
  void make_room(MemberId member, Time now);
  void tell(std::unique_lock<std::mutex> lock);

  vault::Vault& vault_;
  SessionLimits limits_;
  std::function<void(const std::set<MemberId>&)> changed_;
  std::mutex mutex_;
  std::map<crypto::Hash, Kept> kept_;
  std::set<MemberId> told_;  // who was signed in when `changed_` heard last
};

}  // namespace arasha::web

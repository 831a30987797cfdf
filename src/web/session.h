// Sessions: a random token in a cookie; the server keeps its hash, and the member's keys sealed under the token.
#pragma once

#include <map>
#include <mutex>
#include <optional>

#include "vault/vault.h"
#include "web/http.h"

namespace arasha::web {

struct SessionLimits {
  Duration idle = std::chrono::minutes(15);
  Duration whole = std::chrono::hours(10);
};

struct OpenSession {
  vault::Keyring keyring;
  std::string csrf;  // goes into every form
  Time started;
};

class Sessions {
 public:
  Sessions(vault::Vault& vault, SessionLimits limits) : vault_(vault), limits_(limits) {}

  // The token for the cookie: 256 random bits, shown once.
  std::string start(const vault::Keyring& keyring);
  // The session of a token: nothing when it is unknown, too old, or its member's account has changed since.
  std::optional<OpenSession> find(std::string_view token);
  // Whose session it was, while it is remembered after its end: so that a form sent too late becomes a draft.
  std::optional<MemberId> ended(std::string_view token);
  // The form token belongs to this session token, ended or not.
  static bool is_csrf_of(std::string_view token, std::string_view csrf);
  void end(std::string_view token);
  void end_all(MemberId member);
  std::size_t count(MemberId member);

 private:
  struct Kept {
    MemberId member;
    Bytes sealed;  // the keyring, under a key from the token; empty when ended
    vault::PublicKeys keys;
    Time started;
    Time used;
  };
  bool is_live(const Kept& kept, Time now) const;
  void sweep(Time now);

  vault::Vault& vault_;
  SessionLimits limits_;
  std::mutex mutex_;
  std::map<crypto::Hash, Kept> kept_;
};

}  // namespace arasha::web

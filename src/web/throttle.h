// How often somebody may try to sign in. Guessing gets slower and slower, for each account, each network and everybody
// together; the right person is never shut out by strangers (docs/adr/0007-sign-in.md):
//
// - tries are counted by (account, network prefix): what strangers do elsewhere does not touch a person's own network;
// - a browser that signed in before carries a device mark; its tries are counted by (account, device) only;
// - a network that tries many names is slowed down as a whole, and so is the sum of all tries, in favour of known devices.
//
// A try counts when it is let in, not when it fails, so that many at once are no way around. Memory is bounded: what was
// tried longest ago is forgotten first. Names are kept only as hashes under a key of this process. Thread-safe.
#pragma once

#include <map>
#include <mutex>

#include "base/time.h"
#include "crypto/hash.h"

namespace arasha::web {

struct ThrottleLimits {
  int free_tries = 5;                                  // of one account from one network or device, without a delay
  int free_tries_of_network = 30;                      // of any accounts
  Duration first_delay = std::chrono::seconds(2);      // doubles with each further try
  Duration longest_delay = std::chrono::minutes(15);
  Duration forgotten = std::chrono::hours(12);         // after the last try
  int burst = 60;                                      // of everybody, known devices apart
  Duration refill = std::chrono::milliseconds(500);    // one try more of everybody
  int waiting_burst = 10;                              // answers "wrong" to those who must wait: each costs as much as a check
  Duration waiting_refill = std::chrono::seconds(2);
  std::size_t remembered = 20'000;                     // counters
};

// The part of an address that one owner usually has: /24 of IPv4, /48 of IPv6; anything else as it is.
std::string network_of(std::string_view address);

class Throttle {
 public:
  explicit Throttle(ThrottleLimits limits = {});

  struct Try {
    std::string_view name;     // as typed; compared folded
    std::string_view from;     // the client's address
    std::string_view device;   // of a genuine device mark; empty: unknown
  };
  enum class Answer { go, wait, busy };
  // `go`: check the secret, then say how it went. `wait`: answer as if it were wrong, after the same work, and check
  // nothing. `busy`: too many tries at all; nothing is counted.
  Answer ask(const Try& attempt, Time now);
  void succeeded(const Try& attempt);
  void not_checked(const Try& attempt);  // the try did not come to a check: it does not count
  std::size_t remembered() const;

 private:
  struct Counter {
    int tries = 0;
    Time last;
    Time next;  // not before
  };
  using Counters = std::map<crypto::Hash, Counter>;
  crypto::Hash pair(const Try& attempt) const;
  crypto::Hash network(const Try& attempt) const;
  void count(const crypto::Hash& key, int free_tries, Time now);
  bool must_wait(const crypto::Hash& key, Time now) const;
  void make_room(Time now);
  // So many at once, then one for each `refill`.
  struct Bucket {
    int left;
    Time refilled{};
    bool take(Time now, int burst, Duration refill);
  };

  ThrottleLimits limits_;
  crypto::Key key_ = crypto::random_key();
  mutable std::mutex mutex_;
  Counters counters_;
  Bucket everybody_;
  Bucket waiting_;
};

}  // namespace arasha::web

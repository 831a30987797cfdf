// How fast one network may send to an address that is open to programs: so many at once, then so many a second. Who it was is
// kept nowhere: a network is a hash under a key of this process, and is forgotten when its allowance is whole again, or when there
// are too many. Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <optional>

#include "base/time.h"
#include "crypto/hash.h"

namespace arasha::web {

struct PaceLimits {
  int burst = 500;                                        // of one network (web/throttle.h, network_of) at once
  Duration refill = std::chrono::milliseconds(50);        // one more of that network
  int burst_of_all = 5'000;
  Duration refill_of_all = std::chrono::milliseconds(1);
  std::size_t remembered = 20'000;                        // networks
};

class Pace {
 public:
  explicit Pace(PaceLimits limits = {}) : limits_(limits), all_{limits.burst_of_all, {}} {}

  // Nothing: go on. Else how long to wait before it makes sense to try again; it does not count.
  std::optional<std::chrono::seconds> ask(std::string_view from, Time now);
  std::size_t remembered() const;

 private:
  struct Bucket {
    int left;
    Time refilled{};
    void refill(Time now, int burst, Duration each);
  };
  void make_room(Time now);

  PaceLimits limits_;
  crypto::Key key_ = crypto::random_key();
  mutable std::mutex mutex_;
  std::map<crypto::Hash, Bucket> networks_;
  Bucket all_;
};

}  // namespace arasha::web

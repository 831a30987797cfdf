// How much may come in through the forms. Nobody is followed: networks are counted under a random key that lives in memory and
// is forgotten every day, and a count says nothing of what was written (docs/intake.md).
//
// Every form has a bucket of its own, so that a flood through one does not shut another; so has every network. Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "base/time.h"
#include "crypto/hash.h"

namespace arasha::intake {

// What somebody outside does: leaves something, or types what opens something (the words of a receipt, a partner's code).
enum class Door : std::uint8_t { leave, guess };

struct FloodLimits {
  struct Bucket {
    int burst;        // so many at once
    Duration refill;  // then one for each of these
  };
  Bucket leave_form{40, std::chrono::minutes(1)};
  Bucket leave_network{6, std::chrono::minutes(10)};
  Bucket guess_form{60, std::chrono::seconds(1)};
  Bucket guess_network{10, std::chrono::minutes(1)};
  std::size_t remembered = 20'000;  // networks
};

class Flood {
 public:
  explicit Flood(FloodLimits limits = {}) : limits_(limits) {}
  // Whether it may go on; counts it when it may.
  bool let(Door door, std::string_view form, std::string_view from, Time now);
  std::size_t remembered() const;

 private:
  struct Level {
    int left = 0;
    Time refilled;
  };
  static void refill(Level& level, const FloodLimits::Bucket& bucket, Time now);

  FloodLimits limits_;
  mutable std::mutex mutex_;
  crypto::Key key_ = crypto::random_key();
  Time keyed_{};
  std::map<std::pair<Door, std::string>, Level> forms_;
  std::map<crypto::Hash, Level> networks_;
};

}  // namespace arasha::intake

// Moments in UTC and calendar dates. Code that needs "now" takes a Clock, so that tests can move time.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace arasha {

using Time = std::chrono::sys_time<std::chrono::milliseconds>;
using Date = std::chrono::year_month_day;
using Duration = std::chrono::milliseconds;

inline std::int64_t to_milliseconds(Time time) { return time.time_since_epoch().count(); }
inline Time from_milliseconds(std::int64_t value) { return Time(Duration(value)); }

std::string to_iso(Time time);             // 2026-11-24T10:15:30Z
std::string to_iso(Date date);             // 2026-11-24
Result<Date> date_from_iso(std::string_view text);
inline Date date_of(Time time) { return Date(std::chrono::floor<std::chrono::days>(time)); }
// Whole years between two dates, as people count age.
int years_between(Date from, Date to);

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
};

class SystemClock : public Clock {
 public:
  Time now() const override;
};

// A clock for tests: stands still until it is moved.
class FixedClock : public Clock {
 public:
  explicit FixedClock(Time start) : now_(start) {}
  Time now() const override { return now_; }
  void advance(Duration by) { now_ += by; }

 private:
  Time now_;
};

}  // namespace arasha

#include "base/event.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace arasha {
namespace {

TEST(EventField, writes_numbers_durations_and_words) {
  EXPECT_EQ(EventField("status", 403).text(), "status=403");
  EXPECT_EQ(EventField("ok", true).text(), "ok=1");
  EXPECT_EQ(EventField("took", std::chrono::milliseconds(3)).text(), "took=3000us");
  EXPECT_EQ(EventField("kind", "case").text(), "kind=case");
}

TEST(LogEvent, is_one_line) {
  testing::internal::CaptureStderr();
  log_event(Level::warning, "request_refused", {{"status", 403}, {"why", "origin"}});
  const std::string line = testing::internal::GetCapturedStderr();
  EXPECT_NE(line.find("Z warning request_refused status=403 why=origin\n"), std::string::npos) << line;
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
}

TEST(RateLimit, lets_a_burst_through_and_then_stops) {
  RateLimit none(0);
  EXPECT_FALSE(none.allow());
  // The clock is the machine's: while these calls take less than a second, exactly the burst passes, and one
  // more for each second that they take.
  RateLimit limit(5);
  const auto start = std::chrono::steady_clock::now();
  int passed = 0;
  for (int i = 0; i < 1000; ++i) passed += limit.allow() ? 1 : 0;
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - start).count();
  EXPECT_GE(passed, 5);
  EXPECT_LE(passed, 5 + seconds + 1);
}

}  // namespace
}  // namespace arasha

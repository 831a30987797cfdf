#include "web/pace.h"

#include "crypto/secret.h"

namespace arasha::web {
namespace {

class PaceTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(crypto::initialize().is_ok()); }
  static PaceLimits few() { return {3, std::chrono::seconds(1), 100, std::chrono::milliseconds(10), 4}; }
  Time now_ = from_milliseconds(1'790'000'000'000);
};

TEST_F(PaceTest, SoManyAtOnceThenSoManyASecondForEachNetwork) {
  Pace pace(few());
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(pace.ask("198.51.100.7", now_).has_value());
  EXPECT_EQ(pace.ask("198.51.100.200", now_), std::chrono::seconds(1)) << "the same network";
  EXPECT_FALSE(pace.ask("203.0.113.1", now_).has_value());
  now_ += std::chrono::milliseconds(1100);
  EXPECT_FALSE(pace.ask("198.51.100.7", now_).has_value());
  EXPECT_TRUE(pace.ask("198.51.100.7", now_).has_value());
  now_ += std::chrono::hours(1);
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(pace.ask("198.51.100.7", now_).has_value());
  EXPECT_TRUE(pace.ask("198.51.100.7", now_).has_value()) << "no more than the burst is saved up";
}

TEST_F(PaceTest, AllTogetherHaveALimitToo) {
  PaceLimits limits = few();
  limits.burst_of_all = 5;
  limits.refill_of_all = std::chrono::seconds(7);
  limits.remembered = 100;
  Pace pace(limits);
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(pace.ask("10.0." + std::to_string(i) + ".1", now_).has_value());
  EXPECT_EQ(pace.ask("10.0.9.1", now_), std::chrono::seconds(7));
  now_ += std::chrono::seconds(7);
  EXPECT_FALSE(pace.ask("10.0.9.1", now_).has_value());
}

TEST_F(PaceTest, RemembersFewNetworks) {
  Pace pace(few());
  for (int i = 0; i < 50; ++i) static_cast<void>(pace.ask("10.1." + std::to_string(i) + ".1", now_));
  EXPECT_LE(pace.remembered(), 4U);
  // Who is held back is not let go by a crowd that comes once each.
  Pace held(few());
  for (int i = 0; i < 4; ++i) static_cast<void>(held.ask("198.51.100.7", now_));
  for (int i = 0; i < 50; ++i) static_cast<void>(held.ask("10.1." + std::to_string(i) + ".1", now_));
  EXPECT_TRUE(held.ask("198.51.100.7", now_).has_value());
}

TEST_F(PaceTest, AClockThatIsSetBackStopsNobodyForGood) {
  Pace pace(few());
  for (int i = 0; i < 4; ++i) static_cast<void>(pace.ask("198.51.100.7", now_));
  now_ -= std::chrono::hours(24);
  EXPECT_TRUE(pace.ask("198.51.100.7", now_).has_value());
  now_ += std::chrono::seconds(1);
  EXPECT_FALSE(pace.ask("198.51.100.7", now_).has_value());
}

}  // namespace
}  // namespace arasha::web

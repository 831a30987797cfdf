#include "web/throttle.h"

#include <gtest/gtest.h>

#include "crypto/secret.h"

namespace arasha::web {
namespace {

using Answer = Throttle::Answer;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class ThrottleTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(crypto::initialize().is_ok()); }
  static constexpr std::string_view kStranger = "203.0.113.7";
  static constexpr std::string_view kHome = "198.51.100.20";
  Time now_ = from_milliseconds(1'790'000'000'000);
};

TEST_F(ThrottleTest, GuessingOneAccountGetsSlowerAndSlower) {
  Throttle throttle;
  const Throttle::Try attempt{"Aigul", kStranger, ""};
  for (int i = 0; i < 5; ++i) EXPECT_EQ(throttle.ask(attempt, now_), Answer::go) << i;
  EXPECT_EQ(throttle.ask(attempt, now_), Answer::wait);
  // Over a whole day, as fast as the delays let.
  int tries = 5;
  const Time end = now_ + hours(24);
  while (now_ < end) {
    tries += throttle.ask(attempt, now_) == Answer::go ? 1 : 0;
    now_ += seconds(1);
  }
  EXPECT_GT(tries, 50);   // nobody is locked out for good
  EXPECT_LT(tries, 120);  // and nobody guesses: one in a quarter of an hour
}

TEST_F(ThrottleTest, SpellingOfTheNameIsNoWayAround) {
  Throttle throttle;
  for (const char* name : {"Aigul", "AIGUL", "aigul ", " aiGul", "Aigul"}) EXPECT_EQ(throttle.ask({name, kStranger, ""}, now_), Answer::go);
  EXPECT_EQ(throttle.ask({"aigul", kStranger, ""}, now_), Answer::wait);
  EXPECT_EQ(throttle.ask({"aigul", "203.0.113.99", ""}, now_), Answer::wait);  // the same network
}

TEST_F(ThrottleTest, StrangersDoNotShutOutTheRightPerson) {
  Throttle throttle;
  for (int i = 0; i < 100; ++i) throttle.ask({"Aigul", kStranger, ""}, now_);
  EXPECT_EQ(throttle.ask({"Aigul", kHome, ""}, now_), Answer::go);            // from her own network
  EXPECT_EQ(throttle.ask({"Aigul", kStranger, "device"}, now_), Answer::go);  // from her own telephone, beside the stranger
}

TEST_F(ThrottleTest, ManyAtOnceAreNoWayAround) {
  Throttle throttle;
  int let_in = 0;
  for (int i = 0; i < 64; ++i) let_in += throttle.ask({"Aigul", kStranger, ""}, now_) == Answer::go ? 1 : 0;  // none has failed yet
  EXPECT_EQ(let_in, 5);
}

TEST_F(ThrottleTest, ManyNamesFromOneNetworkAreSlowedDown) {
  Throttle throttle;
  int let_in = 0;
  for (int i = 0; i < 200; ++i) let_in += throttle.ask({"name" + std::to_string(i), kStranger, ""}, now_) == Answer::go ? 1 : 0;
  EXPECT_EQ(let_in, 30);
}

TEST_F(ThrottleTest, ManyNetworksTogetherAreBoundedAndKnownDevicesAreNot) {
  Throttle throttle;
  int let_in = 0;
  bool busy = false;
  for (int i = 0; i < 200; ++i) {
    const auto answer = throttle.ask({"Aigul", "10." + std::to_string(i) + ".0.1", ""}, now_);
    let_in += answer == Answer::go ? 1 : 0;
    busy = busy || answer == Answer::busy;
  }
  EXPECT_EQ(let_in, 60);
  EXPECT_TRUE(busy);
  EXPECT_EQ(throttle.ask({"Saule", kHome, "device"}, now_), Answer::go);
  now_ += seconds(1);
  EXPECT_EQ(throttle.ask({"Saule", kHome, ""}, now_), Answer::go);  // and two a second for all others
}

TEST_F(ThrottleTest, SuccessForgetsAndWhatWasNotCheckedDoesNotCount) {
  Throttle throttle;
  const Throttle::Try attempt{"Aigul", kHome, ""};
  for (int round = 0; round < 5; ++round) {
    for (int i = 0; i < 4; ++i) EXPECT_EQ(throttle.ask(attempt, now_), Answer::go);
    throttle.succeeded(attempt);
    now_ += minutes(1);
  }
  for (int i = 0; i < 50; ++i) {
    ASSERT_EQ(throttle.ask({"Dana", kHome, "device"}, now_), Answer::go);
    throttle.not_checked({"Dana", kHome, "device"});
  }
}

TEST_F(ThrottleTest, AnsweringThoseWhoWaitIsBoundedToo) {
  Throttle throttle;
  const Throttle::Try attempt{"Aigul", kStranger, ""};
  for (int i = 0; i < 5; ++i) throttle.ask(attempt, now_);
  int waits = 0;
  for (int i = 0; i < 100; ++i) waits += throttle.ask(attempt, now_) == Answer::wait ? 1 : 0;
  EXPECT_EQ(waits, 10);
  EXPECT_EQ(throttle.ask(attempt, now_), Answer::busy);
}

TEST_F(ThrottleTest, MemoryIsBounded) {
  ThrottleLimits limits;
  limits.remembered = 100;
  limits.burst = 1'000'000;
  Throttle throttle(limits);
  for (int i = 0; i < 10; ++i) throttle.ask({"Aigul", kStranger, ""}, now_);
  for (int i = 0; i < 5'000; ++i) {
    throttle.ask({"n" + std::to_string(i), "10." + std::to_string(i / 250) + "." + std::to_string(i % 250) + ".1", ""}, now_);
    ASSERT_LE(throttle.remembered(), 100U);
  }
  // Who is made to wait stays so: a flood of other names does not wash it away.
  EXPECT_NE(throttle.ask({"Aigul", kStranger, ""}, now_), Answer::go);
}

TEST_F(ThrottleTest, NetworksOfAddresses) {
  EXPECT_EQ(network_of("203.0.113.7"), network_of("203.0.113.250"));
  EXPECT_NE(network_of("203.0.113.7"), network_of("203.0.114.7"));
  EXPECT_EQ(network_of("2001:db8:1:2::5"), network_of("2001:db8:1:ffff::9"));
  EXPECT_NE(network_of("2001:db8:1::5"), network_of("2001:db8:2::5"));
  EXPECT_EQ(network_of("::ffff:203.0.113.7"), network_of("203.0.113.9"));
  EXPECT_EQ(network_of("nonsense"), "nonsense");
  EXPECT_LE(network_of(std::string(10'000, 'x')).size(), 64U);
}

}  // namespace
}  // namespace arasha::web

#include "intake/flood.h"

namespace arasha::intake {
namespace {

class FloodTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(crypto::initialize()); }
  int let(Flood& flood, Door door, const std::string& form, int times, const std::string& from) {
    int out = 0;
    for (int i = 0; i < times; ++i) out += flood.let(door, form, from, now_) ? 1 : 0;
    return out;
  }
  static std::string network(int number) { return "10." + std::to_string(number / 200) + "." + std::to_string(number % 200) + ".1"; }
  Time now_ = from_milliseconds(1'790'000'000'000);
};

TEST_F(FloodTest, OneNetworkStopsSoonAndGoesOnLater) {
  Flood flood;
  const FloodLimits limits;
  EXPECT_EQ(let(flood, Door::leave, "help", 100, "198.51.100.7"), limits.leave_network.burst);
  EXPECT_EQ(let(flood, Door::leave, "help", 100, "198.51.100.99"), 0);  // the same network
  EXPECT_EQ(let(flood, Door::leave, "help", 1, "203.0.113.9"), 1);
  now_ += limits.leave_network.refill;
  EXPECT_EQ(let(flood, Door::leave, "help", 100, "198.51.100.7"), 1);
}

TEST_F(FloodTest, ManyNetworksStopAtTheFormAndNotAtAnother) {
  Flood flood;
  const FloodLimits limits;
  int through = 0;
  for (int i = 0; i < 10'000; ++i) through += let(flood, Door::leave, "help", 1, network(i));
  EXPECT_EQ(through, limits.leave_form.burst);
  EXPECT_EQ(let(flood, Door::leave, "embassy", 1, "198.51.100.7"), 1);
  EXPECT_EQ(let(flood, Door::guess, "help", 1, "198.51.100.7"), 1);  // who comes back is not shut out by who sends
}

TEST_F(FloodTest, GuessingWordsIsSlow) {
  Flood flood;
  const FloodLimits limits;
  EXPECT_EQ(let(flood, Door::guess, "help", 1000, "198.51.100.7"), limits.guess_network.burst);
  int through = 0;
  for (int i = 0; i < 1000; ++i) through += let(flood, Door::guess, "help", 1, network(i));
  EXPECT_EQ(through, limits.guess_form.burst - limits.guess_network.burst);
}

TEST_F(FloodTest, MemoryIsBoundedAndForgottenEveryDay) {
  FloodLimits limits;
  limits.leave_form.burst = 1'000'000;
  limits.remembered = 50;
  Flood flood(limits);
  for (int i = 0; i < 500; ++i) let(flood, Door::leave, "help", 1, network(i));
  EXPECT_LE(flood.remembered(), 50U);
  now_ += std::chrono::hours(25);
  let(flood, Door::leave, "help", 1, "198.51.100.7");
  EXPECT_EQ(flood.remembered(), 1U);
}

TEST_F(FloodTest, AClockThatGoesBackShutsNobodyOut) {
  Flood flood;
  let(flood, Door::leave, "help", 100, "198.51.100.7");
  now_ -= std::chrono::hours(2);
  EXPECT_EQ(let(flood, Door::leave, "help", 1, "198.51.100.7"), 1);
}

}  // namespace
}  // namespace arasha::intake

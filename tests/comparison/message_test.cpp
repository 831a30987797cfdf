// One message has one writing, and is short enough to be carried.
#include "comparison/message.h"

#include <gtest/gtest.h>

#include "comparison/two_sides.h"

namespace arasha::comparison {
namespace {

TEST(Message, HasOneWriting) {
  Both both;
  const Bytes good = both.starter.take().at(0);
  EXPECT_TRUE(read_message(good).is_ok());
  const auto with = [&](std::initializer_list<int> tail) {
    Bytes out = good;
    for (const int byte : tail) out.push_back(static_cast<std::uint8_t>(byte));
    return read_message(out).is_ok();
  };
  EXPECT_FALSE(with({0x78, 1})) << "an unknown field";
  EXPECT_FALSE(with({0x10, 0})) << "a number twice";
  EXPECT_FALSE(with({0x1a, 0})) << "an opening twice";
  EXPECT_FALSE(with({0xff}));
  EXPECT_FALSE(read_message({}).is_ok());
  EXPECT_FALSE(read_message(Bytes(kLongestMessage + 1)).is_ok());
  ComparisonMessage message = parsed(good);
  message.set_run("short");
  EXPECT_FALSE(read_message(write_message(message)).is_ok());
  message = parsed(good);
  message.set_number(kMostMessages);
  EXPECT_FALSE(read_message(write_message(message)).is_ok());
  message.set_number(3);
  message.clear_opening();
  EXPECT_FALSE(read_message(write_message(message)).is_ok()) << "about nothing";
}

TEST(Message, IsShortEnoughForAnEnvelope) {
  ComparisonMessage message;
  message.set_run(std::string(16, 'r'));
  message.set_number(kMostMessages - 1);
  message.mutable_points()->set_leg(ComparisonMessage::LEG_RETURNED);
  message.mutable_points()->set_first(kMostPoints - 1);
  message.mutable_points()->set_points(std::string(kPointsInMessage * 32, 'p'));
  EXPECT_LE(write_message(message).size(), kLongestMessage);
}

TEST(Message, WhoIsAskedSeesWhatFor) {
  Both both;
  const auto said = both.starter.take();
  const auto asked = asked_by(said.at(0));
  ASSERT_TRUE(asked.is_ok());
  EXPECT_EQ(asked->run, kRun);
  EXPECT_EQ(asked->points, 256U);
  EXPECT_FALSE(asked_by(said.at(1)).is_ok());
}

}  // namespace
}  // namespace arasha::comparison

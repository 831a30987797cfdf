// Counting over conversations, and what is not told.
#include "referral/network.h"

#include <gtest/gtest.h>

namespace arasha::referral {
namespace {

constexpr std::int64_t kHour = 3'600'000;
const Date kDay = *date_from_iso("2026-06-15");

ThreadCard card(const std::string& partner, bool ours, std::int64_t begun, std::initializer_list<std::pair<const char*, std::int64_t>> steps) {
  ThreadCard out;
  out.set_kind("referral");
  out.set_ours(ours);
  out.set_begun(begun);
  out.set_answer_by("2026-06-10");
  out.add_partners()->set_name(partner);
  for (const auto& [step, time] : steps) {
    StepMark* mark = out.add_steps();
    mark->set_step(step);
    mark->set_time(time);
  }
  return out;
}

TEST(Network, CountsByPartnerAndDirection) {
  Network network(kDay);
  for (int i = 0; i < 6; ++i) network.add(card("Fund", true, 1, {{"sent", 0}, {"accepted", (i + 1) * kHour}, {"done", 50 * kHour}}));
  network.add(card("Fund", true, 1, {{"sent", 0}, {"declined", kHour}}));
  network.add(card("Fund", true, 1, {{"sent", 0}}));
  network.add(card("Fund", true, 1, {{"sent", 0}, {"revoked", 5}}));
  network.add(card("Fund", false, 1, {{"sent", 0}, {"received", 1}}));
  const auto flows = network.flows();
  ASSERT_EQ(flows.size(), 2U);
  EXPECT_TRUE(flows[0].ours);
  EXPECT_EQ(flows[0].sent, 9);
  EXPECT_EQ(flows[0].accepted, 6);
  EXPECT_EQ(flows[0].declined, 1);
  EXPECT_EQ(flows[0].done, 6);
  EXPECT_EQ(flows[0].waiting, 1);
  EXPECT_EQ(flows[0].late, 1);
  EXPECT_EQ(flows[0].lost, 1);
  EXPECT_EQ(median(flows[0].answers), 3 * kHour);
  EXPECT_EQ(flows[1].waiting, 1);
}

TEST(Network, TheFirstAnswerCounts) {
  Network network(kDay);
  network.add(card("Fund", true, 1, {{"sent", 0}, {"declined", 1}, {"accepted", 2}}));
  EXPECT_EQ(network.flows()[0].declined, 1);
  EXPECT_EQ(network.flows()[0].accepted, 0);
}

TEST(Network, OlderOnesAndOtherKindsAreLeftOut) {
  Network network(kDay, 100);
  network.add(card("Fund", true, 99, {{"sent", 99}}));
  ThreadCard place = card("Fund", true, 200, {{"sent", 200}});
  place.set_kind("place");
  network.add(place);
  network.add(card("Fund", true, 200, {}));  // a draft
  EXPECT_TRUE(network.flows().empty());
}

TEST(Network, SmallNumbersAreNotTold) {
  EXPECT_EQ(shown_count(0), "0");
  EXPECT_EQ(shown_count(1), "1–4");
  EXPECT_EQ(shown_count(4), "1–4");
  EXPECT_EQ(shown_count(5), "5");
  EXPECT_FALSE(median({1, 2, 3, 4}));
  EXPECT_EQ(median({1, 2, 3, 4, 5}), 3);
}

}  // namespace
}  // namespace arasha::referral

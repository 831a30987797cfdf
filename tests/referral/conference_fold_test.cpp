// The state of a conference: the same on both sides in whatever order messages come, and what a message may hold.
#include "referral/conference_said.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "exchange/houses.h"

namespace arasha::referral {
namespace {

using exchange::must;
using exchange::ThreadId;

class Fold : public ::testing::Test {
 protected:
  void SetUp() override {
    must(crypto::initialize());
    thread_ = crypto::random_id<ThreadId>();
    inviter_ = crypto::random_id<OrganizationId>();
    participant_ = crypto::random_id<OrganizationId>();
  }

  // A message that one of the two writes, on a day at an hour.
  struct Written {
    bool by_inviter;
    exchange::Message message;
  };
  Written write(bool by_inviter, const char* on, int hour, exchange::Kind kind, const google::protobuf::Message& content) {
    exchange::Message out;
    out.id = crypto::random_id<exchange::MessageId>();
    out.thread = thread_;
    out.from = by_inviter ? inviter_ : participant_;
    out.to = by_inviter ? participant_ : inviter_;
    out.created = Time(std::chrono::sys_days(day(on)).time_since_epoch()) + std::chrono::hours(hour);
    out.kind = kind;
    out.author = by_inviter ? "Сауле" : "Ерлан";
    out.content = schema::serialise(content);
    return {by_inviter, out};
  }
  Written invite(const char* on = "2026-06-01") { return write(true, on, 9, exchange::kConference, invitation()); }
  Written inviter(const char* on, int hour, const ConferenceStep& step) { return write(true, on, hour, exchange::kConferenceStep, step); }
  Written participant(const char* on, int hour, const ConferenceStep& step) { return write(false, on, hour, exchange::kConferenceStep, step); }
  Written participant(const char* on, int hour, const char* step) { return participant(on, hour, step_named(step)); }

  static ThreadCard fold(const std::vector<Written>& all, bool at_inviter) {
    ThreadCard card;
    for (const Written& one : all) apply(card, one.message, one.by_inviter == at_inviter, false);
    return card;
  }
  std::string state(const std::vector<Written>& all, const char* today) { return conference_state(fold(all, true), day(today)); }

  ThreadId thread_;
  OrganizationId inviter_;
  OrganizationId participant_;
};

TEST_F(Fold, EveryStateIsReached) {
  const Written first = invite();
  EXPECT_EQ(state({first}, "2026-06-01"), "invited");
  EXPECT_EQ(state({first, participant("2026-06-01", 10, "opened")}, "2026-06-02"), "opened");
  EXPECT_EQ(state({first, participant("2026-06-01", 11, "comes")}, "2026-06-02"), "comes");
  EXPECT_EQ(state({first, participant("2026-06-01", 11, "declined")}, "2026-06-02"), "not_coming");
  EXPECT_EQ(state({first, participant("2026-06-01", 11, "other_day")}, "2026-06-02"), "other_day");
  EXPECT_EQ(state({first, inviter("2026-06-02", 9, moved("2026-06-12", kUntil))}, "2026-06-02"), "moved");
  EXPECT_EQ(state({first}, "2026-06-11"), "passed");
  EXPECT_EQ(state({first, inviter("2026-06-11", 9, step_named("held"))}, "2026-06-11"), "held");
  EXPECT_EQ(state({first, inviter("2026-06-11", 9, decisions({"1"}))}, "2026-06-30"), "decided");
  EXPECT_EQ(state({first, inviter("2026-06-11", 9, decisions({"1"}))}, "2026-07-31"), "over");
  EXPECT_EQ(state({first, inviter("2026-06-11", 9, step_named("closed"))}, "2026-06-11"), "over");
  EXPECT_EQ(state({first, inviter("2026-06-02", 9, step_named("cancelled"))}, "2026-06-02"), "cancelled");
  EXPECT_EQ(state({first, inviter("2026-06-02", 9, step_named("revoked"))}, "2026-06-02"), "revoked");
  EXPECT_EQ(state({first, participant("2026-06-02", 9, "expired")}, "2026-06-02"), "expired");
  EXPECT_EQ(state({first}, "2026-06-18"), "over");
}

TEST_F(Fold, TheLastAnswerBeforeTheDayIsOverCounts) {
  const Written first = invite();
  EXPECT_EQ(state({first, participant("2026-06-01", 10, "comes"), participant("2026-06-02", 10, "declined")}, "2026-06-03"), "not_coming");
  EXPECT_EQ(state({first, participant("2026-06-02", 10, "declined"), participant("2026-06-01", 10, "comes")}, "2026-06-03"), "not_coming");
  // What is written when the day is over everywhere changes nothing.
  const std::vector<Written> late = {first, participant("2026-06-02", 10, "declined"), participant("2026-06-12", 10, "comes")};
  ASSERT_NE(conference_answer(fold(late, true)), nullptr);
  EXPECT_EQ(conference_answer(fold(late, true))->step(), "declined");
  // An answer is to the day that it was given for.
  EXPECT_EQ(state({first, participant("2026-06-02", 10, "comes"), inviter("2026-06-03", 10, moved("2026-06-20", "2026-06-27"))}, "2026-06-04"), "moved");
  EXPECT_EQ(state({first, inviter("2026-06-03", 10, moved("2026-06-20", "2026-06-27")), participant("2026-06-04", 10, "comes")}, "2026-06-19"), "comes");
}

TEST_F(Fold, WhatWasReportedLastOfADecisionCounts) {
  const std::vector<Written> all = {invite(), inviter("2026-06-11", 9, decisions({"1", "3"})), participant("2026-06-12", 9, report("1", "not_done")), participant("2026-06-14", 9, report("1", "done"))};
  const ThreadCard card = fold(all, true);
  EXPECT_EQ(report_on(card, "1"), "done");
  EXPECT_EQ(report_on(card, "3"), "");
  EXPECT_EQ(decisions_open(card), 1);
  EXPECT_TRUE(conference_waits(fold(all, false), day("2026-06-15")));
}

// Property: whatever the way does, with whatever is repeated, both sides come to the same state on every day.
TEST_F(Fold, OrderAndRepetitionChangeNothing) {
  std::mt19937 random(20260601);
  const std::vector<const char*> days = {"2026-06-02", "2026-06-10", "2026-06-11", "2026-06-13", "2026-06-18", "2026-06-28", "2026-08-01"};
  for (int round = 0; round < 300; ++round) {
    std::vector<Written> all = {invite()};
    const auto maybe = [&](Written one) {
      if (random() % 2 == 0) all.push_back(std::move(one));
    };
    const int hour = static_cast<int>(random() % 20);
    maybe(participant("2026-06-01", 10, "received"));
    maybe(participant("2026-06-01", 11, "opened"));
    maybe(participant("2026-06-02", hour, "comes"));
    maybe(participant("2026-06-02", static_cast<int>(random() % 20), "declined"));
    maybe(participant("2026-06-05", hour, "other_day"));
    maybe(participant("2026-06-14", hour, "comes"));
    maybe(inviter("2026-06-04", hour, moved("2026-06-12", "2026-06-20")));
    maybe(inviter("2026-06-05", static_cast<int>(random() % 20), moved("2026-06-13", "2026-06-27")));
    maybe(inviter("2026-06-13", 9, step_named("held")));
    maybe(inviter("2026-06-13", 10, decisions({"1", "2"})));
    maybe(participant("2026-06-14", 9, report("1", "not_done")));
    maybe(participant("2026-06-14", static_cast<int>(random() % 20), report("1", "done")));
    if (random() % 5 == 0) all.push_back(inviter("2026-06-09", hour, step_named("revoked")));
    if (random() % 5 == 0) all.push_back(inviter("2026-06-09", hour, step_named("cancelled")));
    const ThreadCard expected = fold(all, true);
    for (int shuffle = 0; shuffle < 4; ++shuffle) {
      std::vector<Written> other = all;
      other.push_back(all[random() % all.size()]);
      std::shuffle(other.begin(), other.end(), random);
      for (const bool at_inviter : {true, false}) {
        const ThreadCard card = fold(other, at_inviter);
        for (const char* one : days) ASSERT_EQ(conference_state(card, day(one)), conference_state(expected, day(one))) << one << " in round " << round;
        ASSERT_EQ(report_on(card, "1"), report_on(expected, "1"));
        ASSERT_EQ(decisions_open(card), decisions_open(expected));
        ASSERT_EQ(meeting_of(card).date, meeting_of(expected).date);
        ASSERT_EQ(card.ours(), at_inviter);
        ASSERT_EQ(card.conference().steps_size(), expected.conference().steps_size());
      }
    }
  }
}

TEST_F(Fold, OneSideDoesNotTakeTheStepsOfTheOtherAndOtherKindsDoNotMix) {
  ThreadCard card = fold({invite()}, true);
  EXPECT_EQ(apply(card, participant("2026-06-02", 9, "revoked").message, false, false), Fate::not_for_us);
  EXPECT_EQ(apply(card, participant("2026-06-02", 9, "cancelled").message, false, false), Fate::not_for_us);
  EXPECT_EQ(apply(card, inviter("2026-06-02", 9, step_named("comes")).message, true, false), Fate::not_for_us);
  EXPECT_EQ(apply(card, write(false, "2026-06-02", 9, exchange::kConference, invitation()).message, false, false), Fate::not_for_us);
  ReferralStep step;
  step.set_step("accepted");
  EXPECT_EQ(apply(card, write(false, "2026-06-02", 9, exchange::kReferralStep, step).message, false, false), Fate::not_for_us);
  EXPECT_EQ(conference_state(card, day("2026-06-02")), "invited");
}

TEST_F(Fold, WhatMayBeDoneDependsOnTheDay) {
  const ThreadCard ours = fold({invite()}, true);
  const ThreadCard theirs = fold({invite()}, false);
  EXPECT_EQ(conference_steps(theirs, day("2026-06-09")), (std::vector<std::string>{"comes", "declined", "other_day", "contribution"}));
  EXPECT_EQ(conference_steps(theirs, day("2026-06-11")), std::vector<std::string>{"contribution"});
  EXPECT_EQ(conference_steps(theirs, day("2026-06-18")), std::vector<std::string>{});
  EXPECT_EQ(conference_steps(ours, day("2026-06-09")), (std::vector<std::string>{"released", "revoked"}));
  EXPECT_EQ(conference_steps(ours, day("2026-06-10")), (std::vector<std::string>{"released", "decisions", "revoked"}));
  EXPECT_NE(why_no_conference_step(ours, "moved", day("2026-06-11")), nullptr);
  // Decisions may come when the time to read is over.
  EXPECT_EQ(why_no_conference_step(ours, "decisions", day("2026-06-25")), nullptr);
}

TEST_F(Fold, AMessageHoldsNothingButWhatItMay) {
  const auto fine = [&](exchange::Kind kind, const google::protobuf::Message& content) { return check_conference(write(true, "2026-06-01", 9, kind, content).message).is_ok(); };
  EXPECT_TRUE(fine(exchange::kConference, invitation()));
  ConferenceInvitation wrong = invitation();
  wrong.set_access_until("2026-06-09");
  EXPECT_FALSE(fine(exchange::kConference, wrong));
  wrong = invitation();
  wrong.set_how("shelter");
  EXPECT_FALSE(fine(exchange::kConference, wrong));
  wrong = invitation();
  wrong.set_date("tomorrow");
  EXPECT_FALSE(fine(exchange::kConference, wrong));
  wrong = invitation();
  wrong.set_question(std::string(20'000, 'a'));
  EXPECT_FALSE(fine(exchange::kConference, wrong));
  wrong = invitation();
  wrong.set_packet("\xff\xff");
  EXPECT_FALSE(fine(exchange::kConference, wrong));
  wrong = invitation();
  for (int i = 0; i < 200; ++i) wrong.add_agenda("Пункт");
  EXPECT_FALSE(fine(exchange::kConference, wrong));
  EXPECT_TRUE(fine(exchange::kConferenceStep, decisions({"1"})));
  EXPECT_FALSE(fine(exchange::kConferenceStep, decisions({"1"}, "")));
  EXPECT_FALSE(fine(exchange::kConferenceStep, step_named("anything")));
  EXPECT_FALSE(fine(exchange::kConferenceStep, moved("2026-06-20", "2026-06-19")));
  EXPECT_FALSE(fine(exchange::kConferenceStep, step_named("reported")));
  ConferenceStep many = decisions({"1"});
  for (int i = 0; i < 30; ++i) *many.add_decisions() = many.decisions(0);
  EXPECT_FALSE(fine(exchange::kConferenceStep, many));
}

}  // namespace
}  // namespace arasha::referral

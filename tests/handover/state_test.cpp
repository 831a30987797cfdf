// The fold of a handover: both sides come to the same state, in whatever order the messages came and however often.
#include "handover/state.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "schema/entry_types.h"
#include "vault/world.h"

namespace arasha::handover {
namespace {

using vault::must;

const Date kToday(std::chrono::year(2026), std::chrono::month(6), std::chrono::day(10));
const Time kBegin = Time(std::chrono::sys_days(kToday).time_since_epoch());

struct Said {
  exchange::Message message;
  bool by_sender = false;
};

class HandoverState : public ::testing::Test {
 protected:
  void SetUp() override {
    must(crypto::initialize());
    sender_ = crypto::random_id<OrganizationId>();
    receiver_ = crypto::random_id<OrganizationId>();
    thread_ = crypto::random_id<exchange::ThreadId>();
  }

  Said say(bool by_sender, int minute, const HandoverMessage& what) {
    Said out;
    out.by_sender = by_sender;
    out.message = {crypto::random_id<exchange::MessageId>(), thread_, by_sender ? sender_ : receiver_, by_sender ? receiver_ : sender_, kBegin + std::chrono::minutes(minute), {},
                   exchange::kHandover, by_sender ? "Saule" : "Dana", schema::serialise(what)};
    return out;
  }
  Said offer(int minute, int cases = 3) {
    HandoverMessage out;
    out.mutable_offer()->set_reason("successor");
    out.mutable_offer()->set_day("2026-06-20");
    out.mutable_offer()->set_answer_by("2026-06-15");
    for (int i = 1; i <= cases; ++i) out.mutable_offer()->add_cases()->set_number(static_cast<std::uint32_t>(i));
    return say(true, minute, out);
  }
  Said accept(int minute, const std::vector<std::uint32_t>& numbers = {}) {
    HandoverMessage out;
    out.mutable_answer()->set_answer("accepted");
    for (const std::uint32_t number : numbers) out.mutable_answer()->add_numbers(number);
    return say(false, minute, out);
  }
  Said decline(int minute) {
    HandoverMessage out;
    out.mutable_answer()->set_answer("declined");
    out.mutable_answer()->set_reason("full");
    return say(false, minute, out);
  }
  Said sent(int minute, std::uint32_t number, const std::string& content, const std::string& hash) {
    HandoverMessage out;
    out.mutable_sent()->set_number(number);
    out.mutable_sent()->mutable_content()->set_id(content);
    out.mutable_sent()->mutable_content()->add_pieces("p");
    out.mutable_sent()->mutable_inventory()->set_hash(hash);
    out.mutable_sent()->mutable_inventory()->set_alias("alias " + std::to_string(number));
    return say(true, minute, out);
  }
  Said taken(int minute, std::uint32_t number, const std::string& hash) {
    HandoverMessage out;
    out.mutable_taken()->set_number(number);
    out.mutable_taken()->set_hash(hash);
    out.mutable_taken()->set_alias("here " + std::to_string(number));
    return say(false, minute, out);
  }
  Said back(int minute, const std::vector<std::uint32_t>& numbers = {}) {
    HandoverMessage out;
    out.mutable_back();
    for (const std::uint32_t number : numbers) out.mutable_back()->add_numbers(number);
    return say(true, minute, out);
  }
  Said gone(int minute, std::uint32_t number) {
    HandoverMessage out;
    out.mutable_gone()->add_numbers(number);
    return say(false, minute, out);
  }
  Said stays(int minute, std::uint32_t number) {
    HandoverMessage out;
    out.mutable_stays()->set_number(number);
    out.mutable_stays()->set_reason("consent");
    return say(true, minute, out);
  }
  Said refused(int minute, std::uint32_t number) {
    HandoverMessage out;
    out.mutable_refused()->set_number(number);
    out.mutable_refused()->set_reason("resources");
    return say(false, minute, out);
  }
  Said unread(int minute, std::uint32_t number, const std::string& content) {
    HandoverMessage out;
    out.mutable_unread()->set_number(number);
    out.mutable_unread()->set_content(content);
    return say(false, minute, out);
  }
  Said protocol(int minute) {
    HandoverMessage out;
    out.mutable_protocol()->set_day("2026-06-20");
    return say(true, minute, out);
  }
  Said countersigned(int minute, const Said& of) {
    HandoverMessage out;
    out.mutable_signed_()->set_message(of.message.id.text());
    return say(false, minute, out);
  }

  static ThreadCard folded(const std::vector<Said>& all, bool at_sender) {
    ThreadCard card;
    for (const Said& one : all) {
      const Fate fate = referral::apply(card, one.message, one.by_sender == at_sender, false, fold);
      EXPECT_TRUE(fate == Fate::kept || fate == Fate::repeated);
    }
    return card;
  }
  static std::string state(const ThreadCard& card, std::uint32_t number) {
    const HandoverCard details = details_of(card);
    const HandoverCaseCard* one = case_of(details, number);
    return one == nullptr ? "none" : case_state(details, *one);
  }
  // Both sides, in many orders, and with repetitions: one state. Answers it as the sender has it.
  static ThreadCard same_everywhere(std::vector<Said> all) {
    const ThreadCard first = folded(all, true);
    std::mt19937 random(7);
    for (int round = 0; round < 60; ++round) {
      std::shuffle(all.begin(), all.end(), random);
      std::vector<Said> twice = all;
      twice.push_back(all[static_cast<std::size_t>(round) % all.size()]);
      for (const bool at_sender : {true, false}) {
        const ThreadCard card = folded(twice, at_sender);
        EXPECT_EQ(card.ours(), at_sender);
        EXPECT_EQ(card.standing(), first.standing());
        EXPECT_EQ(details_of(card).SerializeAsString(), details_of(first).SerializeAsString());
        EXPECT_EQ(protocol_of(details_of(card)).SerializeAsString(), protocol_of(details_of(first)).SerializeAsString());
      }
    }
    return first;
  }

  OrganizationId sender_, receiver_;
  exchange::ThreadId thread_;
};

TEST_F(HandoverState, TheWholeWay) {
  const Said paper = protocol(60);
  std::vector<Said> all = {offer(0), accept(10, {1, 2}), sent(20, 1, "a", "h1"), sent(21, 2, "b", "h2"), taken(30, 1, "h1"), taken(31, 2, "h2")};
  ThreadCard card = same_everywhere(all);
  EXPECT_EQ(state(card, 1), "taken");
  EXPECT_EQ(state(card, 3), "left_out");
  EXPECT_EQ(card.standing(), "in_progress");
  EXPECT_EQ(why_not(card, Step::make_protocol, kToday), nullptr);
  all.push_back(paper);
  EXPECT_EQ(same_everywhere(all).standing(), "in_progress");
  all.push_back(countersigned(70, paper));
  EXPECT_EQ(same_everywhere(all).standing(), "done");
  const HandoverProtocol said = protocol_of(details_of(folded(all, false)));
  ASSERT_EQ(said.cases_size(), 3);
  EXPECT_EQ(said.cases(0).alias_from(), "alias 1");
  EXPECT_EQ(said.cases(0).alias_to(), "here 1");
  EXPECT_EQ(said.cases(0).sent_by(), "Saule");
  EXPECT_EQ(said.cases(0).taken_by(), "Dana");
  EXPECT_EQ(said.cases(2).result(), "left_out");
}

TEST_F(HandoverState, BeforeTheAnswerAndDeclined) {
  EXPECT_EQ(same_everywhere({offer(0)}).standing(), "sent");
  ThreadCard card = same_everywhere({offer(0), decline(5)});
  EXPECT_EQ(card.standing(), "declined");
  EXPECT_EQ(state(card, 1), "left_out");
  EXPECT_NE(why_not(card, Step::send, kToday), nullptr);
  EXPECT_NE(why_not(card, Step::take_back, kToday), nullptr);
}

TEST_F(HandoverState, TheFirstOfTwoAnswersCounts) {
  EXPECT_EQ(same_everywhere({offer(0), decline(5), accept(6)}).standing(), "declined");
  EXPECT_EQ(same_everywhere({offer(0), accept(5), decline(6)}).standing(), "accepted");
}

TEST_F(HandoverState, AnAnswerAfterTheLastDayIsNone) {
  const int days = 24 * 60;
  EXPECT_EQ(referral::state_on(same_everywhere({offer(0)}), Date(std::chrono::sys_days(kToday) + std::chrono::days(6))), "expired");
  ThreadCard card = same_everywhere({offer(0), accept(6 * days)});
  EXPECT_EQ(card.standing(), "expired");
  EXPECT_EQ(state(card, 1), "left_out");
  // Written in time, it counts, whenever it arrives.
  card = same_everywhere({offer(0), accept(5 * days)});
  EXPECT_EQ(referral::state_on(card, Date(std::chrono::sys_days(kToday) + std::chrono::days(30))), "accepted");
  EXPECT_NE(why_not(folded({offer(0)}, false), Step::answer, Date(std::chrono::sys_days(kToday) + std::chrono::days(6))), nullptr);
}

TEST_F(HandoverState, AnAnswerToWhatWasTakenBackChangesNothing) {
  const ThreadCard card = same_everywhere({offer(0), back(5), accept(6)});
  EXPECT_EQ(card.standing(), "revoked");
  EXPECT_EQ(state(card, 1), "back");
  EXPECT_NE(why_not(card, Step::send, kToday), nullptr);
}

// Both words cross. The receiver has the case: it is the receiver's, on both sides, whichever was written earlier.
TEST_F(HandoverState, TakenBackWhileItIsTakenOver) {
  for (const int when : {25, 35}) {
    const ThreadCard card = same_everywhere({offer(0), accept(10), sent(20, 1, "a", "h1"), sent(20, 2, "b", "h2"), back(when), taken(30, 1, "h1"), gone(40, 2)});
    EXPECT_EQ(state(card, 1), "taken") << when;
    EXPECT_EQ(state(card, 2), "back") << when;
    EXPECT_EQ(why_not(card, Step::make_protocol, kToday), nullptr) << when;
  }
}

TEST_F(HandoverState, NoProtocolBeforeTheReceiverLetsGo) {
  const std::vector<Said> all = {offer(0, 2), accept(10), sent(20, 1, "a", "h1"), sent(20, 2, "b", "h2"), taken(30, 1, "h1"), back(31, {2})};
  EXPECT_NE(why_not(same_everywhere(all), Step::make_protocol, kToday), nullptr);
  std::vector<Said> more = all;
  more.push_back(gone(32, 2));
  EXPECT_EQ(why_not(same_everywhere(more), Step::make_protocol, kToday), nullptr);
}

TEST_F(HandoverState, DamagedAndSentAgain) {
  std::vector<Said> all = {offer(0, 1), accept(10), sent(20, 1, "a", "h1"), unread(25, 1, "a")};
  EXPECT_EQ(state(same_everywhere(all), 1), "unread");
  all.push_back(sent(30, 1, "b", "h2"));
  EXPECT_EQ(state(same_everywhere(all), 1), "sent");
  all.push_back(taken(40, 1, "h2"));
  EXPECT_EQ(state(same_everywhere(all), 1), "taken");
}

TEST_F(HandoverState, AConfirmationOfSomethingElseIsNone) {
  EXPECT_EQ(state(same_everywhere({offer(0, 1), accept(10), sent(20, 1, "a", "h1"), taken(40, 1, "h2")}), 1), "sent");
}

TEST_F(HandoverState, StaysAndRefused) {
  const ThreadCard card = same_everywhere({offer(0), accept(10), stays(15, 1), sent(20, 2, "b", "h2"), refused(30, 2), sent(20, 3, "c", "h3"), taken(33, 3, "h3")});
  EXPECT_EQ(state(card, 1), "stays");
  EXPECT_EQ(state(card, 2), "refused");
  const HandoverCard details = details_of(card);
  EXPECT_EQ(reason_of(details, *case_of(details, 1)), "consent");
  EXPECT_EQ(reason_of(details, *case_of(details, 2)), "resources");
  EXPECT_EQ(same_everywhere({offer(0, 1), accept(10), stays(15, 1)}).standing(), "ended");
}

TEST_F(HandoverState, WhatWasNotOfferedIsNoneOfIt) {
  EXPECT_EQ(state(same_everywhere({offer(0, 2), accept(10), sent(20, 3, "c", "h3")}), 3), "none");
}

TEST_F(HandoverState, EachSideSaysItsOwn) {
  const Said first = offer(0, 1);
  ThreadCard card = folded({first}, true);
  // The receiver cannot take back, sign as the sender, or offer.
  for (Said wrong : {back(5), offer(6), sent(7, 1, "a", "h"), stays(8, 1), protocol(9)}) {
    EXPECT_EQ(referral::apply(card, wrong.message, false, false, fold), Fate::not_for_us);
  }
  for (Said wrong : {accept(5), taken(6, 1, "h"), refused(7, 1), gone(8, 1)}) {
    EXPECT_EQ(referral::apply(card, wrong.message, true, false, fold), Fate::not_for_us);
  }
  ThreadCard other;
  other.set_kind("referral");
  EXPECT_EQ(referral::apply(other, first.message, false, false, fold), Fate::not_for_us);
}

TEST_F(HandoverState, NonsenseIsRefused) {
  ThreadCard card;
  HandoverMessage nothing;
  EXPECT_EQ(referral::apply(card, say(true, 0, nothing).message, false, false, fold), Fate::not_for_us);
  HandoverMessage empty;
  empty.mutable_offer()->set_reason("wish");
  EXPECT_EQ(referral::apply(card, say(true, 0, empty).message, false, false, fold), Fate::not_for_us) << "no case";
  empty.mutable_offer()->add_cases()->set_number(1);
  empty.mutable_offer()->add_cases()->set_number(1);
  EXPECT_EQ(referral::apply(card, say(true, 0, empty).message, false, false, fold), Fate::not_for_us) << "a number twice";
  empty.mutable_offer()->mutable_cases(1)->set_number(kMostCases + 1);
  EXPECT_EQ(referral::apply(card, say(true, 0, empty).message, false, false, fold), Fate::not_for_us) << "beyond the limit";
  EXPECT_TRUE(card.kind().empty());
}

TEST_F(HandoverState, WhoseTurnItIs) {
  const auto waits = [&](const std::vector<Said>& all, bool at_sender) {
    ThreadCard card = folded(all, at_sender);
    card.set_unread(0);
    return referral::waits_for_us(card, kToday);
  };
  std::vector<Said> all = {offer(0, 1)};
  EXPECT_FALSE(waits(all, true));
  EXPECT_TRUE(waits(all, false));
  all.push_back(accept(10));
  EXPECT_TRUE(waits(all, true));
  EXPECT_FALSE(waits(all, false));
  all.push_back(sent(20, 1, "a", "h1"));
  EXPECT_FALSE(waits(all, true));
  EXPECT_TRUE(waits(all, false));
  all.push_back(taken(30, 1, "h1"));
  EXPECT_TRUE(waits(all, true));
  EXPECT_FALSE(waits(all, false));
  const Said paper = protocol(40);
  all.push_back(paper);
  EXPECT_FALSE(waits(all, true));
  EXPECT_TRUE(waits(all, false));
  all.push_back(countersigned(50, paper));
  EXPECT_FALSE(waits(all, true));
  EXPECT_FALSE(waits(all, false));
}

}  // namespace
}  // namespace arasha::handover

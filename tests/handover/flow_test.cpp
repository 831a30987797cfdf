// Handing cases over between two organisations, with everything that can come in between.
#include <gmock/gmock.h>

#include "casework/closing/handed.h"
#include "exchange/envelope_file.h"
#include "handover/two_sides.h"
#include "store/fault.h"

namespace arasha::handover {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class HandoverFlow : public TwoSides {};

TEST_F(HandoverFlow, AWholeShelterChangesHands) {
  const FileId aliya = make_case("Алия");
  const FileId dana = make_case("Дана");
  const FileId silent = make_case("Молчит", false);
  note(aliya, "note that travels");
  EXPECT_TRUE(look(silent).covered.empty());
  ASSERT_TRUE(look(silent).refusal);
  must(offer_of({aliya, dana, silent}));
  deliver();
  // An offer says numbers and no names.
  const auto thread = must(referral::open_thread(b_->vault(), b_->first(), exchange::file_of(b_->vault(), thread_)));
  for (const referral::Line& line : thread.lines) {
    if (!line.message) continue;
    EXPECT_THAT(to_text(line.signed_message), Not(HasSubstr("Алия")));
  }
  EXPECT_EQ(details(*b_).cases_size(), 2) << "the one without consent is not in it";
  EXPECT_EQ(card(*a_).standing(), "received");
  accept();
  deliver();
  EXPECT_TRUE(must(go_on(a_->vault(), a_->first(), thread_, kLong)).is_over);
  EXPECT_TRUE(must(go_on(a_->vault(), a_->first(), thread_, kLong)).is_over) << "twice does no harm";
  // It is in the record of the case before it is taken over, and the case stays ours.
  EXPECT_NE(story(*a_, aliya).last<Shared>(), nullptr);
  EXPECT_FALSE(casework::is_handed_over(story(*a_, aliya)));
  deliver();
  EXPECT_TRUE(take({1, 2}).stuck.empty());
  EXPECT_TRUE(take({1, 2}).stuck.empty()) << "twice does no harm";
  deliver();
  settle_a();
  for (House* house : {a_.get(), b_.get()}) {
    EXPECT_EQ(state(*house, 1), "taken");
    EXPECT_EQ(state(*house, 2), "taken");
  }
  const auto there = story(*b_, case_at_b(1));
  ASSERT_NE(there.last<Note>(), nullptr);
  EXPECT_EQ(there.last<Note>()->text(), "note that travels");
  // Here it is closed, says to whom it went, and takes no new work.
  const auto here = story(*a_, aliya);
  EXPECT_TRUE(casework::is_handed_over(here));
  ASSERT_NE(casework::standing_closure(here), nullptr);
  EXPECT_EQ(casework::standing_closure(here)->reason(), "transferred");
  Note late;
  late.set_text("late");
  EXPECT_EQ(casework::Cases(a_->vault()).add(a_->first(), aliya, late).error().code, ErrorCode::invalid_input);
  Reopening again;
  again.set_date(to_iso(today()));
  again.set_reason("she is back");
  EXPECT_EQ(casework::Cases(a_->vault()).add(a_->first(), aliya, again).error().code, ErrorCode::invalid_input);
  // The protocol, signed by both, checked anew on both sides.
  must(sign_protocol(a_->vault(), a_->first(), thread_, today()));
  EXPECT_FALSE(sign_protocol(a_->vault(), a_->first(), thread_, today()).is_ok()) << "a second one";
  deliver();
  must(countersign(b_->vault(), b_->first(), thread_, today()));
  deliver();
  for (House* house : {a_.get(), b_.get()}) {
    const Proof proof = proof_of(house->vault(), must(referral::open_thread(house->vault(), house->first(), exchange::file_of(house->vault(), thread_))));
    ASSERT_TRUE(proof.protocol);
    EXPECT_TRUE(proof.sender_signed);
    EXPECT_TRUE(proof.receiver_signed);
    ASSERT_EQ(proof.protocol->cases_size(), 2);
    EXPECT_EQ(proof.protocol->cases(0).alias_to(), case_of(std::as_const(last_ = details(*b_)), 1)->taken_alias());
    EXPECT_EQ(proof.protocol->things(0).what(), "Ключи от квартиры");
    EXPECT_EQ(card(*house).standing(), "done");
  }
}

TEST_F(HandoverFlow, ASignatureThatIsNotRightIsSaidSo) {
  bring({make_case("Алия")});
  take({1});
  deliver();
  must(sign_protocol(a_->vault(), a_->first(), thread_, today()));
  deliver();
  must(countersign(b_->vault(), b_->first(), thread_, today()));
  deliver();
  auto thread = must(referral::open_thread(a_->vault(), a_->first(), exchange::file_of(a_->vault(), thread_)));
  for (referral::Line& line : thread.lines) {
    if (line.message && line.message->id.text() == details(*a_).protocol().message()) line.signed_message[line.signed_message.size() / 2] ^= 1;
  }
  const Proof proof = proof_of(a_->vault(), thread);
  EXPECT_FALSE(proof.sender_signed);
  EXPECT_FALSE(proof.receiver_signed) << "what was signed is another paper";
}

TEST_F(HandoverFlow, ConsentWithdrawnBeforeItGoes) {
  const FileId aliya = make_case("Алия");
  const FileId dana = make_case("Дана");
  must(offer_of({aliya, dana}));
  deliver();
  accept();
  deliver();
  consent(aliya, "withdrawn");
  EXPECT_TRUE(must(go_on(a_->vault(), a_->first(), thread_, kLong)).stuck.empty());
  deliver();
  for (House* house : {a_.get(), b_.get()}) {
    EXPECT_EQ(state(*house, 1), "stays");
    EXPECT_EQ(state(*house, 2), "sent");
  }
  EXPECT_EQ(story(*a_, aliya).last<Shared>(), nullptr);
}

TEST_F(HandoverFlow, TakenBackBeforeItIsTakenOver) {
  const FileId aliya = make_case("Алия");
  bring({aliya});
  must(take_back(a_->vault(), a_->first(), thread_, {}));
  settle_a();
  EXPECT_NE(casework::standing_handover(story(*a_, aliya)), nullptr) << "until the partner's program lets go";
  deliver();
  EXPECT_EQ(state(*b_, 1), "back");
  EXPECT_TRUE(details(*a_).cases(0).gone());
  EXPECT_FALSE(take({1}).stuck.empty());
  settle_a();
  EXPECT_EQ(casework::standing_handover(story(*a_, aliya)), nullptr);
  note(aliya, "the work goes on here");
}

// Both words cross on the way: the case is the receiver's, at both sides.
TEST_F(HandoverFlow, TakenBackWhileItIsTakenOver) {
  const FileId aliya = make_case("Алия");
  bring({aliya});
  take({1});
  must(take_back(a_->vault(), a_->first(), thread_, {}));
  deliver();
  settle_a();
  EXPECT_EQ(state(*a_, 1), "taken");
  EXPECT_EQ(state(*b_, 1), "taken");
  EXPECT_TRUE(casework::is_handed_over(story(*a_, aliya)));
}

TEST_F(HandoverFlow, TwoAnswersAndAnAnswerToWhatWasTakenBack) {
  must(offer_of({make_case("Алия")}));
  deliver();
  const auto check = [&](const ThreadCard& card) { return why_not(card, Step::answer, today()); };
  HandoverMessage no;
  no.mutable_answer()->set_answer("declined");
  no.mutable_answer()->set_reason("full");
  must(say(b_->vault(), b_->first(), thread_, no, {}, check));
  HandoverMessage yes;
  yes.mutable_answer()->set_answer("accepted");
  EXPECT_EQ(say(b_->vault(), b_->first(), thread_, yes, {}, check).error().code, ErrorCode::conflict);
  deliver();
  EXPECT_EQ(card(*a_).standing(), "declined");
  EXPECT_TRUE(must(go_on(a_->vault(), a_->first(), thread_, kLong)).is_over);
  EXPECT_EQ(state(*a_, 1), "left_out");

  thread_ = crypto::random_id<ThreadId>();
  must(offer_of({make_case("Дана")}));
  deliver();
  must(take_back(a_->vault(), a_->first(), thread_, {}));
  must(say(b_->vault(), b_->first(), thread_, yes, {}, check));
  deliver();
  EXPECT_EQ(card(*a_).standing(), "revoked");
  EXPECT_EQ(card(*b_).standing(), "revoked");
}

TEST_F(HandoverFlow, NobodyAnswersInTime) {
  must(offer_of({make_case("Алия")}));
  deliver();
  clock_.advance(std::chrono::hours(24 * 7));
  EXPECT_EQ(referral::state_on(card(*a_), today()), "expired");
  EXPECT_EQ(referral::state_on(card(*b_), today()), "expired");
  EXPECT_NE(why_not(card(*b_), Step::answer, today()), nullptr);
}

TEST_F(HandoverFlow, OneCaseGoesToOneOnly) {
  const FileId aliya = make_case("Алия");
  bring({aliya});
  const ThreadId first = thread_;
  thread_ = crypto::random_id<ThreadId>();
  EXPECT_NE(look(aliya).obstacle, nullptr);
  EXPECT_EQ(offer_of({aliya}).error().code, ErrorCode::invalid_input);
  // Two offers before either went: the second stays.
  const FileId dana = make_case("Дана");
  must(offer_of({dana}));
  const ThreadId second = thread_;
  thread_ = crypto::random_id<ThreadId>();
  must(offer_of({dana}));
  const ThreadId third = thread_;
  deliver();
  for (const ThreadId one : {second, third}) {
    thread_ = one;
    accept();
  }
  deliver();
  for (const ThreadId one : {second, third}) must(go_on(a_->vault(), a_->first(), one, kLong));
  deliver();
  thread_ = second;
  EXPECT_EQ(state(*b_, 1), "sent");
  thread_ = third;
  EXPECT_EQ(state(*b_, 1), "stays");
  thread_ = first;
}

TEST_F(HandoverFlow, WhatCannotBeReadIsSaidAndSentAgain) {
  const FileId aliya = make_case("Алия");
  must(offer_of({aliya}));
  deliver();
  accept();
  deliver();
  // A program that went wrong: what it announces is no case.
  auto content = must(exchange::NewContent::begin(a_->vault(), a_->first(), thread_));
  must(content->write(to_bytes(view("this is no case"))));
  must(content->finish());
  HandoverMessage wrong;
  wrong.mutable_sent()->set_number(1);
  *wrong.mutable_sent()->mutable_content() = content->description();
  wrong.mutable_sent()->mutable_inventory()->set_hash("nonsense");
  must(say(a_->vault(), a_->first(), thread_, wrong, {.entries = {content->entry()}}));
  must(go_on(a_->vault(), a_->first(), thread_, kLong));
  deliver();
  take({1});
  deliver();
  EXPECT_EQ(state(*a_, 1), "unread");
  EXPECT_EQ(state(*b_, 1), "unread");
  must(send_again(a_->vault(), a_->first(), thread_, 1));
  must(go_on(a_->vault(), a_->first(), thread_, kLong));
  deliver();
  EXPECT_TRUE(take({1}).stuck.empty());
  deliver();
  EXPECT_EQ(state(*a_, 1), "taken");
}

TEST_F(HandoverFlow, RefusedAfterItCame) {
  const FileId aliya = make_case("Алия");
  bring({aliya});
  HandoverMessage no;
  no.mutable_refused()->set_number(1);
  no.mutable_refused()->set_reason("conflict");
  must(b_says(no));
  deliver();
  settle_a();
  EXPECT_EQ(state(*a_, 1), "refused");
  EXPECT_EQ(casework::standing_handover(story(*a_, aliya)), nullptr);
  EXPECT_EQ(casework::standing_closure(story(*a_, aliya)), nullptr);
}

TEST_F(HandoverFlow, WhoLacksACircleTakesNothingOver) {
  const FileId aliya = make_case("Алия");
  bring({aliya});
  const auto lone = b_->add("Lone", {vault::CircleKind::referral});
  const auto went = must(take_over(b_->vault(), lone, never, thread_, {1}, {}, kLong));
  ASSERT_EQ(went.stuck.size(), 1U);
  EXPECT_EQ(went.stuck[0].error.code, ErrorCode::denied);
  EXPECT_EQ(state(*b_, 1), "sent");
  EXPECT_TRUE(take({1}).stuck.empty());
  EXPECT_EQ(state(*b_, 1), "taken");
}

TEST_F(HandoverFlow, AClosedCaseGoesToo) {
  const FileId aliya = make_case("Алия");
  must(offer_of({aliya}));
  deliver();
  accept();
  deliver();
  Closure closure;
  closure.set_reason("goals_met");
  closure.set_date(to_iso(today()));
  must(casework::Cases(a_->vault()).add(a_->first(), aliya, closure));
  EXPECT_TRUE(must(go_on(a_->vault(), a_->first(), thread_, kLong)).stuck.empty());
  deliver();
  take({1});
  deliver();
  settle_a();
  EXPECT_TRUE(casework::is_handed_over(story(*a_, aliya)));
  EXPECT_EQ(casework::standing_closure(story(*a_, aliya))->reason(), "goals_met");
}

TEST_F(HandoverFlow, KeysThatStoppedCounting) {
  const FileId aliya = make_case("Алия");
  must(offer_of({aliya}));
  deliver();
  accept();
  deliver();
  must(a_->vault().drop_partner(a_->first(), b_->id()));
  const auto went = must(go_on(a_->vault(), a_->first(), thread_, kLong));
  ASSERT_EQ(went.stuck.size(), 1U);
  EXPECT_EQ(state(*a_, 1), "accepted");
  a_->meets(*b_, "https://beta.example");
  EXPECT_TRUE(must(go_on(a_->vault(), a_->first(), thread_, kLong)).stuck.empty());
  deliver();
  EXPECT_EQ(state(*b_, 1), "sent");
}

// The disk fails at one write after the other, at both sides; each time it goes on, and in the end all is there once.
TEST_F(HandoverFlow, CutAtEveryPlace) {
  store::fault::install();
  a_->close();
  b_->close();
  a_->open();
  b_->open();
  prepare(at_a_, *a_);
  prepare(at_b_, *b_);
  const FileId aliya = make_case("Алия");
  const FileId dana = make_case("Дана");
  note(dana, "once");
  must(offer_of({aliya, dana}));
  deliver();
  accept();
  deliver();
  const auto cut = [&](House& house, const std::function<Result<void>()>& work) {
    std::uint64_t cuts = 0;
    for (std::uint64_t nth = 1;; ++nth) {
      ASSERT_LT(nth, 2000U);
      store::fault::arm(nth, store::fault::Then::io_error);
      const auto done = work();
      const bool reached = store::fault::count() >= nth;
      store::fault::arm(0, store::fault::Then::io_error);
      if (done && !reached) break;
      ++cuts;
      // As after a crash.
      house.close();
      house.open();
      prepare(&house == a_.get() ? at_a_ : at_b_, house);
    }
    EXPECT_GT(cuts, 3U);
  };
  const auto all_gone = [](const Result<Went>& went) -> Result<void> {
    if (!went) return went.error();
    return went->stuck.empty() ? Result<void>() : Result<void>(went->stuck.front().error);
  };
  cut(*a_, [&] { return all_gone(go_on(a_->vault(), a_->first(), thread_, kLong)); });
  deliver();
  cut(*b_, [&] { return all_gone(take_over(b_->vault(), b_->first(), never, thread_, {1, 2}, {}, kLong)); });
  deliver();
  cut(*a_, [&] { return settle(a_->vault(), a_->first(), thread_); });
  for (House* house : {a_.get(), b_.get()}) {
    EXPECT_EQ(state(*house, 1), "taken");
    EXPECT_EQ(state(*house, 2), "taken");
  }
  EXPECT_EQ(story(*b_, case_at_b(2)).all<Note>().size(), 1U);
  EXPECT_NE(case_at_b(1), case_at_b(2));
  for (const FileId file : {aliya, dana}) {
    EXPECT_TRUE(casework::is_handed_over(story(*a_, file)));
    EXPECT_EQ(story(*a_, file).all<Closure>().size(), 1U);
  }
  for (House* house : {a_.get(), b_.get()}) {
    house->close();
    const auto report = vault::verify(house->folder());
    EXPECT_TRUE(report.is_ok());
  }
}

class HandoverByHand : public TwoSides {
 protected:
  bool reached() const override { return false; }
};

TEST_F(HandoverByHand, CarriedOnAStick) {
  const FileId aliya = make_case("Алия");
  const auto carry = [&](House& from, House& to, exchange::Handlers& handlers) {
    const auto thread = must(referral::open_thread(from.vault(), from.first(), exchange::file_of(from.vault(), thread_)));
    for (const referral::Line& line : thread.lines) {
      if (line.message && line.ours) must(to.receive(must(exchange::seal_again(from.vault(), to.id(), line.signed_message))));
    }
    must(exchange::collect(to.vault(), to.first(), handlers));
  };
  must(offer_of({aliya}));
  carry(*a_, *b_, at_b_);
  accept();
  carry(*b_, *a_, at_a_);
  must(go_on(a_->vault(), a_->first(), thread_, kLong));
  carry(*a_, *b_, at_b_);
  EXPECT_EQ(state(*b_, 1), "sent");
  EXPECT_EQ(state(*a_, 1), "sent");
  const auto id = must(exchange::ContentId::from_text(details(*a_).cases(0).content().id()));
  int pieces = 0;
  exchange::EnvelopeFile stick([&](BytesView envelope) -> Result<void> {
    ++pieces;
    must(b_->receive(to_bytes(envelope)));
    return {};
  });
  must(exchange::write_pieces(a_->vault(), a_->first(), thread_, id, b_->id(), {}, [&](BytesView bytes) { return stick.feed(bytes); }));
  must(stick.finish());
  EXPECT_GT(pieces, 0);
  must(exchange::collect(b_->vault(), b_->first(), at_b_));
  EXPECT_TRUE(take({1}).stuck.empty());
  carry(*b_, *a_, at_a_);
  settle_a();
  EXPECT_EQ(state(*a_, 1), "taken");
  EXPECT_TRUE(casework::is_handed_over(story(*a_, aliya)));
}

}  // namespace
}  // namespace arasha::handover

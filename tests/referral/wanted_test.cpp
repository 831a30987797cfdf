// Asking a partner for a case that it has: the same state on both sides, in whatever order things come; nobody but the asked answers.
#include "referral/wanted.h"

#include <algorithm>

#include "exchange/houses.h"
#include "referral/threads.h"
#include "schema/entry_types.h"

namespace arasha::referral {
namespace {

using exchange::House;
using exchange::must;
using exchange::ThreadId;

CaseWantedPacket wanted(const char* until = "2026-06-20") {
  CaseWantedPacket out;
  out.set_wants("case");
  out.set_reason("continue");
  out.set_ground("consent");
  out.set_answer_by(until);
  out.set_told_ground("consent");
  out.set_consent_date("2026-05-20");
  out.set_there_from("2019");
  Identity identity;
  identity.set_given_name("Алия");
  identity.set_birth_date("1998-03-14");
  PacketEntry* entry = out.add_entries();
  entry->set_type(10);
  entry->set_content(identity.SerializeAsString());
  return out;
}

class Wanted : public exchange::Introduced {
 protected:
  void SetUp() override {
    Introduced::SetUp();
    add_handlers(at_a_, a_->vault());
    add_handlers(at_b_, b_->vault());
  }

  exchange::Collected collect(House& house) { return must(exchange::collect(house.vault(), house.first(), &house == a_.get() ? at_a_ : at_b_)); }
  Result<Sent> say(House& house, ThreadId thread, Bytes content, const Still& still = {}) {
    return send(house.vault(), house.first(), thread, {{&house == a_.get() ? b_->id() : a_->id(), exchange::kCaseWanted, std::move(content)}}, {}, still);
  }
  ThreadId ask(const CaseWantedPacket& packet = wanted(), Time expires = {}) {
    const ThreadId thread = crypto::random_id<ThreadId>();
    must(send(a_->vault(), a_->first(), thread, {{b_->id(), exchange::kCaseWanted, wanted_bytes(packet), expires}}));
    return thread;
  }
  // As the pages do: with the question whether it may still be said.
  Result<Sent> answer(ThreadId thread, const char* code) {
    CaseWantedAnswer content;
    content.set_answer(code);
    return say(*b_, thread, wanted_bytes(content), [this](const ThreadCard& card) { return why_no_answer(card, today()); });
  }
  Result<Sent> withdraw(ThreadId thread) {
    return say(*a_, thread, wanted_step("revoked"), [this](const ThreadCard& card) { return why_no_withdrawal(card, today()); });
  }
  ThreadCard card(House& house, ThreadId thread) { return must(card_of(house.vault(), house.first(), exchange::file_of(house.vault(), thread))); }
  std::string state(House& house, ThreadId thread) { return state_on(card(house, thread), today()); }
  void both(ThreadId thread, const std::string& expected) {
    EXPECT_EQ(state(*a_, thread), expected) << "at who asks";
    EXPECT_EQ(state(*b_, thread), expected) << "at who is asked";
  }
  std::size_t told_in(House& house, ThreadId thread) {
    const Thread opened = must(open_thread(house.vault(), house.first(), exchange::file_of(house.vault(), thread)));
    return static_cast<std::size_t>(std::count_if(opened.lines.begin(), opened.lines.end(), [](const Line& line) { return line.message && is_request(*line.message); }));
  }
  void later() { clock_.advance(std::chrono::minutes(1)); }
  Date today() const { return date_of(clock_.now()); }
};

TEST_F(Wanted, ItIsAskedTheAnswerWaitsForThePersonAndComes) {
  const ThreadId thread = ask();
  EXPECT_EQ(state(*a_, thread), "sent");
  deliver();
  both(thread, "received");
  EXPECT_TRUE(waits_for_us(card(*b_, thread), today()));
  EXPECT_FALSE(waits_for_us(card(*a_, thread), today()));
  later();
  must(answer(thread, "ask_first"));
  deliver();
  both(thread, "asking");
  EXPECT_TRUE(waits_for_us(card(*a_, thread), today())) << "nobody has read it yet";
  later();
  must(answer(thread, "hand_over"));
  deliver();
  both(thread, "answered");
  ASSERT_NE(wanted_answer(card(*a_, thread)), nullptr);
  EXPECT_EQ(wanted_answer(card(*a_, thread))->outcome(), "hand_over");
  EXPECT_EQ(wanted_answer(card(*a_, thread))->author(), "First");
  EXPECT_EQ(wanted_answer(card(*b_, thread))->outcome(), "hand_over");
}

TEST_F(Wanted, OfTwoAnswersTheFirstCounts) {
  const ThreadId thread = ask();
  deliver();
  later();
  must(answer(thread, "nothing"));
  const auto second = answer(thread, "refer");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::conflict);
  // Another program that does not ask whether it may still be said.
  later();
  CaseWantedAnswer forced;
  forced.set_answer("refer");
  must(say(*b_, thread, wanted_bytes(forced)));
  auto parcels = b_->take_parcels();
  std::reverse(parcels.begin(), parcels.end());
  for (const Bytes& one : parcels) must(a_->receive(one));
  collect(*a_);
  both(thread, "answered");
  EXPECT_EQ(wanted_answer(card(*a_, thread))->outcome(), "nothing");
  EXPECT_EQ(wanted_answer(card(*b_, thread))->outcome(), "nothing");
}

TEST_F(Wanted, TakenBackBeforeItComesNothingOfItIsKept) {
  const ThreadId thread = ask();
  later();
  must(withdraw(thread));
  const auto parcels = a_->take_parcels();
  ASSERT_EQ(parcels.size(), 2U);
  must(b_->receive(parcels[1]));
  collect(*b_);
  must(b_->receive(parcels[0]));
  collect(*b_);
  EXPECT_EQ(told_in(*b_, thread), 0U);
  deliver();
  both(thread, "revoked");
  EXPECT_NE(step_of(card(*a_, thread), "destroyed"), nullptr);
  EXPECT_FALSE(answer(thread, "unknown"));
}

TEST_F(Wanted, TakenBackLaterItIsDestroyedAndAnAnswerThatCrossesDoesNotCount) {
  const ThreadId thread = ask();
  deliver();
  EXPECT_EQ(told_in(*b_, thread), 1U);
  later();
  must(withdraw(thread));
  later();
  must(answer(thread, "unknown"));
  deliver();
  both(thread, "revoked");
  EXPECT_EQ(told_in(*b_, thread), 0U);
  EXPECT_NE(step_of(card(*a_, thread), "destroyed"), nullptr);
}

TEST_F(Wanted, AnAnswerThatWasFirstCountsAndIsNotTakenBack) {
  const ThreadId thread = ask();
  deliver();
  later();
  must(answer(thread, "unknown"));
  later();
  must(withdraw(thread));  // nothing of the answer has come yet
  deliver();
  both(thread, "answered");
  const auto again = withdraw(thread);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
}

TEST_F(Wanted, ItEndsByItselfAndALateAnswerChangesNothing) {
  const ThreadId thread = ask();
  deliver();
  clock_.advance(std::chrono::days(40));
  both(thread, "ended");
  EXPECT_FALSE(answer(thread, "hand_over"));
  EXPECT_FALSE(withdraw(thread));
  CaseWantedAnswer forced;
  forced.set_answer("hand_over");
  must(say(*b_, thread, wanted_bytes(forced)));
  deliver();
  both(thread, "ended");
  EXPECT_EQ(wanted_answer(card(*a_, thread)), nullptr);
  // What was told is destroyed there, and the asking side knows.
  EXPECT_TRUE(is_lent_too_long(card(*b_, thread), today()));
  must(destroy_packet(b_->vault(), b_->first(), thread));
  EXPECT_EQ(told_in(*b_, thread), 0U);
  EXPECT_FALSE(is_lent_too_long(card(*b_, thread), today()));
  deliver();
  EXPECT_NE(step_of(card(*a_, thread), "destroyed"), nullptr);
}

TEST_F(Wanted, WhereACaseWasNamedWhatWasToldStays) {
  const ThreadId thread = ask();
  deliver();
  ThreadNote linked;
  linked.set_what("linked");
  must(note(b_->vault(), b_->first(), thread, {.notes = {&linked}, .card = [](ThreadCard& to) { to.set_case_file(crypto::random_id<FileId>().text()); }, .files = {}}));
  clock_.advance(std::chrono::days(40));
  EXPECT_FALSE(is_lent_too_long(card(*b_, thread), today()));
  must(destroy_packet(b_->vault(), b_->first(), thread));
  EXPECT_EQ(told_in(*b_, thread), 1U);
}

TEST_F(Wanted, WhatExpiredOnItsWayIsNotKeptAndBothKnow) {
  const ThreadId thread = ask(wanted(), clock_.now() + std::chrono::hours(1));
  clock_.advance(std::chrono::hours(2));
  deliver();
  both(thread, "expired");
  EXPECT_EQ(told_in(*b_, thread), 0U);
  EXPECT_FALSE(answer(thread, "unknown"));
}

TEST_F(Wanted, SentTwiceItCountsOnce) {
  const ThreadId thread = ask();
  const auto parcels = a_->take_parcels();
  for (int i = 0; i < 2; ++i) {
    for (const Bytes& one : parcels) must(b_->receive(one));
    collect(*b_);
  }
  EXPECT_EQ(told_in(*b_, thread), 1U);
  EXPECT_EQ(card(*b_, thread).messages_size(), 2) << "the request, and \"received\" of ours";
  // Nor is one conversation asked twice.
  EXPECT_FALSE(say(*a_, thread, wanted_bytes(wanted())));
}

TEST_F(Wanted, AStrangerAnswersNothing) {
  auto c = house("gamma");
  a_->meets(*c, "https://gamma.example");
  c->meets(*a_, "https://alpha.example");
  exchange::Handlers at_c;
  add_handlers(at_c, c->vault());
  const ThreadId thread = ask();
  deliver();
  // The stranger knows the conversation, and even has a file of it: its program lies.
  const auto write_answer = [&](ThreadId in) {
    CaseWantedAnswer content;
    content.set_answer("hand_over");
    const auto book = c->book();
    const auto prepared = must(exchange::prepare(c->vault(), c->first(), book, {a_->id(), in, exchange::kCaseWanted, wanted_bytes(content)}));
    must(a_->receive(prepared.envelope));
    return collect(*a_).refused;
  };
  EXPECT_EQ(write_answer(thread), 1U);
  both(thread, "received");
  // Nor to something that was never asked.
  const ThreadId never = crypto::random_id<ThreadId>();
  EXPECT_EQ(write_answer(never), 1U);
  EXPECT_FALSE(must(a_->vault().store().file(exchange::file_of(a_->vault(), never))).has_value());
}

TEST_F(Wanted, OneSideCannotSayWhatIsTheOthers) {
  const ThreadId thread = ask();
  deliver();
  CaseWantedAnswer content;
  content.set_answer("unknown");
  EXPECT_FALSE(say(*a_, thread, wanted_bytes(content))) << "who asks does not answer";
  EXPECT_FALSE(say(*b_, thread, wanted_step("revoked"))) << "who is asked takes nothing back";
  EXPECT_FALSE(say(*b_, thread, wanted_step("answered"))) << "an answer says what it is";
  EXPECT_FALSE(say(*a_, thread, {}));
  // Nor does a message of another kind fit.
  ReferralStep step;
  step.set_step("accepted");
  EXPECT_FALSE(send(b_->vault(), b_->first(), thread, {{a_->id(), exchange::kReferralStep, schema::serialise(step)}}));
  both(thread, "received");
}

TEST_F(Wanted, AHostileRequestIsRefusedAndSaysSo) {
  const auto is_fine = [](const CaseWantedPacket& one) { return check_wanted(wanted_bytes(one)).is_ok(); };
  EXPECT_TRUE(is_fine(wanted()));
  const auto altered = [&](const std::function<void(CaseWantedPacket&)>& alter) {
    CaseWantedPacket out = wanted();
    alter(out);
    return out;
  };
  EXPECT_FALSE(is_fine(altered([](auto& one) { one.set_wants("everything"); })));
  EXPECT_FALSE(is_fine(altered([](auto& one) { one.set_answer_by("31.02.2026"); })));
  EXPECT_FALSE(is_fine(altered([](auto& one) { one.set_answer_by(""); })));
  EXPECT_FALSE(is_fine(altered([](auto& one) { one.set_told_ground("because"); })));
  EXPECT_FALSE(is_fine(altered([](auto& one) { one.set_request(std::string(20'000, 'a')); })));
  EXPECT_FALSE(is_fine(altered([](auto& one) { one.clear_entries(); }))) << "nobody to look for";
  EXPECT_FALSE(is_fine(altered([](auto& one) { *one.add_entries() = one.entries(0); })));
  EXPECT_FALSE(is_fine(altered([](auto& one) {
    Identity more;
    more.set_given_name("Алия");
    more.add_languages("kk");  // a referral may tell it, this may not
    one.mutable_entries(0)->set_content(more.SerializeAsString());
  })));
  EXPECT_FALSE(is_fine(altered([](auto& one) { one.mutable_entries(0)->set_content("\xff\xff"); })));
  EXPECT_FALSE(check_wanted(to_bytes(view("\xff\xff"))));
  const auto book = a_->book();
  const ThreadId thread = crypto::random_id<ThreadId>();
  const auto prepared = must(exchange::prepare(a_->vault(), a_->first(), book, {b_->id(), thread, exchange::kCaseWanted, wanted_bytes(altered([](auto& one) { one.set_wants("everything"); }))}));
  must(b_->receive(prepared.envelope));
  EXPECT_EQ(collect(*b_).refused, 1U);
  EXPECT_EQ(b_->book().refusals(0).reason(), "content");
}

// Everything that one side can get, in every order: one state.
TEST_F(Wanted, TheOrderChangesNothing) {
  const OrganizationId us = a_->id();
  const OrganizationId them = b_->id();
  const ThreadId thread = crypto::random_id<ThreadId>();
  std::int64_t minute = 0;
  const auto message = [&](OrganizationId from, OrganizationId to, Bytes content) {
    return exchange::Message{crypto::random_id<exchange::MessageId>(), thread, from, to, from_milliseconds(1'780'000'000'000 + 60'000 * ++minute), {}, exchange::kCaseWanted, "Somebody", std::move(content)};
  };
  const auto said = [](const char* code) {
    CaseWantedAnswer out;
    out.set_answer(code);
    return wanted_bytes(out);
  };
  const auto request = message(us, them, wanted_bytes(wanted()));
  std::vector<exchange::Message> come = {message(them, us, wanted_step("received")), message(them, us, said("ask_first")), message(them, us, said("refer")),
                                         message(them, us, said("nothing")), message(them, us, wanted_step("destroyed"))};
  // Two of one moment.
  come[3].created = come[2].created;
  std::vector<std::size_t> order = {0, 1, 2, 3, 4};
  int orders = 0;
  do {
    ThreadCard card;
    ASSERT_EQ(apply(card, request, true, false), Fate::kept);
    for (const std::size_t at : order) {
      ASSERT_EQ(apply(card, come[at], false, false), Fate::kept);
      ASSERT_EQ(apply(card, come[at], false, false), Fate::repeated);
    }
    ASSERT_EQ(state_on(card, today()), "answered");
    ASSERT_EQ(wanted_answer(card)->outcome(), "nothing");
    ++orders;
  } while (std::next_permutation(order.begin(), order.end()));
  EXPECT_EQ(orders, 120);
  // At the other side: the request and its withdrawal, and the same answers of its own after whichever came first.
  const auto revoked = message(us, them, wanted_step("revoked"));
  ThreadCard one, other;
  ASSERT_EQ(apply(one, request, false, false), Fate::kept);
  ASSERT_EQ(apply(one, revoked, false, false), Fate::kept);
  ASSERT_EQ(apply(other, revoked, false, false), Fate::kept);
  ASSERT_EQ(apply(other, request, false, false), Fate::too_late);
  EXPECT_EQ(state_on(one, today()), "revoked");
  EXPECT_EQ(state_on(other, today()), "revoked");
  EXPECT_EQ(one.answer_by(), other.answer_by());
}

TEST_F(Wanted, OutsideTheCircleThereIsNothing) {
  const ThreadId thread = ask();
  deliver();
  const vault::Keyring worker = b_->add("Worker", {vault::CircleKind::casework});
  const FileId file = exchange::file_of(b_->vault(), thread);
  EXPECT_EQ(open_thread(b_->vault(), worker, file).error().code, ErrorCode::not_found);
  EXPECT_FALSE(card_of(b_->vault(), worker, file));
  CaseWantedAnswer content;
  content.set_answer("unknown");
  EXPECT_FALSE(send(b_->vault(), worker, thread, {{a_->id(), exchange::kCaseWanted, wanted_bytes(content)}}));
}

}  // namespace
}  // namespace arasha::referral

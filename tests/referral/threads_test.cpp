// Conversations between two organisations: the same state on both sides, whatever the way does.
#include "referral/threads.h"

#include <algorithm>

#include "exchange/houses.h"
#include "referral/packet.h"
#include "schema/entry_types.h"

namespace arasha::referral {
namespace {

using exchange::House;
using exchange::must;
using exchange::ThreadId;

class Threads : public exchange::Introduced {
 protected:
  void SetUp() override {
    Introduced::SetUp();
    add_handlers(at_a_, a_->vault());
    add_handlers(at_b_, b_->vault());
  }

  static ReferralPacket packet() {
    ReferralPacket out;
    out.set_alias("Бура Тал");
    out.set_reason("services");
    out.add_services("accommodation");
    out.set_urgency("day");
    out.set_answer_by("2026-06-20");
    out.set_access_until("2026-07-20");
    Identity identity;
    identity.set_given_name("Алия");
    identity.set_sex("female");
    PacketEntry* entry = out.add_entries();
    entry->set_type(10);
    entry->set_content(identity.SerializeAsString());
    return out;
  }
  ThreadId refer() {
    const ThreadId thread = crypto::random_id<ThreadId>();
    must(send(a_->vault(), a_->first(), thread, {{b_->id(), exchange::kReferral, schema::serialise(packet())}}));
    return thread;
  }
  Result<Sent> step(House& house, ThreadId thread, const std::string& name, const std::string& reason = "") {
    ReferralStep content;
    content.set_step(name);
    content.set_reason(reason);
    const OrganizationId to = &house == a_.get() ? b_->id() : a_->id();
    return send(house.vault(), house.first(), thread, {{to, exchange::kReferralStep, schema::serialise(content)}}, {}, [&](const ThreadCard& card) { return why_not(card, name, today()); });
  }
  ThreadCard card(House& house, ThreadId thread) { return must(card_of(house.vault(), house.first(), exchange::file_of(house.vault(), thread))); }
  std::string state(House& house, ThreadId thread) { return state_on(card(house, thread), today()); }
  Thread open(House& house, ThreadId thread) { return must(open_thread(house.vault(), house.first(), exchange::file_of(house.vault(), thread))); }
  static std::size_t packets_in(const Thread& thread) {
    return static_cast<std::size_t>(std::count_if(thread.lines.begin(), thread.lines.end(), [](const Line& line) { return line.message && line.message->kind == exchange::kReferral; }));
  }
  Date today() const { return date_of(clock_.now()); }
};

TEST_F(Threads, AReferralGoesItsWholeWay) {
  const ThreadId thread = refer();
  EXPECT_EQ(state(*a_, thread), "sent");
  deliver();
  EXPECT_EQ(state(*a_, thread), "received");
  EXPECT_EQ(state(*b_, thread), "received");
  EXPECT_EQ(packets_in(open(*b_, thread)), 1U);
  must(mark_seen(b_->vault(), b_->first(), open(*b_, thread)));
  deliver();
  ASSERT_NE(step_of(card(*a_, thread), "opened"), nullptr);
  EXPECT_EQ(step_of(card(*a_, thread), "opened")->author(), "First");
  clock_.advance(std::chrono::minutes(1));
  must(step(*b_, thread, "accepted"));
  deliver();
  EXPECT_EQ(state(*a_, thread), "accepted");
  clock_.advance(std::chrono::minutes(1));
  must(step(*b_, thread, "in_progress"));
  clock_.advance(std::chrono::minutes(1));
  must(step(*b_, thread, "done"));
  clock_.advance(std::chrono::minutes(1));
  must(step(*b_, thread, "feedback"));
  deliver();
  EXPECT_EQ(state(*a_, thread), "done");
  must(step(*a_, thread, "closed"));
  deliver();
  EXPECT_EQ(state(*a_, thread), "closed");
  EXPECT_EQ(state(*b_, thread), "closed");
}

TEST_F(Threads, OrderAndRepetitionChangeNothing) {
  const ThreadId thread = refer();
  clock_.advance(std::chrono::minutes(1));
  ReferralTalk talk;
  talk.set_text("Поезд приходит в 7:40.");
  must(send(a_->vault(), a_->first(), thread, {{b_->id(), exchange::kTalk, schema::serialise(talk)}}));
  auto parcels = a_->take_parcels();
  ASSERT_EQ(parcels.size(), 2U);
  std::reverse(parcels.begin(), parcels.end());
  for (const Bytes& one : parcels) must(b_->receive(one));
  must(exchange::collect(b_->vault(), b_->first(), at_b_));
  for (const Bytes& one : parcels) must(b_->receive(one));
  must(exchange::collect(b_->vault(), b_->first(), at_b_));
  EXPECT_EQ(packets_in(open(*b_, thread)), 1U);
  EXPECT_EQ(state(*b_, thread), "received");
  EXPECT_EQ(card(*b_, thread).messages_size(), 3);  // two of theirs, and "received" of ours
}

TEST_F(Threads, WhatIsTakenBackBeforeItComesIsNeverKept) {
  const ThreadId thread = refer();
  clock_.advance(std::chrono::minutes(1));
  must(step(*a_, thread, "revoked"));
  auto parcels = a_->take_parcels();
  ASSERT_EQ(parcels.size(), 2U);
  must(b_->receive(parcels[1]));
  must(exchange::collect(b_->vault(), b_->first(), at_b_));
  must(b_->receive(parcels[0]));
  must(exchange::collect(b_->vault(), b_->first(), at_b_));
  EXPECT_EQ(packets_in(open(*b_, thread)), 0U);
  deliver();
  EXPECT_EQ(state(*a_, thread), "revoked");
  EXPECT_EQ(state(*b_, thread), "revoked");
  EXPECT_NE(step_of(card(*a_, thread), "destroyed"), nullptr);
}

TEST_F(Threads, WhatIsTakenBackLaterIsDestroyedThereAndAnAnswerChangesNothing) {
  const ThreadId thread = refer();
  deliver();
  clock_.advance(std::chrono::minutes(1));
  must(step(*a_, thread, "revoked"));
  clock_.advance(std::chrono::minutes(1));
  must(step(*b_, thread, "accepted"));  // the two messages cross
  deliver();
  EXPECT_EQ(state(*a_, thread), "revoked");
  EXPECT_EQ(state(*b_, thread), "revoked");
  EXPECT_EQ(packets_in(open(*b_, thread)), 0U);
  const auto again = step(*b_, thread, "accepted");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
}

TEST_F(Threads, OfTwoAnswersTheFirstCounts) {
  const ThreadId thread = refer();
  deliver();
  clock_.advance(std::chrono::minutes(1));
  must(step(*b_, thread, "declined", "survivor"));
  const auto second = step(*b_, thread, "accepted");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::conflict);
  deliver();
  EXPECT_EQ(state(*a_, thread), "declined");
  EXPECT_EQ(step_of(card(*a_, thread), "declined")->reason(), "survivor");
}

TEST_F(Threads, WhatExpiredOnItsWayIsNotKeptAndBothKnow) {
  const ThreadId thread = crypto::random_id<ThreadId>();
  must(send(a_->vault(), a_->first(), thread, {{b_->id(), exchange::kReferral, schema::serialise(packet()), clock_.now() + std::chrono::hours(1)}}));
  clock_.advance(std::chrono::hours(2));
  deliver();
  EXPECT_EQ(state(*a_, thread), "expired");
  EXPECT_EQ(state(*b_, thread), "expired");
  EXPECT_EQ(packets_in(open(*b_, thread)), 0U);
}

TEST_F(Threads, WhatWasLentUntilADayIsDestroyed) {
  const ThreadId thread = refer();
  deliver();
  EXPECT_EQ(packets_in(open(*b_, thread)), 1U);
  must(destroy_packet(b_->vault(), b_->first(), thread));
  EXPECT_EQ(packets_in(open(*b_, thread)), 0U);
  must(destroy_packet(b_->vault(), b_->first(), thread));
  deliver();
  EXPECT_NE(step_of(card(*a_, thread), "destroyed"), nullptr);
}

TEST_F(Threads, ARequestForAPlaceCollectsAnswers) {
  auto c = house("gamma");
  exchange::Handlers at_c;
  add_handlers(at_c, c->vault());
  a_->meets(*c, "https://gamma.example");
  c->meets(*a_, "https://alpha.example");
  BlindRequest request;
  request.add_needs("accommodation");
  request.set_urgency("now");
  request.set_answer_by("2026-06-10");
  const ThreadId thread = crypto::random_id<ThreadId>();
  must(send(a_->vault(), a_->first(), thread, {{b_->id(), exchange::kBlindRequest, schema::serialise(request)}, {c->id(), exchange::kBlindRequest, schema::serialise(request)}}));
  EXPECT_EQ(state(*a_, thread), "asked");
  for (const Bytes& one : a_->take_parcels()) {
    if (b_->receive(one)) must(exchange::collect(b_->vault(), b_->first(), at_b_));
    else must(c->receive(one));
  }
  must(exchange::collect(c->vault(), c->first(), at_c));
  BlindAnswer answer;
  answer.set_answer("question");
  answer.set_note("С детьми?");
  must(send(c->vault(), c->first(), thread, {{a_->id(), exchange::kBlindAnswer, schema::serialise(answer)}}));
  answer.set_answer("no");
  must(send(b_->vault(), b_->first(), thread, {{a_->id(), exchange::kBlindAnswer, schema::serialise(answer)}}));
  for (House* one : {b_.get(), c.get()}) {
    for (const Bytes& parcel : one->take_parcels()) must(a_->receive(parcel));
  }
  must(exchange::collect(a_->vault(), a_->first(), at_a_));
  EXPECT_EQ(state(*a_, thread), "asked");
  EXPECT_TRUE(waits_for_us(card(*a_, thread), today()));
  BlindAnswer reply;
  reply.set_answer("reply");
  reply.set_note("Без детей.");
  must(send(a_->vault(), a_->first(), thread, {{c->id(), exchange::kBlindAnswer, schema::serialise(reply)}}));
  for (const Bytes& one : a_->take_parcels()) must(c->receive(one));
  must(exchange::collect(c->vault(), c->first(), at_c));
  clock_.advance(std::chrono::minutes(1));
  answer.set_answer("yes");
  must(send(c->vault(), c->first(), thread, {{a_->id(), exchange::kBlindAnswer, schema::serialise(answer)}}));
  for (const Bytes& parcel : c->take_parcels()) must(a_->receive(parcel));
  must(exchange::collect(a_->vault(), a_->first(), at_a_));
  EXPECT_EQ(state(*a_, thread), "found");
  clock_.advance(std::chrono::days(30));
  EXPECT_EQ(state(*a_, thread), "ended");  // by itself
}

TEST_F(Threads, AStrangerCannotJoinAConversation) {
  auto c = house("gamma");
  a_->meets(*c, "https://gamma.example");
  c->meets(*a_, "https://alpha.example");
  const ThreadId thread = refer();
  deliver();
  ReferralStep content;
  content.set_step("accepted");
  must(send(c->vault(), c->first(), thread, {{a_->id(), exchange::kReferralStep, schema::serialise(content)}}));
  for (const Bytes& one : c->take_parcels()) must(a_->receive(one));
  EXPECT_EQ(must(exchange::collect(a_->vault(), a_->first(), at_a_)).refused, 1U);
  EXPECT_EQ(state(*a_, thread), "received");
}

TEST_F(Threads, OneSideCannotTakeTheStepsOfTheOther) {
  const ThreadId thread = refer();
  deliver();
  ReferralStep content;
  content.set_step("revoked");
  const auto sent = send(b_->vault(), b_->first(), thread, {{a_->id(), exchange::kReferralStep, schema::serialise(content)}});
  EXPECT_FALSE(sent);
  EXPECT_FALSE(step(*a_, thread, "accepted"));
}

TEST_F(Threads, APacketHoldsNothingButWhatAReferralMay) {
  const auto is_fine = [](const ReferralPacket& one) { return check_packet(schema::serialise(one)).is_ok(); };
  EXPECT_TRUE(is_fine(packet()));
  ReferralPacket wrong = packet();
  wrong.mutable_entries(0)->set_type(24);  // a consent is no part of a packet
  EXPECT_FALSE(is_fine(wrong));
  wrong = packet();
  Identity phone;
  phone.set_phone("+7 701 000 00 00");  // not on the list
  wrong.mutable_entries(0)->set_content(phone.SerializeAsString());
  EXPECT_FALSE(is_fine(wrong));
  wrong = packet();
  Identity sex;
  sex.set_sex("<script>");
  wrong.mutable_entries(0)->set_content(sex.SerializeAsString());
  EXPECT_FALSE(is_fine(wrong));
  wrong = packet();
  wrong.mutable_entries(0)->set_content("\xff\xff");
  EXPECT_FALSE(is_fine(wrong));
  wrong = packet();
  wrong.set_access_until("31.02.2026");
  EXPECT_FALSE(is_fine(wrong));
  wrong = packet();
  wrong.add_services("anything");
  EXPECT_FALSE(is_fine(wrong));
  wrong = packet();
  for (int i = 0; i < 300; ++i) *wrong.add_entries() = packet().entries(0);
  EXPECT_FALSE(is_fine(wrong));
}

TEST_F(Threads, AHostilePacketIsRefusedAndSaysSo) {
  ReferralPacket wrong = packet();
  wrong.mutable_entries(0)->set_type(24);
  const ThreadId thread = crypto::random_id<ThreadId>();
  must(send(a_->vault(), a_->first(), thread, {{b_->id(), exchange::kReferral, schema::serialise(wrong)}}));
  for (const Bytes& one : a_->take_parcels()) must(b_->receive(one));
  EXPECT_EQ(must(exchange::collect(b_->vault(), b_->first(), at_b_)).refused, 1U);
  EXPECT_EQ(b_->book().refusals(0).reason(), "content");
  deliver();
  EXPECT_TRUE(card(*a_, thread).refused_there());
}

TEST_F(Threads, OutsideTheCircleThereIsNothing) {
  const ThreadId thread = refer();
  const vault::Keyring worker = a_->add("Worker", {vault::CircleKind::casework});
  const FileId file = exchange::file_of(a_->vault(), thread);
  EXPECT_EQ(open_thread(a_->vault(), worker, file).error().code, ErrorCode::not_found);
  EXPECT_FALSE(card_of(a_->vault(), worker, file));
  EXPECT_FALSE(send(a_->vault(), worker, thread, {{b_->id(), exchange::kTalk, {}}}));
}

}  // namespace
}  // namespace arasha::referral

// Conferences with participants of other organisations: what is destroyed and when, and what is refused.
#include <algorithm>

#include "exchange/houses.h"
#include "referral/conference_said.h"
#include "referral/packet.h"
#include "referral/threads.h"

namespace arasha::referral {
namespace {

using exchange::House;
using exchange::must;
using exchange::ThreadId;

class Conferences : public exchange::Introduced {
 protected:
  void SetUp() override {
    Introduced::SetUp();
    add_handlers(at_a_, a_->vault());
    add_handlers(at_b_, b_->vault());
    clock_.advance(Time(std::chrono::sys_days(day("2026-06-01")).time_since_epoch()) + std::chrono::hours(6) - clock_.now());
  }
  Time until() const { return Time(std::chrono::sys_days(day(kUntil)).time_since_epoch()) + std::chrono::days(1); }
  ThreadId invite() {
    const ThreadId thread = crypto::random_id<ThreadId>();
    must(send(a_->vault(), a_->first(), thread, {{b_->id(), exchange::kConference, schema::serialise(invitation()), until()}}));
    return thread;
  }
  Result<Sent> step(House& from, ThreadId thread, const ConferenceStep& content) {
    const OrganizationId to = &from == a_.get() ? b_->id() : a_->id();
    clock_.advance(std::chrono::minutes(1));
    return send(from.vault(), from.first(), thread, {{to, exchange::kConferenceStep, schema::serialise(content)}}, {}, [&](const ThreadCard& card) { return why_no_conference_step(card, content.step(), today()); });
  }
  ThreadCard card(House& house, ThreadId thread) { return must(card_of(house.vault(), house.first(), exchange::file_of(house.vault(), thread))); }
  std::string state(House& house, ThreadId thread) { return state_on(card(house, thread), today()); }
  Thread open(House& house, ThreadId thread) { return must(open_thread(house.vault(), house.first(), exchange::file_of(house.vault(), thread))); }
  static std::size_t contents_in(const Thread& thread) {
    return static_cast<std::size_t>(std::count_if(thread.lines.begin(), thread.lines.end(), [](const Line& line) {
      if (!line.message) return false;
      if (line.message->kind == exchange::kConference) return true;
      const auto step = schema::parse_as<ConferenceStep>(line.message->content);
      return step && (!step->packet().empty() || !step->text().empty() || step->decisions_size() > 0);
    }));
  }
  void go_to(const char* iso) { clock_.advance(Time(std::chrono::sys_days(day(iso)).time_since_epoch()) + std::chrono::hours(6) - clock_.now()); }
  Date today() const { return date_of(clock_.now()); }
};

TEST_F(Conferences, OneGoesItsWholeWay) {
  const ThreadId thread = invite();
  deliver();
  EXPECT_EQ(state(*b_, thread), "invited");
  EXPECT_NE(last_step(card(*a_, thread), "received"), nullptr);
  must(mark_seen(b_->vault(), b_->first(), open(*b_, thread)));
  deliver();
  EXPECT_EQ(state(*a_, thread), "opened");
  EXPECT_EQ(last_step(card(*a_, thread), "opened")->author(), "First");
  ConferenceStep comes = step_named("comes");
  comes.add_who("Ерлан, прокуратура");
  must(step(*b_, thread, comes));
  ConferenceStep contribution = step_named("contribution");
  contribution.set_text("Паспорт найден.");
  must(step(*b_, thread, contribution));
  deliver();
  EXPECT_EQ(state(*a_, thread), "comes");
  EXPECT_EQ(contents_in(open(*a_, thread)), 2U);
  EXPECT_FALSE(step(*a_, thread, decisions({"1"})));  // it lies ahead
  go_to(kDay);
  must(step(*a_, thread, decisions({"1"})));
  deliver();
  EXPECT_EQ(state(*b_, thread), "decided");
  must(step(*b_, thread, report("1", "done")));
  deliver();
  EXPECT_EQ(decisions_open(card(*a_, thread)), 0);
  must(step(*a_, thread, step_named("closed")));
  deliver();
  EXPECT_EQ(state(*a_, thread), "over");
  EXPECT_EQ(state(*b_, thread), "over");
  EXPECT_EQ(contents_in(open(*b_, thread)), 0U);
}

TEST_F(Conferences, WhatWasReleasedIsDestroyedAfterItsDayAndDecisionsAfterTheirs) {
  const ThreadId thread = invite();
  ConferenceStep more = step_named("released");
  more.set_packet(packed("Алия Бура"));
  must(step(*a_, thread, more));
  deliver();
  ConferenceStep contribution = step_named("contribution");
  contribution.set_text("Паспорт найден.");
  must(step(*b_, thread, contribution));
  EXPECT_EQ(contents_in(open(*b_, thread)), 3U);
  go_to(kDay);
  must(step(*a_, thread, decisions({"1"})));
  deliver();
  go_to(kUntil);
  must(destroy_packet(b_->vault(), b_->first(), thread));  // the last day counts
  EXPECT_EQ(contents_in(open(*b_, thread)), 4U);
  go_to("2026-06-18");
  must(destroy_packet(b_->vault(), b_->first(), thread));
  EXPECT_EQ(contents_in(open(*b_, thread)), 1U);
  must(destroy_packet(b_->vault(), b_->first(), thread));
  deliver();
  EXPECT_NE(last_step(card(*a_, thread), "destroyed"), nullptr);
  EXPECT_EQ(first_end(card(*b_, thread)), "2026-07-30");
  go_to("2026-07-31");
  must(destroy_packet(b_->vault(), b_->first(), thread));
  EXPECT_EQ(contents_in(open(*b_, thread)), 0U);
  EXPECT_FALSE(holds_lent(card(*b_, thread)));
  // The bytes themselves are gone, and the inviter's are not.
  EXPECT_EQ(contents_in(open(*a_, thread)), 4U);
}

TEST_F(Conferences, WhatIsTakenBackIsDestroyedAtOnceAlsoWhenAnAnswerCrosses) {
  const ThreadId thread = invite();
  deliver();
  must(step(*a_, thread, step_named("revoked")));
  must(step(*b_, thread, step_named("declined")));
  deliver();
  EXPECT_EQ(state(*a_, thread), "revoked");
  EXPECT_EQ(state(*b_, thread), "revoked");
  EXPECT_EQ(contents_in(open(*b_, thread)), 0U);
  EXPECT_NE(last_step(card(*a_, thread), "destroyed"), nullptr);
  const auto after = step(*b_, thread, step_named("comes"));
  ASSERT_FALSE(after);
  EXPECT_EQ(after.error().code, ErrorCode::conflict);
}

TEST_F(Conferences, WhatIsTakenBackBeforeItComesIsNeverKept) {
  const ThreadId thread = invite();
  must(step(*a_, thread, step_named("revoked")));
  auto parcels = a_->take_parcels();
  ASSERT_EQ(parcels.size(), 2U);
  must(b_->receive(parcels[1]));
  must(exchange::collect(b_->vault(), b_->first(), at_b_));
  must(b_->receive(parcels[0]));
  must(exchange::collect(b_->vault(), b_->first(), at_b_));
  EXPECT_EQ(contents_in(open(*b_, thread)), 0U);
  EXPECT_FALSE(holds_lent(card(*b_, thread)));
  deliver();
  EXPECT_EQ(state(*a_, thread), "revoked");
  EXPECT_EQ(state(*b_, thread), "revoked");
}

TEST_F(Conferences, WhatComesTooLateIsNotKeptAndBothKnow) {
  const ThreadId thread = invite();
  go_to("2026-06-20");
  deliver();
  EXPECT_EQ(contents_in(open(*b_, thread)), 0U);
  EXPECT_EQ(state(*b_, thread), "expired");
  EXPECT_EQ(state(*a_, thread), "expired");
}

TEST_F(Conferences, AContributionAfterTheEndIsNotKept) {
  const ThreadId thread = invite();
  deliver();
  ConferenceStep contribution = step_named("contribution");
  contribution.set_text("Слишком поздно.");
  go_to("2026-06-20");
  EXPECT_FALSE(step(*b_, thread, contribution));
  // A program that sends it all the same.
  must(send(b_->vault(), b_->first(), thread, {{a_->id(), exchange::kConferenceStep, schema::serialise(contribution)}}));
  deliver();
  EXPECT_EQ(contents_in(open(*a_, thread)), 1U);  // our invitation
  const Thread at_a = open(*a_, thread);
  EXPECT_TRUE(std::any_of(at_a.lines.begin(), at_a.lines.end(), [](const Line& line) {
    const auto* note = dynamic_cast<const ThreadNote*>(line.note.get());
    return note != nullptr && note->what() == "after_end";
  }));
}

TEST_F(Conferences, SentTwiceCountsOnce) {
  const ThreadId thread = invite();
  const auto parcels = a_->take_parcels();
  for (int i = 0; i < 3; ++i) {
    for (const Bytes& one : parcels) must(b_->receive(one));
    must(exchange::collect(b_->vault(), b_->first(), at_b_));
  }
  EXPECT_EQ(contents_in(open(*b_, thread)), 1U);
  EXPECT_EQ(card(*b_, thread).conference().lent_size(), 1);
  const auto again = send(a_->vault(), a_->first(), thread, {{b_->id(), exchange::kConference, schema::serialise(invitation())}});
  EXPECT_FALSE(again);
}

TEST_F(Conferences, AnotherPartnerCannotSpeakInIt) {
  auto c = house("gamma");
  a_->meets(*c, "https://gamma.example");
  c->meets(*a_, "https://alpha.example");
  b_->meets(*c, "https://gamma.example");
  c->meets(*b_, "https://beta.example");
  const ThreadId thread = invite();
  deliver();
  must(send(c->vault(), c->first(), thread, {{a_->id(), exchange::kConferenceStep, schema::serialise(step_named("comes"))}}));
  for (const Bytes& one : c->take_parcels()) must(a_->receive(one));
  EXPECT_EQ(must(exchange::collect(a_->vault(), a_->first(), at_a_)).refused, 1U);
  EXPECT_EQ(state(*a_, thread), "invited");
  // Nor take back in the inviter's name.
  auto d = house("delta");
  d->meets(*b_, "https://beta.example");
  b_->meets(*d, "https://delta.example");
  must(send(d->vault(), d->first(), thread, {{b_->id(), exchange::kConferenceStep, schema::serialise(step_named("revoked"))}}));
  for (const Bytes& one : d->take_parcels()) must(b_->receive(one));
  EXPECT_EQ(must(exchange::collect(b_->vault(), b_->first(), at_b_)).refused, 1U);
  EXPECT_EQ(state(*b_, thread), "invited");
  EXPECT_EQ(contents_in(open(*b_, thread)), 1U);
}

TEST_F(Conferences, AHostileInvitationIsRefusedAndSaysSo) {
  ConferenceInvitation wrong = invitation();
  ReferralPacket packet;
  PacketEntry* entry = packet.add_entries();
  entry->set_type(24);  // a consent is no part of it
  entry->set_content("x");
  wrong.set_packet(packet.SerializeAsString());
  const ThreadId thread = crypto::random_id<ThreadId>();
  must(send(a_->vault(), a_->first(), thread, {{b_->id(), exchange::kConference, schema::serialise(wrong)}}));
  for (const Bytes& one : a_->take_parcels()) must(b_->receive(one));
  EXPECT_EQ(must(exchange::collect(b_->vault(), b_->first(), at_b_)).refused, 1U);
  deliver();
  EXPECT_TRUE(card(*a_, thread).refused_there());
}

TEST_F(Conferences, MovingItAsksAnewAndKeepsItLonger) {
  const ThreadId thread = invite();
  deliver();
  must(step(*b_, thread, step_named("comes")));
  must(step(*a_, thread, moved("2026-06-20", "2026-06-27")));
  deliver();
  EXPECT_EQ(state(*a_, thread), "moved");
  EXPECT_EQ(state(*b_, thread), "moved");
  go_to("2026-06-18");
  must(destroy_packet(b_->vault(), b_->first(), thread));
  EXPECT_EQ(contents_in(open(*b_, thread)), 1U);
  go_to("2026-06-28");
  must(destroy_packet(b_->vault(), b_->first(), thread));
  EXPECT_EQ(contents_in(open(*b_, thread)), 0U);
}

}  // namespace
}  // namespace arasha::referral

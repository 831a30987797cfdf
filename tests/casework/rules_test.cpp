#include "casework/rules.h"

#include <gtest/gtest.h>

#include "arasha/returning.pb.h"

namespace arasha::casework {
namespace {

constexpr Date kToday{std::chrono::year(2026), std::chrono::month(11), std::chrono::day(24)};

// A story as the vault would tell it, made without one.
class RulesTest : public ::testing::Test {
 protected:
  template <class MessageType>
  EntryId write(const MessageType& message, bool closed = false) {
    Item item;
    item.type = schema::entry_type_of<MessageType>().number;
    item.compartment = schema::entry_type_of<MessageType>().compartment;
    item.closed = closed;
    Version version;
    version.seq = story_.length++;
    version.id = EntryId::from_array({static_cast<std::uint8_t>(story_.length)});
    if (!closed) version.message = std::make_shared<MessageType>(message);
    item.versions.push_back(version);
    story_.items.push_back(item);
    return version.id;
  }
  // The fields that are refused, in order.
  std::vector<std::string> refused(const google::protobuf::Message& message, EntryId corrects = EntryId()) const {
    std::vector<std::string> out;
    for (const auto& error : check(story_, message, kToday, corrects)) {
      out.push_back(error.field);
      EXPECT_EQ(error.error.code, ErrorCode::invalid_input);
      // The summary leads to the field: it must be one of the form.
      EXPECT_NE(message.GetDescriptor()->FindFieldByName(error.field), nullptr) << error.field;
    }
    return out;
  }
  std::vector<std::string> next(const Identity* identity = nullptr, bool facts_current = true) const {
    std::vector<std::string> out;
    for (const Suggestion& one : what_next({&story_, identity, facts_current}, kToday)) {
      out.push_back(one.way == Suggestion::Way::owner ? "owner" : one.way == Suggestion::Way::facts ? "facts" : one.entry_type);
      EXPECT_TRUE(one.way != Suggestion::Way::entry || schema::entry_type(std::string_view(one.entry_type)) != nullptr);
    }
    return out;
  }
  void contact(const char* date, const char* danger = "none") {
    FirstContact first;
    first.set_date(date);
    first.set_danger(danger);
    write(first);
  }
  void close(const char* date) {
    Closure closure;
    closure.set_reason("goals_met");
    closure.set_date(date);
    write(closure);
  }
  Story story_;
};

using Fields = std::vector<std::string>;

TEST_F(RulesTest, BirthLiesInThePastAndNobodyIsTooOld) {
  Identity identity;
  EXPECT_EQ(refused(identity), Fields{});
  for (const auto& [date, wrong] : {std::pair{"2026-11-24", false}, {"2026-11-25", true}, {"1906-11-24", false}, {"1905-11-24", true}}) {
    identity.set_birth_date(date);
    EXPECT_EQ(refused(identity), wrong ? Fields{"birth_date"} : Fields{}) << date;
  }
}

TEST_F(RulesTest, WhatHappenedIsNotInTheFuture) {
  FirstContact first;
  first.set_date("2026-11-25");
  EXPECT_EQ(refused(first), Fields{"date"});
  Identification decision;
  decision.set_date("2026-11-25");
  EXPECT_EQ(refused(decision), Fields{"date"});
  HealthNote note;
  note.set_date("2026-11-25");
  EXPECT_EQ(refused(note), Fields{"date"});
  // A hearing may be planned.
  LegalStep step;
  step.set_date("2027-01-12");
  EXPECT_EQ(refused(step), Fields{});
  step.set_next_date("2027-01-11");
  EXPECT_EQ(refused(step), Fields{"next_date"});
}

TEST_F(RulesTest, ReturnIsADecisionOfHerOwn) {
  contact("2026-10-01");
  Return journey;
  journey.set_kind("self_organised");  // the gates of a journey of ours: returning/rules_test.cpp
  journey.set_decision("wants");
  EXPECT_EQ(refused(journey), Fields{});
  journey.set_departure("2026-11-20");
  EXPECT_EQ(refused(journey), Fields{});
  for (const char* decision : {"undecided", "stays", "withdrew"}) {
    journey.set_decision(decision);
    EXPECT_EQ(refused(journey), Fields{"departure"}) << decision;
  }
  journey.set_departure("");
  EXPECT_EQ(refused(journey), Fields{});
}

TEST_F(RulesTest, JourneyRunsForward) {
  contact("2026-10-01");
  Return journey;
  journey.set_kind("self_organised");
  journey.set_decision("wants");
  journey.set_arrival("2026-11-20");
  EXPECT_EQ(refused(journey), Fields{"departure"});
  journey.set_departure("2026-11-20");
  EXPECT_EQ(refused(journey), Fields{});
  journey.set_departure("2026-11-21");
  EXPECT_EQ(refused(journey), Fields{"arrival"});
  journey.set_departure("2026-09-30");
  EXPECT_EQ(refused(journey), Fields{"departure"});
}

TEST_F(RulesTest, NobodyHasLeftWithoutADocument) {
  Return journey;
  journey.set_kind("self_organised");
  journey.set_decision("wants");
  journey.set_travel_document("requested");
  journey.set_departure("2026-11-25");
  EXPECT_EQ(refused(journey), Fields{});  // a plan
  journey.set_departure("2026-11-24");
  EXPECT_EQ(refused(journey), Fields{"travel_document"});
  journey.set_travel_document("issued");
  EXPECT_EQ(refused(journey), Fields{});
}

TEST_F(RulesTest, ClosingComesAfterTheFirstContactAndOnce) {
  contact("2026-10-01");
  Closure closure;
  closure.set_date("2026-09-30");
  EXPECT_EQ(refused(closure), Fields{"date"});
  closure.set_date("2026-11-25");
  EXPECT_EQ(refused(closure), Fields{"date"});
  closure.set_date("2026-10-01");
  EXPECT_EQ(refused(closure), Fields{});
  const EntryId written = write(closure);
  EXPECT_EQ(refused(closure), Fields{"reason"});
  EXPECT_EQ(refused(closure, written), Fields{});  // its own correction
}

TEST_F(RulesTest, ACaseDoesNotCloseBeforeItsLastService) {
  ServiceGiven service;
  service.set_date("2026-11-10");
  write(service);
  Closure closure;
  closure.set_date("2026-11-09");
  EXPECT_EQ(refused(closure), Fields{"date"});
  closure.set_date("2026-11-10");
  EXPECT_EQ(refused(closure), Fields{});
}

TEST_F(RulesTest, ReopeningNeedsAClosingBeforeIt) {
  Reopening reopening;
  reopening.set_date("2026-11-01");
  EXPECT_EQ(refused(reopening), Fields{"reason"});
  close("2026-11-02");
  EXPECT_EQ(refused(reopening), Fields{"date"});
  reopening.set_date("2026-11-02");
  EXPECT_EQ(refused(reopening), Fields{});
  const EntryId written = write(reopening);
  EXPECT_EQ(refused(reopening), Fields{"reason"});
  EXPECT_EQ(refused(reopening, written), Fields{});
}

TEST_F(RulesTest, ServiceAfterClosingWaitsForReopening) {
  close("2026-11-02");
  ServiceGiven service;
  service.set_date("2026-11-02");
  service.set_quantity("1");
  EXPECT_EQ(refused(service), Fields{});  // written later, given before
  service.set_date("2026-11-03");
  EXPECT_EQ(refused(service), Fields{"date"});
  Reopening reopening;
  reopening.set_date("2026-11-03");
  write(reopening);
  EXPECT_EQ(refused(service), Fields{});
  service.set_quantity("00");
  service.set_date("2026-11-25");
  EXPECT_EQ(refused(service), (Fields{"date", "quantity"}));
}

TEST_F(RulesTest, ExploitationRunsForward) {
  Exploitation happened;
  happened.set_from("2025-05-01");
  happened.set_until("2025-04-30");
  happened.set_age_when_trafficked("121");
  EXPECT_EQ(refused(happened), (Fields{"until", "age_when_trafficked"}));
  happened.set_age_when_trafficked("99999999999");
  EXPECT_EQ(refused(happened), (Fields{"until", "age_when_trafficked"}));
}

TEST_F(RulesTest, ConsentStandsUntilTakenBackOrOver) {
  const auto answer = [&](const char* purpose, const char* recipient, const char* said, const char* until = "") {
    Consent consent;
    consent.set_purpose(purpose);
    consent.set_recipient(recipient);
    consent.set_answer(said);
    consent.set_valid_until(until);
    write(consent);
  };
  answer("embassy", "Посольство Узбекистана", "given");
  answer("police", "ДП Алматы", "refused");
  answer("family", "Сестра", "given", "2026-11-23");
  answer("iom_unhcr", "IOM", "given", "2026-11-24");
  answer("embassy", "посольство узбекистана", "withdrawn");
  const auto standing = standing_consents(story_, kToday);
  ASSERT_EQ(standing.size(), 4U);
  EXPECT_EQ(standing[0].state, ConsentState::withdrawn);
  EXPECT_EQ(standing[1].state, ConsentState::refused);
  EXPECT_EQ(standing[2].state, ConsentState::expired);
  EXPECT_EQ(standing[3].state, ConsentState::given);
  Consent backwards;
  backwards.set_date("2026-11-20");
  backwards.set_valid_until("2026-11-19");
  EXPECT_EQ(refused(backwards), Fields{"valid_until"});
}

TEST_F(RulesTest, AClosedCompartmentTellsNothingThroughARefusal) {
  Closure closure;
  closure.set_date("2026-11-02");
  write(closure, true);
  ServiceGiven service;
  service.set_date("2026-11-20");
  EXPECT_EQ(refused(service), Fields{});
  EXPECT_EQ(standing_closure(story_), nullptr);
}

TEST_F(RulesTest, SuggestsWhatAColleagueWouldAsk) {
  contact("2026-11-20", "immediate");
  EXPECT_EQ(next(), (Fields{"SafeContact", "owner", "Consent", "Need", "RiskAssessment", "Identification", "Exploitation"}));
  Identity child;
  child.set_birth_date("2012-01-01");
  EXPECT_EQ(next(&child)[0], "BestInterestDecision");
  EXPECT_EQ(next(&child)[4], "Consent");  // the guardian's
  close("2026-11-22");
  EXPECT_EQ(next(nullptr, false), (Fields{"facts", "Reopening"}));
}

TEST_F(RulesTest, SuggestsTheArrivalOfWhoHasLeft) {
  Return journey;
  journey.set_decision("wants");
  write(journey);
  const auto first = next();
  EXPECT_EQ(std::count(first.begin(), first.end(), "ReturnOptions"), 1);
  write(ReturnOptions());
  const auto plan = next();
  EXPECT_EQ(std::count(plan.begin(), plan.end(), "Return"), 1);
  journey.set_departure("2026-11-20");
  write(journey);
  const auto asked = next();
  EXPECT_EQ(std::count(asked.begin(), asked.end(), "Return"), 1);
  journey.set_arrival("2026-11-21");
  write(journey);
  EXPECT_EQ(next().back(), "Closure");
}

TEST_F(RulesTest, KnowsAChildByDateOrBand) {
  Identity identity;
  EXPECT_FALSE(is_minor(identity, kToday));
  identity.set_birth_date("2008-11-25");
  EXPECT_TRUE(is_minor(identity, kToday));
  identity.set_birth_date("2008-11-24");
  EXPECT_FALSE(is_minor(identity, kToday));
  identity.set_birth_date("");
  identity.set_age_band("9--17");
  EXPECT_TRUE(is_minor(identity, kToday));
  identity.set_age_band("18--20");
  EXPECT_FALSE(is_minor(identity, kToday));
}

}  // namespace
}  // namespace arasha::casework

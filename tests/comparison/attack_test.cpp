// A partner who does not keep to the protocol, and a line that does not keep what it carries: nobody is named who should not be.
#include <gmock/gmock.h>

#include <random>

#include "comparison/two_sides.h"

namespace arasha::comparison {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSubsetOf;

// Whatever is changed on the way (where nothing signs), nobody is named who should not be.
TEST(Session, AlteredBytesNeverMakeAHint) {
  std::mt19937 random(9);
  for (int i = 0; i < 60; ++i) {
    Both both;
    const Side side = i % 2 == 0 ? Side::starter : Side::answerer;
    const std::size_t number = random() % 4;
    bool is_changed = false;
    talk(both.starter, both.answerer, [&](Side from, std::size_t at, Bytes& message) {
      if (from != side || at != number || is_changed) return;
      message[random() % message.size()] ^= static_cast<std::uint8_t>(1U << (random() % 8));
      is_changed = true;
    });
    EXPECT_TRUE(is_changed);
    const std::vector<std::uint32_t> ours{1, 3, 4};
    const std::vector<std::uint32_t> theirs{1, 2, 3};
    EXPECT_THAT(both.starter.outcome().concerned, IsSubsetOf(ours));
    EXPECT_THAT(both.answerer.outcome().concerned, IsSubsetOf(theirs));
  }
}

struct Attack {
  const char* name;
  Side by;
  ComparisonMessage::WhatCase what;
  std::function<bool(ComparisonMessage&)> edit;
  ComparisonRefusal refused;
};

TEST(Session, APartnerWhoDoesNotKeepToIt) {
  const std::string identity(32, '\0');
  const auto points = [](ComparisonMessage& m) -> std::string& { return *m.mutable_points()->mutable_points(); };
  const std::vector<Attack> attacks{
      {"another version", Side::starter, ComparisonMessage::kOpening, [](auto& m) { return m.mutable_opening()->set_version(2), true; }, COMPARISON_REFUSAL_VERSION},
      {"other tokens", Side::answerer, ComparisonMessage::kOpening, [](auto& m) { return m.mutable_opening()->set_tokens(99), true; }, COMPARISON_REFUSAL_VERSION},
      {"no step", Side::starter, ComparisonMessage::kOpening, [](auto& m) { return m.mutable_opening()->set_points(300), true; }, COMPARISON_REFUSAL_SIZE},
      {"no points", Side::answerer, ComparisonMessage::kOpening, [](auto& m) { return m.mutable_opening()->set_points(0), true; }, COMPARISON_REFUSAL_SIZE},
      {"more than can be", Side::starter, ComparisonMessage::kOpening, [](auto& m) { return m.mutable_opening()->set_points(UINT32_MAX), true; }, COMPARISON_REFUSAL_SIZE},
      {"more than announced", Side::starter, ComparisonMessage::kPoints, [&](auto& m) { return points(m).append(points(m).substr(0, 32)), true; }, COMPARISON_REFUSAL_SIZE},
      {"fewer than announced", Side::answerer, ComparisonMessage::kPoints, [&](auto& m) { return points(m).resize(255 * 32), true; }, COMPARISON_REFUSAL_SIZE},
      {"half a point", Side::answerer, ComparisonMessage::kPoints, [&](auto& m) { return points(m).pop_back(), true; }, COMPARISON_REFUSAL_SIZE},
      {"another place", Side::starter, ComparisonMessage::kPoints, [](auto& m) { return m.mutable_points()->set_first(1), true; }, COMPARISON_REFUSAL_SIZE},
      {"the wrong leg", Side::starter, ComparisonMessage::kPoints, [](auto& m) { return m.mutable_points()->set_leg(ComparisonMessage::LEG_RETURNED), true; }, COMPARISON_REFUSAL_MESSAGE},
      {"the identity", Side::starter, ComparisonMessage::kPoints, [&](auto& m) { return points(m).replace(64, 32, identity), true; }, COMPARISON_REFUSAL_POINT},
      {"a returned identity", Side::answerer, ComparisonMessage::kPoints, [&](auto& m) { return is_leg(m, ComparisonMessage::LEG_RETURNED) && (points(m).replace(0, 32, identity), true); }, COMPARISON_REFUSAL_POINT},
      {"no encoding", Side::answerer, ComparisonMessage::kPoints, [&](auto& m) { return points(m).replace(0, 32, std::string(32, '\xff')), true; }, COMPARISON_REFUSAL_POINT},
      {"a point twice", Side::starter, ComparisonMessage::kPoints, [&](auto& m) { return points(m).replace(32, 32, points(m).substr(0, 32)), true; }, COMPARISON_REFUSAL_POINT},
      {"a returned point twice", Side::starter, ComparisonMessage::kPoints, [&](auto& m) { return is_leg(m, ComparisonMessage::LEG_RETURNED) && (points(m).replace(32, 32, points(m).substr(0, 32)), true); }, COMPARISON_REFUSAL_POINT},
      {"returned in another order", Side::answerer, ComparisonMessage::kPoints, [&](auto& m) {
         if (!is_leg(m, ComparisonMessage::LEG_RETURNED)) return false;
         const std::string first = points(m).substr(0, 32);
         points(m).replace(0, 32, points(m).substr(32, 32));
         points(m).replace(32, 32, first);
         return true;
       }, COMPARISON_REFUSAL_PROMISE},
      {"another promise", Side::answerer, ComparisonMessage::kPromise, [](auto& m) { return m.set_promise(std::string(32, 'x')), true; }, COMPARISON_REFUSAL_PROMISE},
      {"a short promise", Side::answerer, ComparisonMessage::kPromise, [](auto& m) { return m.set_promise("x"), true; }, COMPARISON_REFUSAL_MESSAGE},
      {"another count", Side::answerer, ComparisonMessage::kEnd, [](auto& m) { return m.mutable_end()->set_common(3), true; }, COMPARISON_REFUSAL_COUNT},
      {"another count at the very end", Side::starter, ComparisonMessage::kEnd, [](auto& m) { return m.mutable_end()->set_common(1), true; }, COMPARISON_REFUSAL_COUNT},
      {"an end too early", Side::starter, ComparisonMessage::kPoints, [](auto& m) { return m.mutable_end()->set_common(0), true; }, COMPARISON_REFUSAL_MESSAGE},
      {"a promise of the starter", Side::starter, ComparisonMessage::kPoints, [](auto& m) { return m.set_promise(std::string(32, 'x')), true; }, COMPARISON_REFUSAL_MESSAGE},
      {"an opening again", Side::answerer, ComparisonMessage::kPromise, [](auto& m) { return m.mutable_opening()->set_points(256), true; }, COMPARISON_REFUSAL_MESSAGE},
      {"another run", Side::answerer, ComparisonMessage::kOpening, [](auto& m) { return m.set_run(std::string(16, 'r')), true; }, COMPARISON_REFUSAL_MESSAGE},
      {"a refusal without reason", Side::answerer, ComparisonMessage::kOpening, [](auto& m) { return m.set_refusal(COMPARISON_REFUSAL_NONE), true; }, COMPARISON_REFUSAL_MESSAGE},
  };
  for (const Attack& attack : attacks) {
    Both both;
    talk(both.starter, both.answerer, edit(attack.by, attack.what, attack.edit));
    const Session& victim = attack.by == Side::starter ? both.answerer : both.starter;
    EXPECT_EQ(victim.state(), State::refused) << attack.name;
    EXPECT_EQ(victim.refusal(), attack.refused) << attack.name;
    EXPECT_THAT(victim.outcome().concerned, IsEmpty()) << attack.name;
    EXPECT_STRNE(refusal_code(victim.refusal()), "") << attack.name;
  }
}

TEST(Session, OwnPointsComingBackAreRefused) {
  // As the partner's own set: it would learn how our set looks under our key twice.
  Both both;
  std::string ours;
  talk(both.starter, both.answerer, [&](Side from, std::size_t, Bytes& bytes) {
    auto message = read_message(bytes);
    if (!message->has_points() || message->points().leg() != ComparisonMessage::LEG_OWN) return;
    if (from == Side::starter) ours = message->points().points();
    else {
      message->mutable_points()->set_points(ours);
      bytes = write_message(*message);
    }
  });
  EXPECT_EQ(both.starter.refusal(), COMPARISON_REFUSAL_POINT);
  // As what it returns.
  for (const Side by : {Side::starter, Side::answerer}) {
    Both again;
    std::map<Side, std::string> own;
    talk(again.starter, again.answerer, [&](Side from, std::size_t, Bytes& bytes) {
      auto message = read_message(bytes);
      if (!message->has_points()) return;
      if (message->points().leg() == ComparisonMessage::LEG_OWN) own[from] = message->points().points();
      else if (from == by) {
        message->mutable_points()->set_points(own[by == Side::starter ? Side::answerer : Side::starter]);
        bytes = write_message(*message);
      }
    });
    const Session& victim = by == Side::starter ? again.answerer : again.starter;
    EXPECT_EQ(victim.state(), State::refused);
    EXPECT_THAT(victim.refusal(), ::testing::AnyOf(COMPARISON_REFUSAL_POINT, COMPARISON_REFUSAL_PROMISE));
  }
}

// An answerer who copies what the starter returned, to make everybody look known, has promised otherwise.
TEST(Session, NobodyIsMadeToLookKnown) {
  Session starter = session(Side::starter, kOurs, 1);
  Session answerer = session(Side::answerer, lists({{"nobody"}}), 2);
  std::string returned;
  talk(starter, answerer, [&](Side from, std::size_t, Bytes& bytes) {
    auto message = read_message(bytes);
    if (!message->has_points() || message->points().leg() != ComparisonMessage::LEG_RETURNED) return;
    if (from == Side::starter) returned = message->points().points();
    else {
      message->mutable_points()->set_points(returned);
      bytes = write_message(*message);
    }
  });
  EXPECT_EQ(starter.refusal(), COMPARISON_REFUSAL_PROMISE);
  EXPECT_THAT(starter.outcome().concerned, IsEmpty());
}

TEST(Session, AReplayedRunSaysNothing) {
  Both first;
  const Transcript said = talk(first.starter, first.answerer);
  ASSERT_EQ(first.answerer.state(), State::finished);
  const RunId other = id_of<RunId>(9);
  // The starter's messages of the first run, as they were and with the name of the new one.
  for (const bool is_renamed : {false, true}) {
    Session answerer = session(Side::answerer, kTheirs, 5, other);
    for (const Bytes& bytes : said.from_starter) {
      ComparisonMessage message = parsed(bytes);
      if (is_renamed) message.set_run(to_text(other.bytes()));
      answerer.feed(write_message(message));
    }
    EXPECT_EQ(answerer.state(), State::refused);
    EXPECT_THAT(answerer.outcome().concerned, IsEmpty());
  }
  for (const bool is_renamed : {false, true}) {
    Session starter = session(Side::starter, kOurs, 5, other);
    for (const Bytes& bytes : said.from_answerer) {
      ComparisonMessage message = parsed(bytes);
      if (is_renamed) message.set_run(to_text(other.bytes()));
      starter.feed(write_message(message));
    }
    EXPECT_EQ(starter.state(), State::refused);
    EXPECT_THAT(starter.outcome().concerned, IsEmpty());
  }
  // Fed to itself once more, a finished run stays as it is.
  for (const Bytes& bytes : said.from_starter) first.answerer.feed(bytes);
  EXPECT_EQ(first.answerer.state(), State::finished);
  EXPECT_THAT(first.answerer.outcome().concerned, ElementsAre(1, 2, 3));
}

// Partners who do not mean the same two organisations have nothing in common.
TEST(Session, IsBoundToTheTwoOrganisations) {
  Session starter = *Session::make({kRun, kUs, id_of<OrganizationId>(3), Side::starter, kMostPoints}, kOurs, seed_of(1));
  Session answerer = *Session::make({kRun, kThem, kUs, Side::answerer, kMostPoints}, kTheirs, seed_of(2));
  talk(starter, answerer);
  EXPECT_THAT(starter.outcome().concerned, IsEmpty());
  EXPECT_THAT(answerer.outcome().concerned, IsEmpty());
  EXPECT_EQ(starter.outcome().common, 0U);
}

TEST(Session, MoreThanWasAgreedIsRefusedBeforeAnythingIsAnswered) {
  std::vector<std::vector<Token>> many(400);
  for (std::size_t i = 0; i < many.size(); ++i) many[i] = {crypto::fingerprint("test/token", {view(std::to_string(i))})};
  Session starter = session(Side::starter, many, 1);
  Session answerer = *Session::make(terms(Side::answerer, kRun, 384), kTheirs, seed_of(2));
  const Transcript said = talk(starter, answerer);
  EXPECT_EQ(answerer.refusal(), COMPARISON_REFUSAL_SIZE);
  EXPECT_EQ(starter.refusal(), COMPARISON_REFUSAL_SIZE);
  EXPECT_TRUE(starter.is_refused_by_partner());
  ASSERT_EQ(said.from_answerer.size(), 1U);
  EXPECT_LT(said.from_answerer[0].size(), 64U);
  std::vector<std::vector<Token>> too_many(1, std::vector<Token>(kMostPoints + 1));
  EXPECT_EQ(Session::make(terms(Side::starter), too_many, seed_of(1)).error().code, ErrorCode::too_large);
}

TEST(Session, ARefusalIsFinal) {
  Both both;
  both.starter.stop();
  EXPECT_EQ(both.starter.stop(), State::refused);
  const auto said = both.starter.take();
  EXPECT_EQ(both.answerer.feed(said.back()), State::refused) << "before anything else has come";
  for (const Bytes& one : said) EXPECT_EQ(both.answerer.feed(one), State::refused);
  EXPECT_THAT(both.answerer.take(), IsEmpty()) << "a refusal is not answered";
  EXPECT_TRUE(both.answerer.is_refused_by_partner());
}

TEST(Session, TheSameNumberWithOtherWords) {
  Both both;
  const auto said = both.starter.take();
  both.answerer.feed(said.at(0));
  ComparisonMessage other = parsed(said.at(0));
  other.mutable_opening()->set_points(384);
  EXPECT_EQ(both.answerer.feed(write_message(other)), State::refused);
  EXPECT_EQ(both.answerer.refusal(), COMPARISON_REFUSAL_MESSAGE);
  // Among those that wait for one before them, too.
  Session answerer = session(Side::answerer, kTheirs, 2);
  answerer.feed(said.at(1));
  ComparisonMessage late = parsed(said.at(1));
  late.mutable_points()->set_first(4);
  EXPECT_EQ(answerer.feed(write_message(late)), State::refused);
}

}  // namespace
}  // namespace arasha::comparison

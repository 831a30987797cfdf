// One run from both sides: what each learns, and that everything else ends in a clear state.
#include "comparison/session.h"

#include <gmock/gmock.h>

#include <fstream>
#include <random>
#include <set>

#include "comparison/made_people.h"
#include "comparison/two_sides.h"

namespace arasha::comparison {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Session, EachSideLearnsItsOwnPersonsAndNothingElse) {
  Both both;
  talk(both.starter, both.answerer);
  ASSERT_EQ(both.starter.state(), State::finished);
  ASSERT_EQ(both.answerer.state(), State::finished);
  EXPECT_THAT(both.starter.outcome().concerned, ElementsAre(1, 3, 4));
  EXPECT_THAT(both.answerer.outcome().concerned, ElementsAre(1, 2, 3));
  EXPECT_EQ(both.starter.outcome().common, 2U);
  EXPECT_EQ(both.answerer.outcome().common, 2U);
  EXPECT_EQ(both.starter.outcome().own_points, 256U);
  EXPECT_EQ(both.starter.outcome().their_points, 256U);
}

TEST(Session, NobodyAndNothingInCommon) {
  for (const auto& theirs : {lists({}), lists({{}, {}}), lists({{"q"}})}) {
    Session starter = session(Side::starter, kOurs, 1);
    Session answerer = session(Side::answerer, theirs, 2);
    talk(starter, answerer);
    EXPECT_EQ(starter.state(), State::finished);
    EXPECT_EQ(answerer.state(), State::finished);
    EXPECT_THAT(starter.outcome().concerned, IsEmpty());
    EXPECT_THAT(answerer.outcome().concerned, IsEmpty());
  }
}

TEST(Session, SizesAreSteps) {
  EXPECT_EQ(padded(0), 256U);
  EXPECT_EQ(padded(256), 256U);
  EXPECT_EQ(padded(257), 384U);
  EXPECT_EQ(padded(385), 512U);
  EXPECT_EQ(padded(513), 768U);
  EXPECT_EQ(padded(56'000), 65'536U);
  EXPECT_EQ(padded(kMostPoints), kMostPoints);
  EXPECT_EQ(points_for(1), 256U);
  EXPECT_EQ(points_for(10'000), 98'304U);
  EXPECT_EQ(points_for(4'000'000'000U), kMostPoints);
  for (std::uint32_t tokens = 1; tokens < kMostPoints; tokens += 97) {
    EXPECT_GE(padded(tokens), tokens);
    EXPECT_EQ(padded(padded(tokens)), padded(tokens));
  }
}

// Two organisations with thousands of persons, Kazakh, Kyrgyz, Russian, Tajik and Uzbek, in both alphabets.
TEST(Session, FindsExactlyWhatPlainEqualityFinds) {
  People people(11);
  std::vector<Someone> everybody;
  std::vector<std::vector<Token>> ours, theirs;
  constexpr std::size_t kCount = 2500;
  for (std::size_t i = 0; i < kCount; ++i) {
    everybody.push_back(people.next());
    ours.push_back(tokens_of(people.plain(everybody.back()), Side::starter));
  }
  for (std::size_t i = 0; i < kCount; ++i) theirs.push_back(tokens_of(people.varied(i % 5 == 0 ? everybody[i] : people.next()), Side::answerer));
  const auto plainly = [](const auto& own, const auto& other) {
    std::set<Token> there;
    for (const auto& one : other) there.insert(one.begin(), one.end());
    std::vector<std::uint32_t> out;
    for (std::uint32_t i = 0; i < own.size(); ++i) {
      if (std::any_of(own[i].begin(), own[i].end(), [&](const Token& token) { return there.contains(token); })) out.push_back(i);
    }
    return out;
  };
  Session starter = session(Side::starter, ours, 1);
  Session answerer = session(Side::answerer, theirs, 2);
  talk(starter, answerer);
  ASSERT_EQ(starter.state(), State::finished);
  ASSERT_EQ(answerer.state(), State::finished);
  EXPECT_EQ(starter.outcome().concerned, plainly(ours, theirs));
  EXPECT_EQ(answerer.outcome().concerned, plainly(theirs, ours));
  EXPECT_GT(starter.outcome().concerned.size(), 300U);
}

TEST(Session, NothingTypedIsInWhatIsSaid) {
  const std::vector<std::string> typed{"Жүсіпова", "Әлия", "Нұрланқызы", "Rahimov", "Botir", "1990-07-05", "19900705", "N12345678", "12345678", "Jusipova", "Jspv", "rhmv"};
  PersonCard one, two;
  one.add_names("Жүсіпова Әлия Нұрланқызы");
  one.set_birth_date("1990-07-05");
  two.add_names("Rahimov Botir");
  two.set_birth_date("1990-07-05");
  two.set_document_number("N12345678");
  std::vector<std::vector<Token>> tokens{tokens_of(one, Side::starter), tokens_of(two, Side::starter)};
  Session starter = session(Side::starter, tokens, 1);
  Session answerer = session(Side::answerer, {tokens_of(one, Side::answerer)}, 2);
  const Transcript said = talk(starter, answerer);
  ASSERT_THAT(answerer.outcome().concerned, ElementsAre(0));
  std::string all;
  std::set<std::string> points;
  std::size_t count = 0;
  for (const auto* side : {&said.from_starter, &said.from_answerer}) {
    for (const Bytes& bytes : *side) {
      all += text_view(bytes);
      const ComparisonMessage message = parsed(bytes);
      for (std::size_t at = 0; at < message.points().points().size(); at += 32, ++count) points.insert(message.points().points().substr(at, 32));
    }
  }
  for (const std::string& text : typed) EXPECT_EQ(all.find(text), std::string::npos) << text;
  for (const auto& of_person : tokens) {
    for (const Token& token : of_person) EXPECT_EQ(all.find(text_view(token)), std::string::npos);
  }
  // Both blinded sets meet in what is common, once from each side; nothing else is said twice.
  EXPECT_EQ(count, 4 * 256U);
  EXPECT_EQ(count - points.size(), starter.outcome().common);
}

// The same list in another run, or with another seed, has no point in common with it, and stands in another order.
TEST(Session, RunsCannotBeLinked) {
  const auto own_points = [](std::uint8_t seed, RunId run) {
    Session one = session(Side::starter, kOurs, seed, run);
    std::vector<std::string> out;
    const ComparisonMessage message = parsed(one.take().at(1));
    for (std::size_t at = 0; at < message.points().points().size(); at += 32) out.push_back(message.points().points().substr(at, 32));
    return out;
  };
  const auto first = own_points(1, kRun);
  EXPECT_EQ(first, own_points(1, kRun));
  std::set<std::string> all(first.begin(), first.end());
  for (const auto& other : {own_points(1, id_of<RunId>(8)), own_points(3, kRun)}) all.insert(other.begin(), other.end());
  EXPECT_EQ(all.size(), 3 * 256U);
}

// As docs/formats/comparison.md says it; and where a person's point stands says nothing about the list.
TEST(Session, PointsAreMadeAndShuffledAsWritten) {
  std::set<std::size_t> places;
  for (std::uint8_t seed = 1; seed <= 12; ++seed) {
    const auto version = [](std::uint8_t v) { return Bytes{0, 0, 0, v}; };
    const crypto::Hash context = crypto::fingerprint("arasha/comparison-run/v1", {kRun.bytes(), kUs.bytes(), kThem.bytes(), version(1), version(1)});
    const auto key = crypto::BlindingKey::from_seed(crypto::derive(seed_of(seed), "arasha/comparison-key/v1", {context}));
    Bytes text = to_bytes(context);
    for (const std::uint8_t byte : kOurs[0][0]) text.push_back(byte);
    const auto point = key.blind("arasha/comparison/v1/ristretto255_XMD:SHA-512_R255MAP_RO", text);
    Session one = session(Side::starter, kOurs, seed);
    const std::string points = parsed(one.take().at(1)).points().points();
    const std::size_t at = points.find(text_view(point.bytes()));
    ASSERT_NE(at, std::string::npos);
    EXPECT_EQ(at % 32, 0U);
    places.insert(at / 32);
  }
  EXPECT_GE(places.size(), 8U);
}

// The worked example of docs/formats/comparison.md, which was computed in Python.
TEST(Session, TheWorkedExample) {
  const Token token = crypto::fingerprint("arasha/comparison-token/v1", {view("test")});
  EXPECT_EQ(to_hex(token), "e2a2a3729424f19fcaf8465d2b9478ef3b69fde9faefac63ac9e2e3bc8bf45f0");
  Session one = session(Side::starter, {{token}}, 1);
  const std::string points = parsed(one.take().at(1)).points().points();
  const std::string point = to_text(*from_hex("1acc154319a0a431a398a851f6280f5a3deed399127c159190e5491805320e55"));
  EXPECT_EQ(points.find(point) % 32, 0U);
  ASSERT_NE(points.find(point), std::string::npos);
}

TEST(Session, MessagesMayComeInAnyOrderAndTwice) {
  std::mt19937 random(4);
  // Enough for several messages of points.
  std::vector<std::vector<Token>> many(4100);
  for (std::size_t i = 0; i < many.size(); ++i) many[i] = {crypto::fingerprint("test/token", {view(std::to_string(i))})};
  Session starter = session(Side::starter, many, 1);
  Session answerer = session(Side::answerer, {many[3], many[4000], many[77]}, 2);
  const auto deliver = [&](std::vector<Bytes> messages, Session& to) {
    std::vector<Bytes> twice = messages;
    twice.insert(twice.end(), messages.begin(), messages.end());
    std::shuffle(twice.begin(), twice.end(), random);
    for (const Bytes& one : twice) to.feed(one);
  };
  for (int i = 0; i < 4; ++i) {
    deliver(starter.take(), answerer);
    deliver(answerer.take(), starter);
  }
  ASSERT_EQ(starter.state(), State::finished);
  ASSERT_EQ(answerer.state(), State::finished);
  EXPECT_THAT(starter.outcome().concerned, ElementsAre(3, 77, 4000));
  EXPECT_THAT(answerer.outcome().concerned, ElementsAre(0, 1, 2));
}

TEST(Session, IsMadeAgainFromWhatWasKept) {
  Session starter = session(Side::starter, kOurs, 1);
  Session answerer = session(Side::answerer, kTheirs, 2);
  std::vector<Bytes> to_starter, to_answerer;
  std::size_t sent_by_starter = 0;
  std::size_t sent_by_answerer = 0;
  for (int round = 0; round < 4; ++round) {
    // After each step both machines are switched off and on.
    Session a = session(Side::starter, kOurs, 1);
    for (const Bytes& one : to_starter) a.feed(one);
    const auto said = a.take();
    for (; sent_by_starter < said.size(); ++sent_by_starter) to_answerer.push_back(said[sent_by_starter]);
    Session b = session(Side::answerer, kTheirs, 2);
    for (const Bytes& one : to_answerer) b.feed(one);
    const auto answered = b.take();
    for (; sent_by_answerer < answered.size(); ++sent_by_answerer) to_starter.push_back(answered[sent_by_answerer]);
    if (round < 3) continue;
    EXPECT_EQ(a.state(), State::finished);
    EXPECT_EQ(b.state(), State::finished);
    EXPECT_THAT(a.outcome().concerned, ElementsAre(1, 3, 4));
    EXPECT_THAT(b.outcome().concerned, ElementsAre(1, 2, 3));
  }
}

TEST(Session, AMissingMessageLeavesOneWaitingUntilSomebodyStops) {
  for (const Side side : {Side::starter, Side::answerer}) {
    const std::size_t messages = side == Side::starter ? 4 : 5;
    for (std::size_t number = 0; number < messages; ++number) {
      Both both;
      talk(both.starter, both.answerer, [&](Side from, std::size_t at, Bytes& message) {
        if (from == side && at == number) message.clear();
      });
      Session& waits = side == Side::starter ? both.answerer : both.starter;
      const Session& other = side == Side::starter ? both.starter : both.answerer;
      EXPECT_EQ(waits.state(), State::waiting);
      EXPECT_THAT(waits.outcome().concerned, IsEmpty()) << "nothing is told before the end";
      EXPECT_EQ(waits.stop(), State::refused);
      EXPECT_THAT(waits.outcome().concerned, IsEmpty());
      talk(both.starter, both.answerer);
      EXPECT_EQ(waits.refusal(), COMPARISON_REFUSAL_STOPPED);
      // The starter's last word only confirms: it has finished when it says it.
      if (side == Side::starter && number == 3) {
        EXPECT_EQ(other.state(), State::finished);
        continue;
      }
      EXPECT_EQ(other.state(), State::refused);
      EXPECT_EQ(other.refusal(), COMPARISON_REFUSAL_STOPPED);
      EXPECT_TRUE(other.is_refused_by_partner());
    }
  }
}

}  // namespace
}  // namespace arasha::comparison

// Two organisations with vaults of their own that compare over envelopes: what is written down, what comes, what is destroyed.
#include "comparison/runs.h"

#include <gmock/gmock.h>

#include "exchange/houses.h"
#include "schema/entry_types.h"

namespace arasha::comparison {
namespace {

using exchange::House;
using exchange::must;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Own person(const char* name, const char* birth) {
  Own out;
  out.file = crypto::random_id<FileId>();
  out.card.add_names(name);
  out.card.set_birth_date(birth);
  return out;
}
ComparisonAgreed agreed(const Clock& clock, const char* runs = "2") {
  ComparisonAgreed out;
  out.set_until(to_iso(date_of(clock.now() + std::chrono::hours(24 * 60))));
  out.set_runs(runs);
  out.set_persons("100");
  out.set_ground("Agreement 7");
  return out;
}

// One organisation that compares.
struct Party {
  explicit Party(std::unique_ptr<House> of) : house(std::move(of)), third(house->add("Third", {vault::CircleKind::stewards, vault::CircleKind::referral})) {
    Runs::add_handlers(handlers, house->vault());
    runs = std::make_unique<Runs>(house->vault());
  }
  void agrees_with(const Party& other, const Clock& clock, const char* times = "2") {
    must(agree(house->vault(), house->first(), other.house->id(), agreed(clock, times)));
    must(agree(house->vault(), third, other.house->id(), agreed(clock, times)));
  }
  History history(const Party& other) { return must(read_history(house->vault(), house->first(), other.house->id())).history; }

  std::unique_ptr<House> house;
  vault::Keyring third;
  exchange::Handlers handlers;
  std::unique_ptr<Runs> runs;
};

class RunsOfTwo : public exchange::Houses {
 protected:
  void SetUp() override {
    Houses::SetUp();
    ours_ = std::make_unique<Party>(house("Ours"));
    theirs_ = std::make_unique<Party>(house("Theirs"));
    ours_->house->meets(*theirs_->house, "https://theirs.example");
    theirs_->house->meets(*ours_->house, "https://ours.example");
  }
  void TearDown() override {
    ours_.reset();
    theirs_.reset();
    Houses::TearDown();
  }
  // What waits is delivered, opened and answered, until nothing waits any more.
  void carry() {
    for (int quiet = 0; quiet < 2;) {
      bool is_quiet = true;
      for (auto [from, to] : {std::pair{ours_.get(), theirs_.get()}, std::pair{theirs_.get(), ours_.get()}}) {
        for (const Bytes& envelope : from->house->take_parcels()) {
          must(to->house->receive(envelope));
          is_quiet = false;
        }
        last_ = must(exchange::collect(to->house->vault(), to->house->first(), to->handlers));
        refused_ += last_.refused;
        must(to->runs->advance(to->house->first()));
      }
      quiet = is_quiet ? quiet + 1 : 0;
    }
  }
  RunId begin(const std::vector<Own>& people) { return must(ours_->runs->begin(ours_->house->first(), theirs_->house->id(), people)); }
  Result<void> answer(RunId run, const std::vector<Own>& people) { return theirs_->runs->answer(theirs_->house->first(), ours_->house->id(), run, people); }
  void agree_both() {
    ours_->agrees_with(*theirs_, clock_);
    theirs_->agrees_with(*ours_, clock_);
  }

  std::unique_ptr<Party> ours_;
  std::unique_ptr<Party> theirs_;
  exchange::Collected last_;
  std::size_t refused_ = 0;
  std::vector<Own> our_people_{person("Жүсіпова Әлия Нұрланқызы", "1998-03-14"), person("Рахимов Ботир", "1990-07-05"), person("Иванова Анна", "1985-02-02")};
  std::vector<Own> their_people_{person("Zhusipova Aliya", "1998-03-14"), person("Ким Сергей", "1979-11-30")};
};

TEST_F(RunsOfTwo, BothLearnWhomToAskAboutAndBothWriteItDown) {
  agree_both();
  const RunId run = begin(our_people_);
  EXPECT_EQ(ours_->history(*theirs_).runs.at(0).state, "begun") << "written down before anything went";
  carry();
  ASSERT_THAT(theirs_->history(*ours_).runs, SizeIs(1));
  EXPECT_EQ(theirs_->history(*ours_).runs[0].state, "asked");
  EXPECT_FALSE(theirs_->history(*ours_).runs[0].is_ours);
  must(answer(run, their_people_));
  carry();
  const History ours = ours_->history(*theirs_);
  const History theirs = theirs_->history(*ours_);
  ASSERT_EQ(ours.runs.at(0).state, "ended");
  ASSERT_EQ(theirs.runs.at(0).state, "ended");
  EXPECT_EQ(ours.runs[0].last.own(), "3");
  EXPECT_EQ(ours.runs[0].last.concerned(), "1");
  EXPECT_EQ(ours.runs[0].last.own_points(), "256");
  EXPECT_EQ(ours.runs[0].last.their_points(), "256");
  ASSERT_THAT(ours.hints, SizeIs(1));
  ASSERT_THAT(theirs.hints, SizeIs(1));
  EXPECT_EQ(ours.hints[0].person, our_people_[0].file);
  EXPECT_EQ(theirs.hints[0].person, their_people_[0].file);
  EXPECT_EQ(refused_, 0U);
  EXPECT_FALSE(ours_->runs->is_here(run));
  EXPECT_FALSE(theirs_->runs->is_here(run));

  ComparisonHintStep step;
  step.set_hint(ours.hints[0].id.text());
  step.set_state("asked");
  must(note_step(ours_->house->vault(), ours_->third, theirs_->house->id(), step));
  EXPECT_EQ(ours_->history(*theirs_).hints[0].state, "asked");
  step.set_hint(run.text());
  EXPECT_EQ(note_step(ours_->house->vault(), ours_->third, theirs_->house->id(), step).error().code, ErrorCode::not_found);
}

// What went over the line cannot be read again when the run is over, on either side.
TEST_F(RunsOfTwo, TheMessagesAreDestroyedAtTheEnd) {
  agree_both();
  const RunId run = begin(our_people_);
  carry();
  must(answer(run, their_people_));
  carry();
  for (Party* side : {ours_.get(), theirs_.get()}) {
    const auto opened = must(side->house->vault().open_file(side->house->first(), run_file(side->house->vault(), run)));
    std::size_t points = 0;
    for (const auto& entry : opened.entries) {
      if (entry.state != vault::EntryState::readable || entry.header.type == vault::kErasureType) continue;
      const auto message = must(schema::parse_entry(entry.header.type, entry.content));
      std::string bytes;
      if (const auto* sent = dynamic_cast<const MessageSent*>(message.get())) bytes = sent->message();
      if (const auto* received = dynamic_cast<const MessageReceived*>(message.get())) bytes = received->message();
      if (bytes.empty()) continue;
      points += must(read_message(must(exchange::kept_message(view(bytes))).content)).has_points() ? 1U : 0U;
    }
    EXPECT_EQ(points, 0U);
  }
}

TEST_F(RunsOfTwo, NothingWithoutTwoStewardsOnBothSides) {
  const auto none = ours_->runs->begin(ours_->house->first(), theirs_->house->id(), our_people_);
  EXPECT_EQ(none.error().code, ErrorCode::denied);
  must(agree(ours_->house->vault(), ours_->house->first(), theirs_->house->id(), agreed(clock_)));
  EXPECT_EQ(ours_->runs->begin(ours_->house->first(), theirs_->house->id(), our_people_).error().code, ErrorCode::denied);
  EXPECT_THAT(ours_->house->take_parcels(), IsEmpty());
  must(agree(ours_->house->vault(), ours_->third, theirs_->house->id(), agreed(clock_)));
  const RunId run = begin(our_people_);
  carry();
  EXPECT_EQ(answer(run, their_people_).error().code, ErrorCode::denied) << "the partner's own stewards did not agree";
  must(theirs_->runs->stop(theirs_->house->first(), ours_->house->id(), run));
  carry();
  const History ours = ours_->history(*theirs_);
  EXPECT_EQ(ours.runs.at(0).state, "broken");
  EXPECT_EQ(ours.runs.at(0).last.refusal(), "not_agreed");
  EXPECT_THAT(ours.hints, IsEmpty());
  EXPECT_FALSE(theirs_->history(*ours_).runs.at(0).has_begun);
}

TEST_F(RunsOfTwo, APartnerWithoutAnAddressCannotBeCompared) {
  auto far = house("Far");
  ours_->house->meets(*far);
  must(agree(ours_->house->vault(), ours_->house->first(), far->id(), agreed(clock_)));
  must(agree(ours_->house->vault(), ours_->third, far->id(), agreed(clock_)));
  EXPECT_EQ(ours_->runs->begin(ours_->house->first(), far->id(), our_people_).error().code, ErrorCode::unavailable);
  EXPECT_THAT(must(read_history(ours_->house->vault(), ours_->house->first(), far->id())).history.runs, IsEmpty());
}

TEST_F(RunsOfTwo, OnlyAStewardAgrees) {
  const auto member = ours_->house->add("Fourth", {vault::CircleKind::referral});
  EXPECT_EQ(agree(ours_->house->vault(), member, theirs_->house->id(), agreed(clock_)).error().code, ErrorCode::denied);
  EXPECT_EQ(withdraw(ours_->house->vault(), member, theirs_->house->id(), "").error().code, ErrorCode::denied);
  ComparisonAgreed bad = agreed(clock_);
  bad.set_runs("99");
  EXPECT_EQ(agree(ours_->house->vault(), ours_->third, theirs_->house->id(), bad).error().code, ErrorCode::invalid_input);
}

// Who is not in the Referral circle neither begins, nor sees that anything is compared.
TEST_F(RunsOfTwo, OutsideTheCircleThereIsNothing) {
  agree_both();
  const auto outside = ours_->house->add("Fifth", {vault::CircleKind::casework});
  EXPECT_FALSE(read_history(ours_->house->vault(), outside, theirs_->house->id()).is_ok());
  EXPECT_FALSE(ours_->runs->begin(outside, theirs_->house->id(), our_people_).is_ok());
  const RunId run = begin(our_people_);
  EXPECT_FALSE(ours_->runs->stop(outside, theirs_->house->id(), run).is_ok());
  EXPECT_TRUE(ours_->runs->is_here(run));
}

TEST_F(RunsOfTwo, SoOftenAMonth) {
  ours_->agrees_with(*theirs_, clock_, "1");
  theirs_->agrees_with(*ours_, clock_, "1");
  const RunId run = begin(our_people_);
  EXPECT_EQ(ours_->runs->begin(ours_->house->first(), theirs_->house->id(), our_people_).error().code, ErrorCode::conflict);
  must(ours_->runs->stop(ours_->house->first(), theirs_->house->id(), run));
  EXPECT_EQ(ours_->runs->begin(ours_->house->first(), theirs_->house->id(), our_people_).error().code, ErrorCode::full) << "a broken one counts";
  carry();
  EXPECT_EQ(ours_->history(*theirs_).runs.at(0).state, "broken");
}

// The process of the partner ends in the middle: its half of the run is gone, and somebody there says so.
TEST_F(RunsOfTwo, ARestartBreaksTheRunOff) {
  agree_both();
  const RunId run = begin(our_people_);
  carry();
  must(answer(run, their_people_));
  theirs_->runs = std::make_unique<Runs>(theirs_->house->vault());
  carry();
  EXPECT_EQ(ours_->history(*theirs_).runs.at(0).state, "begun") << "it waits";
  must(theirs_->runs->stop(theirs_->house->first(), ours_->house->id(), run));
  carry();
  for (const History& history : {ours_->history(*theirs_), theirs_->history(*ours_)}) {
    EXPECT_EQ(history.runs.at(0).state, "broken");
    EXPECT_EQ(history.runs.at(0).last.refusal(), "stopped");
    EXPECT_THAT(history.hints, IsEmpty());
  }
}

// A third organisation cannot take part in a run of two others, nor fill our house with runs.
TEST_F(RunsOfTwo, StrangersAndFloodsAreRefused) {
  agree_both();
  const RunId run = begin(our_people_);
  carry();
  House& theirs = *theirs_->house;
  const auto send = [&](const ComparisonMessage& message, RunId thread) {
    const auto prepared = must(exchange::prepare(theirs.vault(), theirs.first(), theirs.book(),
                                                 {ours_->house->id(), *exchange::ThreadId::from_bytes(thread.bytes()), exchange::kComparison, write_message(message), {}}));
    must(ours_->house->receive(prepared.envelope));
    return must(exchange::collect(ours_->house->vault(), ours_->house->first(), ours_->handlers));
  };
  ComparisonMessage opening;
  opening.mutable_opening()->set_version(1);
  opening.mutable_opening()->set_points(256);
  for (std::uint8_t i = 0; i < 5; ++i) {
    const RunId other = RunId::from_array({i, 9});
    opening.set_run(to_text(other.bytes()));
    EXPECT_EQ(send(opening, other).taken, 1U);
  }
  const RunId more = RunId::from_array({77});
  opening.set_run(to_text(more.bytes()));
  EXPECT_EQ(send(opening, more).refused, 1U) << "five wait already";
  EXPECT_EQ(send(opening, run).refused, 1U) << "another thread";
  ComparisonMessage late;
  late.set_run(to_text(more.bytes()));
  late.set_number(3);
  late.set_promise("x");
  EXPECT_EQ(send(late, more).refused, 1U) << "of no run";
  EXPECT_THAT(ours_->history(*theirs_).runs, SizeIs(6));
}

}  // namespace
}  // namespace arasha::comparison

// The pages of comparing: who sees them, what they take, and that names are for who may open them.
#include "comparison/pages.h"

#include <gmock/gmock.h>

#include "casework/browser.h"
#include "comparison/own_people.h"
#include "exchange/houses.h"
#include "schema/entry_types.h"

namespace arasha::comparison {
namespace {

using casework::Browser;
using exchange::House;
using exchange::must;
using ::testing::HasSubstr;
using ::testing::Not;

FileId add_person(House& house, const std::string& family, const std::string& given, const std::string& birth, const std::vector<MemberId>& only = {}) {
  Identity identity;
  identity.set_family_name(family);
  identity.set_given_name(given);
  identity.set_birth_date(birth);
  PersonCard card;
  card.add_names(family + " " + given);
  card.set_birth_date(birth);
  vault::FileChange change;
  change.file = crypto::random_id<FileId>();
  change.entries.push_back(exchange::entry_of(identity));
  change.entries.back().compartment = IDENTITY;
  change.cards.push_back({IDENTITY, schema::serialise(card)});
  if (!only.empty()) change.only_members = only;
  must(house.vault().append(house.first(), {change}));
  return change.file;
}

class ComparisonPages : public exchange::Houses {
 protected:
  void SetUp() override {
    Houses::SetUp();
    ours_ = house("Ours");
    theirs_ = house("Theirs");
    ours_->meets(*theirs_, "https://theirs.example");
    theirs_->meets(*ours_, "https://ours.example");
    third_ = std::make_unique<vault::Keyring>(ours_->add("Third", {vault::CircleKind::stewards, vault::CircleKind::referral}));
    tables_ = std::make_unique<projection::Tables>(ours_->vault());
    site_ = std::make_unique<web::Site>(ours_->vault(), false);
    runs_ = std::make_unique<Runs>(ours_->vault());
    Runs::add_handlers(handlers_, ours_->vault());
    add_pages({*site_, *tables_, *runs_, [this] { ++nudged_; }, [this](const vault::Keyring& by) {
                 static_cast<void>(exchange::collect(ours_->vault(), by, handlers_));
                 static_cast<void>(runs_->advance(by));
               }});
    here_ = "/comparisons/" + theirs_->id().text();
    until_ = to_iso(date_of(clock_.now() + std::chrono::hours(24 * 30)));
  }
  void TearDown() override {
    site_.reset();
    tables_.reset();
    runs_.reset();
    third_.reset();
    ours_.reset();
    theirs_.reset();
    Houses::TearDown();
  }
  std::string terms() const { return "until=" + until_ + "&runs=2&persons=100&ground=Agreement+7"; }

  std::unique_ptr<House> ours_, theirs_;
  std::unique_ptr<vault::Keyring> third_;
  std::unique_ptr<projection::Tables> tables_;
  std::unique_ptr<web::Site> site_;
  std::unique_ptr<Runs> runs_;
  exchange::Handlers handlers_;
  int nudged_ = 0;
  std::string here_, until_;
};

TEST_F(ComparisonPages, OutsideTheCircleThereIsNothing) {
  const auto outside = ours_->add("Fourth", {vault::CircleKind::casework});
  Browser browser(*site_, &outside);
  EXPECT_EQ(browser.get("/comparisons").status, 404);
  EXPECT_EQ(browser.get(here_).status, 404);
  for (const char* step : {"/agree", "/withdraw", "/begin", "/answer", "/stop", "/hint"}) EXPECT_EQ(browser.post(here_ + step, terms()).status, 404) << step;
  Browser inside(*site_, third_.get());
  EXPECT_EQ(inside.get("/comparisons").status, 200);
  EXPECT_EQ(inside.get("/comparisons/" + ours_->id().text()).status, 404) << "no partner of ours";
  EXPECT_EQ(inside.get("/comparisons/nonsense").status, 404);
}

TEST_F(ComparisonPages, TwoStewardsAgreeAndOneEndsIt) {
  Browser first(*site_, &ours_->first());
  Browser third(*site_, third_.get());
  EXPECT_THAT(first.get(here_).body, Not(HasSubstr("Compare now")));
  EXPECT_EQ(first.post(here_ + "/begin", "").status, 403);
  EXPECT_EQ(first.post(here_ + "/agree", terms()).status, 303);
  EXPECT_THAT(first.get(here_).body, Not(HasSubstr("Agree to the same"))) << "she said it herself";
  const std::string seen = third.get(here_).body;
  EXPECT_THAT(seen, HasSubstr("Agree to the same"));
  EXPECT_THAT(seen, HasSubstr("Agreement 7"));
  EXPECT_EQ(third.post(here_ + "/agree", terms()).status, 303);
  EXPECT_THAT(first.get(here_).body, HasSubstr("Compare now"));
  EXPECT_THAT(third.get(here_).body, HasSubstr("Only who opens identities can compare persons."));
  EXPECT_EQ(third.post(here_ + "/begin", "").status, 403);
  EXPECT_EQ(third.post(here_ + "/withdraw", "reason=Enough").status, 303);
  EXPECT_THAT(first.get(here_).body, Not(HasSubstr("Compare now")));
}

TEST_F(ComparisonPages, TermsThatCannotBeAgreedComeBackAsTyped) {
  Browser first(*site_, &ours_->first());
  const auto answer = first.post(here_ + "/agree", "until=" + until_ + "&runs=99&persons=100&ground=Paper+of+March");
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(answer.body, HasSubstr("Give how often a month, from 1 to 8."));
  EXPECT_THAT(answer.body, HasSubstr("Paper of March"));
  EXPECT_EQ(first.post(here_ + "/agree", "runs=2").status, 400);
  EXPECT_TRUE(must(read_history(ours_->vault(), ours_->first(), theirs_->id())).history.proposed == std::nullopt);
}

TEST_F(ComparisonPages, AWalkToWhomToAskAbout) {
  const FileId known = add_person(*ours_, "Жүсіпова", "Әлия", "1998-03-14");
  add_person(*ours_, "Иванова", "Анна", "1985-02-02");
  add_person(*ours_, "Secret", "Person", "1979-11-30", {ours_->first().member()});
  // The restricted one is nobody's but hers.
  const auto people = must(own_people(ours_->vault(), ours_->first()));
  EXPECT_EQ(people.size(), 2U);

  Browser first(*site_, &ours_->first());
  Browser third(*site_, third_.get());
  first.post(here_ + "/agree", terms());
  third.post(here_ + "/agree", terms());
  EXPECT_EQ(first.post(here_ + "/begin", "").status, 303);
  EXPECT_GT(nudged_, 0);
  EXPECT_THAT(first.get(here_).body, HasSubstr("A comparison with this partner is going on."));

  // The partner, without pages.
  exchange::Handlers handlers;
  Runs::add_handlers(handlers, theirs_->vault());
  Runs runs(theirs_->vault());
  const auto fourth = theirs_->add("Fourth", {vault::CircleKind::stewards, vault::CircleKind::referral});
  ComparisonAgreed agreed;
  agreed.set_until(until_);
  agreed.set_runs("2");
  agreed.set_persons("100");
  agreed.set_ground("Agreement 7");
  must(agree(theirs_->vault(), theirs_->first(), ours_->id(), agreed));
  must(agree(theirs_->vault(), fourth, ours_->id(), agreed));
  Own other;
  other.file = crypto::random_id<FileId>();
  other.card.add_names("Aliya Zhusipova");
  other.card.set_birth_date("1998-03-14");
  const auto carry = [&] {
    for (const Bytes& one : ours_->take_parcels()) must(theirs_->receive(one));
    must(exchange::collect(theirs_->vault(), theirs_->first(), handlers));
    must(runs.advance(theirs_->first()));
    for (const Bytes& one : theirs_->take_parcels()) must(ours_->receive(one));
    first.get(here_);  // opens what came
  };
  carry();
  const auto asked = must(read_history(theirs_->vault(), theirs_->first(), ours_->id())).history.runs.at(0);
  must(runs.answer(theirs_->first(), ours_->id(), asked.id, {other}));
  for (int i = 0; i < 4; ++i) carry();

  const std::string page = first.get(here_).body;
  EXPECT_THAT(page, HasSubstr("Whom to ask about"));
  EXPECT_THAT(page, HasSubstr("Жүсіпова Әлия"));
  EXPECT_THAT(page, Not(HasSubstr("Иванова")));
  const std::string without = third.get(here_).body;
  EXPECT_THAT(without, HasSubstr("Somebody whose identity you may not open"));
  EXPECT_THAT(without, Not(HasSubstr("Жүсіпова")));
  const History history = must(read_history(ours_->vault(), ours_->first(), theirs_->id())).history;
  ASSERT_EQ(history.hints.size(), 1U);
  EXPECT_EQ(history.hints[0].person, known);

  const std::string hint = "hint=" + history.hints[0].id.text() + "&prefix=h0-";
  const auto incomplete = first.post(here_ + "/hint", hint + "&h0-note=Spoke+with+them");
  EXPECT_EQ(incomplete.status, 400);
  EXPECT_THAT(incomplete.body, HasSubstr("Spoke with them"));
  EXPECT_EQ(first.post(here_ + "/hint", hint + "&h0-state=the_same&h0-note=Spoke+with+them").status, 303);
  EXPECT_THAT(first.get(here_).body, HasSubstr("The same person"));
  EXPECT_EQ(first.post(here_ + "/hint", "hint=" + known.text() + "&prefix=h0-&h0-state=asked").status, 404);
}

TEST_F(ComparisonPages, ARunThatIsNoneIsNotFound) {
  Browser first(*site_, &ours_->first());
  for (const char* step : {"/answer", "/stop"}) {
    EXPECT_EQ(first.post(here_ + step, "run=nonsense").status, 404) << step;
    EXPECT_EQ(first.post(here_ + step, "run=" + theirs_->id().text()).status, 404) << step;
  }
}

}  // namespace
}  // namespace arasha::comparison

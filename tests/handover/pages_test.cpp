// The pages of a handover at both sides: who sees them, what they take, and the way of a case from one to the other.
#include "handover/pages.h"

#include <gmock/gmock.h>

#include "handover/two_sides.h"
#include "web/member_browser.h"

namespace arasha::handover {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Browser = web::MemberBrowser;

// One organisation's site.
struct Side {
  Side(House& of, const exchange::Handlers& handlers) : house(of), threads(of.vault()), tables(of.vault()), site(of.vault(), false) {
    tables.projection().attach(REFERRAL, threads);
    const auto collect = [this, &handlers](const vault::Keyring& by) {
      must(exchange::collect(house.vault(), by, handlers));
      after_collecting(house.vault(), tables, threads, by);
    };
    casework::Additions additions;
    add_to_casework(house.vault(), additions);
    casework::add_pages(site, tables, pack::Shelf::built_in(), std::move(additions));
    add_pages({site, tables, threads, pack::Shelf::built_in(), [] {}, collect});
  }
  House& house;
  referral::ThreadTable threads;
  projection::Tables tables;
  web::Site site;
};

class HandoverPages : public TwoSides {
 protected:
  void SetUp() override {
    TwoSides::SetUp();
    side_a_ = std::make_unique<Side>(*a_, at_a_);
    side_b_ = std::make_unique<Side>(*b_, at_b_);
    worker_ = std::make_unique<vault::Keyring>(a_->add("Worker", {vault::CircleKind::casework, vault::CircleKind::health, vault::CircleKind::legal, vault::CircleKind::referral}));
    outside_ = std::make_unique<vault::Keyring>(a_->add("Outside", {vault::CircleKind::casework}));
  }
  void TearDown() override {
    side_a_.reset();
    side_b_.reset();
    TwoSides::TearDown();
  }
  void carry_both() {
    for (const Bytes& one : a_->take_parcels()) must(b_->receive(one));
    for (const Bytes& one : b_->take_parcels()) must(a_->receive(one));
  }
  std::string terms(const std::string& more = "") const {
    const auto day = [&](int days) {
      const std::string iso = to_iso(Date(std::chrono::sys_days(today()) + std::chrono::days(days)));
      return std::vector<std::string>{iso.substr(0, 4), iso.substr(5, 2), iso.substr(8, 2)};
    };
    const auto until = day(5);
    const auto from = day(9);
    return "partner=" + b_->id().text() + "&reason=successor&contact=Saule&answer_by-year=" + until[0] + "&answer_by-month=" + until[1] + "&answer_by-day=" + until[2] + "&day-year=" + from[0] +
           "&day-month=" + from[1] + "&day-day=" + from[2] + "&once=" + thread_.text() + more;
  }
  std::string here(House& house) const { return "/handover/" + exchange::file_of(house.vault(), thread_).text(); }

  std::unique_ptr<Side> side_a_, side_b_;
  std::unique_ptr<vault::Keyring> worker_, outside_;
};

TEST_F(HandoverPages, OutsideTheCircleThereIsNothing) {
  const FileId aliya = make_case("Алия");
  Browser browser(side_a_->site, outside_.get());
  for (const std::string& address : {std::string("/handover"), std::string("/handover/whole"), "/case/" + aliya.text() + "/handover"}) EXPECT_EQ(browser.get(address).status, 404) << address;
  EXPECT_EQ(browser.post("/handover/new", terms("&case=" + aliya.text())).status, 404);
  EXPECT_THAT(browser.get("/case/" + aliya.text()).body, Not(HasSubstr("Hand the case over")));
  must(offer_of({aliya}));
  EXPECT_EQ(browser.get(here(*a_)).status, 404);
  for (const char* step : {"/answer", "/go", "/again", "/take", "/back/all", "/refuse/1", "/protocol", "/sign", "/wanted"}) EXPECT_EQ(browser.post(here(*a_) + step, "number=1").status, 404) << step;
}

TEST_F(HandoverPages, SeveralCasesGoByTheWordOfASteward) {
  const FileId aliya = make_case("Алия");
  const FileId dana = make_case("Дана");
  Browser worker(side_a_->site, worker_.get());
  EXPECT_EQ(worker.get("/case/" + aliya.text() + "/handover").status, 200);
  EXPECT_EQ(worker.get("/handover/whole").status, 404);
  EXPECT_EQ(worker.post("/handover/new", terms("&case=" + aliya.text() + "&case=" + dana.text())).status, 404);
  EXPECT_THAT(worker.get("/cases").body, Not(HasSubstr("Hand over the chosen cases")));
  Browser steward(side_a_->site, &a_->first());
  EXPECT_THAT(steward.get("/cases").body, HasSubstr("Hand over the chosen cases"));
  EXPECT_THAT(steward.get("/handover/whole").body, HasSubstr("2 cases"));
  EXPECT_EQ(steward.post("/cases/handover", "").status, 400);
  EXPECT_THAT(steward.post("/cases/handover", "case=" + aliya.text() + "&case=" + dana.text()).body, HasSubstr("Hand over several cases"));
}

TEST_F(HandoverPages, NothingIsSentBeforeItWasLookedAt) {
  const FileId aliya = make_case("Алия");
  Browser worker(side_a_->site, worker_.get());
  const std::string form = terms("&case=" + aliya.text());
  const auto first = worker.post("/handover/new", form + "&as=send");
  EXPECT_EQ(first.status, 200);
  EXPECT_THAT(first.body, HasSubstr("What beta would take over"));
  EXPECT_TRUE(a_->take_parcels().empty());
  const auto sent = worker.post("/handover/new", form + "&as=send&seen=" + Browser::value_of(first.body, "seen"));
  EXPECT_EQ(sent.status, 303);
  EXPECT_EQ(a_->take_parcels().size(), 1U);
  EXPECT_EQ(worker.post("/handover/new", form + "&as=send&seen=" + Browser::value_of(first.body, "seen")).status, 303) << "sent twice";
  EXPECT_TRUE(a_->take_parcels().empty());
}

TEST_F(HandoverPages, MistakesComeBackAsTheyWereTyped) {
  const FileId aliya = make_case("Алия");
  Browser worker(side_a_->site, worker_.get());
  const auto answer = worker.post("/handover/new", "partner=x&reason=successor&contact=Saule+8700&answer_by-year=2020&answer_by-month=1&answer_by-day=1&day-year=2020&day-month=1&day-day=2&as=show&case=" + aliya.text());
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(answer.body, HasSubstr("Choose one of the partners in the list."));
  EXPECT_THAT(answer.body, HasSubstr("This day is over."));
  EXPECT_THAT(answer.body, HasSubstr("Saule 8700"));
}

TEST_F(HandoverPages, ACaseThatCannotGoSaysWhatToDo) {
  const FileId silent = make_case("Молчит", false);
  Browser worker(side_a_->site, worker_.get());
  const auto shown = worker.post("/handover/new", terms("&as=show&case=" + silent.text()));
  EXPECT_THAT(shown.body, HasSubstr("This case cannot go yet."));
  EXPECT_THAT(shown.body, HasSubstr("Write down a new answer of the person"));
  EXPECT_THAT(shown.body, Not(HasSubstr("Send the offer")));
}

TEST_F(HandoverPages, FromTheOfferToTheProtocol) {
  const FileId aliya = make_case("Алия");
  Browser sender(side_a_->site, worker_.get());
  Browser receiver(side_b_->site, &b_->first());
  const std::string form = terms("&case=" + aliya.text());
  const auto shown = sender.post("/handover/new", form + "&as=show");
  ASSERT_EQ(sender.post("/handover/new", form + "&as=send&seen=" + Browser::value_of(shown.body, "seen")).status, 303);
  EXPECT_THAT(sender.get("/handover").body, HasSubstr("beta"));
  carry_both();
  const std::string at_a = here(*a_);
  const std::string at_b = here(*b_);
  EXPECT_THAT(receiver.get("/handover").body, HasSubstr("alpha"));
  const std::string offered = receiver.get(at_b).body;
  EXPECT_THAT(offered, HasSubstr("Your answer"));
  EXPECT_THAT(offered, Not(HasSubstr("Алия")));
  EXPECT_EQ(receiver.post(at_b + "/answer", "answer=nonsense").status, 404);
  EXPECT_EQ(receiver.post(at_b + "/answer", "answer=declined&reason=nonsense").status, 409);
  EXPECT_EQ(receiver.post(at_b + "/answer", "answer=accepted").status, 303);
  EXPECT_EQ(receiver.post(at_b + "/answer", "answer=declined&reason=full").status, 409) << "a second answer";
  carry_both();
  EXPECT_THAT(sender.get(at_a).body, HasSubstr("Send the cases"));
  EXPECT_EQ(sender.post(at_a + "/take", "").status, 404) << "the other side takes over";
  EXPECT_EQ(sender.post(at_a + "/go", "").status, 303);
  EXPECT_THAT(sender.get("/case/" + aliya.text()).body, HasSubstr("On its way to beta"));
  carry_both();
  const std::string arrived = receiver.get(at_b).body;
  EXPECT_THAT(arrived, HasSubstr("Take over all that are here"));
  EXPECT_EQ(receiver.post(at_b + "/take", "").status, 303);
  carry_both();
  EXPECT_THAT(sender.get(at_a).body, HasSubstr("1 of 1 cases sent, 1 taken over."));
  const std::string gone = sender.get("/case/" + aliya.text()).body;
  EXPECT_THAT(gone, HasSubstr("Handed over to beta"));
  EXPECT_THAT(gone, HasSubstr("/erasure"));
  const std::string mine = receiver.get("/case/" + case_at_b(1).text()).body;
  EXPECT_THAT(mine, HasSubstr("Taken over from alpha"));
  EXPECT_EQ(sender.post(at_a + "/back/all", "").status, 409) << "after the confirmation not";
  EXPECT_EQ(sender.post(at_a + "/protocol", "").status, 303);
  carry_both();
  EXPECT_THAT(receiver.get(at_b + "/protocol").body, HasSubstr("Not signed yet"));
  EXPECT_EQ(receiver.post(at_b + "/sign", "").status, 303);
  carry_both();
  for (auto& [browser, address] : std::vector<std::pair<Browser*, std::string>>{{&sender, at_a}, {&receiver, at_b}}) {
    EXPECT_THAT(browser->get(address).body, HasSubstr("The handover is finished."));
    EXPECT_THAT(browser->get(address + "/protocol").body, HasSubstr("Both signatures are right."));
    for (const char* language : {"en", "ru", "kk"}) {
      EXPECT_EQ(browser->get(address + "/protocol?as=page&language=" + language).status, 200);
      EXPECT_EQ(browser->get(address + "/protocol?as=pdf&language=" + language).body.substr(0, 5), "%PDF-");
    }
  }
}

TEST_F(HandoverPages, WhoOpensARestrictedCaseIsAskedBeforeItIsTakenOver) {
  bring({make_case("Алия", true, std::vector{a_->first().member()}), make_case("Нурлан")});
  const auto named = b_->add("Named", {vault::CircleKind::casework});
  const auto other = b_->add("Other", {vault::CircleKind::casework});
  Browser receiver(side_b_->site, &b_->first());
  const std::string at_b = here(*b_);
  EXPECT_THAT(receiver.get(at_b).body, HasSubstr("Restricted"));
  const auto asked = receiver.post(at_b + "/take", "");
  EXPECT_EQ(asked.status, 200);
  EXPECT_THAT(asked.body, HasSubstr("1 of these cases was restricted"));
  EXPECT_THAT(asked.body, HasSubstr(named.member().text()));
  EXPECT_EQ(receiver.post(at_b + "/take", "number=1&number=2&chosen=1&only=nonsense").status, 400);
  EXPECT_EQ(receiver.post(at_b + "/take", "number=1&number=2&chosen=1&only=" + named.member().text()).status, 303);
  EXPECT_TRUE(b_->vault().may_open(b_->first(), case_at_b(1), ASSISTANCE));
  EXPECT_TRUE(b_->vault().may_open(named, case_at_b(1), ASSISTANCE));
  EXPECT_FALSE(b_->vault().may_open(other, case_at_b(1), ASSISTANCE));
  EXPECT_TRUE(b_->vault().may_open(other, case_at_b(2), ASSISTANCE));
}

TEST_F(HandoverPages, TakenBackAndRefusedAreAskedOnceMore) {
  const FileId aliya = make_case("Алия");
  bring({aliya});
  Browser sender(side_a_->site, worker_.get());
  Browser receiver(side_b_->site, &b_->first());
  EXPECT_THAT(sender.get(here(*a_) + "/back/1").body, HasSubstr("Take case 1 back?"));
  EXPECT_EQ(sender.get(here(*a_) + "/back/nonsense").status, 404);
  EXPECT_THAT(receiver.get(here(*b_) + "/refuse/1").body, HasSubstr("Refuse case 1"));
  EXPECT_EQ(receiver.post(here(*b_) + "/refuse/1", "reason=nonsense").status, 400);
  EXPECT_EQ(receiver.post(here(*b_) + "/refuse/1", "reason=full").status, 303);
  EXPECT_EQ(receiver.post(here(*b_) + "/take", "number=1").status, 409);
  carry_both();
  EXPECT_THAT(sender.get(here(*a_)).body, HasSubstr("Refused by the receiver"));
  EXPECT_EQ(sender.post(here(*a_) + "/back/1", "").status, 409);
}

}  // namespace
}  // namespace arasha::handover

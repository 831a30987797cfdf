// The forms for people without an account and the messages of other organisations may wait for one circle, in one table: whichever
// page is opened first, nothing of the other is lost.
#include <algorithm>

#include "exchange/houses.h"
#include "exchange/pages.h"
#include "intake/house.h"
#include "referral/pages.h"
#include "referral/threads.h"

namespace arasha::referral {
namespace {

using intake::Browser;
using intake::Receipt;
using vault::CircleKind;
using vault::must;

class BesideIntake : public intake::HouseTest {
 protected:
  void SetUp() override {
    HouseTest::SetUp();
    threads_ = std::make_unique<ThreadTable>(*vault_);
    tables_->projection().attach(REFERRAL, *threads_);
    add_pages({*site_, *tables_, *threads_, pack::Shelf::built_in(), [] {}});
    exchange::add_pages(*site_, nullptr);
    must(exchange::make_keys(*vault_, *steward_));
    partner_ = std::make_unique<exchange::House>(root_ / "partner", "Partner", clock_);
    const auto second = in("Second", {CircleKind::stewards});
    const exchange::Card theirs{partner_->id(), "Partner", partner_->vault().directory()->exchange().back(), {"https://partner.example", {}}, clock_.now()};
    must(exchange::note_card(*vault_, *steward_, theirs, ""));
    for (const vault::Keyring* one : std::initializer_list<const vault::Keyring*>{steward_.get(), &second}) must(vault_->compare_partner(*one, theirs.organization, theirs.name, theirs.keys));
    const exchange::Card ours{organization_, "Centre", vault_->directory()->exchange().back(), {"https://centre.example", {}}, clock_.now()};
    must(exchange::note_card(partner_->vault(), partner_->first(), ours, ""));
    for (const vault::Keyring* one : {&partner_->first(), &partner_->second()}) must(partner_->vault().compare_partner(*one, ours.organization, ours.name, ours.keys));
  }
  void TearDown() override {
    partner_.reset();
    site_.reset();
    tables_.reset();
    threads_.reset();
    HouseTest::TearDown();
  }
  // As its server would: an envelope in the table of what waits.
  FileId leave_request(const char* note) {
    BlindRequest request;
    request.add_needs("accommodation");
    request.set_urgency("now");
    request.set_note(note);
    request.set_answer_by("2026-12-01");
    const auto thread = crypto::random_id<exchange::ThreadId>();
    must(referral::send(partner_->vault(), partner_->first(), thread, {{organization_, exchange::kBlindRequest, schema::serialise(request)}}));
    for (const Bytes& one : partner_->take_parcels()) must(vault_->put_drop(must(exchange::check_envelope(*vault_->directory(), one)), circle(CircleKind::referral), one));
    return exchange::file_of(*vault_, thread);
  }

  std::unique_ptr<ThreadTable> threads_;
  std::unique_ptr<exchange::House> partner_;
};

TEST_F(BesideIntake, WhicheverPageIsOpenedFirstNothingOfTheOtherIsLost) {
  const auto aigerim = in("Aigerim", {CircleKind::referral});
  Browser browser(*site_, &aigerim);
  const std::vector<std::vector<const char*>> orders = {{"/intake", "/partners", "/referrals"}, {"/referrals", "/partners", "/intake"}, {"/partners", "/intake", "/referrals", "/intake"}, {"/referrals", "/referrals", "/intake"}};
  for (const auto& order : orders) {
    std::string walk;
    for (const char* one : order) walk += one;
    SCOPED_TRACE(walk);
    const Receipt receipt = send(embassy_, intake::partner_message(("Embassy of " + walk).c_str()));
    const FileId thread = leave_request(walk.c_str());
    ASSERT_EQ(must(vault_->drop_count(aigerim, circle(CircleKind::referral))), 2U);
    for (const char* address : order) ASSERT_EQ(browser.get(address).status, 200) << address;
    // The form waits as it did, and opens.
    EXPECT_EQ(must(intake::waiting_of(*vault_, embassy_)), 1U);
    EXPECT_EQ(must(intake::waiting(*vault_, aigerim)).damaged, 0U);
    const std::string list = browser.get("/intake").body;
    EXPECT_NE(list.find("Embassy of " + walk), std::string::npos);
    const FileId opened = open(aigerim, receipt);
    EXPECT_NE(browser.get("/intake/" + opened.text()).body.find("happened-as-the-embassy-tells-it"), std::string::npos);
    // The partner's request stands in its conversation, once.
    const Thread read = must(open_thread(*vault_, aigerim, thread));
    EXPECT_EQ(std::count_if(read.lines.begin(), read.lines.end(), [](const Line& line) { return line.message.has_value(); }), 1);
    EXPECT_NE(browser.get("/referrals/" + thread.text()).body.find(walk), std::string::npos);
    // Nothing waits any more, and nothing was refused on the way.
    EXPECT_EQ(must(vault_->drop_count(aigerim, circle(CircleKind::referral))), 0U);
    EXPECT_EQ(must(exchange::read_book(*vault_, aigerim)).refusals_size(), 0);
  }
}

}  // namespace
}  // namespace arasha::referral

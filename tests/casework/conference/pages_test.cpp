#include <gmock/gmock.h>

#include "arasha/consent.pb.h"
#include "arasha/returning.pb.h"
#include "casework/browser.h"

namespace arasha::casework {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ConferencePages : public SiteTest {
 protected:
  void agree(FileId file, const char* recipient) {
    Consent consent;
    consent.set_purpose("referral");
    consent.set_recipient(recipient);
    consent.set_answer("given");
    consent.set_date("2026-09-01");
    consent.add_groups("services");
    must(Cases(*vault_).add(*steward_, file, consent));
  }
  static constexpr const char* kGuests =
      "&purpose=referral&groups=services&guests-0-organisation=IOM&guests-1-organisation=City+clinic";
};

TEST_F(ConferencePages, OutsidePeopleAreCheckedAndRecordedTogetherWithIt) {
  const auto files = open_one();
  Browser browser(*site_, steward_.get());
  const std::string address = "/file/" + files.case_file.text() + "/add/CaseConference";
  const std::string form = "date=2026-09-12&members=Saule&agenda=The+way+on" + std::string(kGuests);
  agree(files.case_file, "IOM");
  const std::size_t length = length_of(files.case_file);
  const auto refused = browser.post(address, form);
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("guests-1-organisation"));
  EXPECT_THAT(refused.body, HasSubstr("The way on"));
  EXPECT_EQ(length_of(files.case_file), length);
  agree(files.case_file, "City clinic");
  EXPECT_EQ(browser.post(address, form).status, 303);
  const Story story = must(Cases(*vault_).read(*steward_, files.case_file));
  ASSERT_EQ(story.all<Shared>().size(), 2U);
  for (const Item* item : story.all<Shared>()) {
    EXPECT_EQ(item->as<Shared>()->date(), "2026-09-12");
    EXPECT_EQ(item->as<Shared>()->basis(), "consent");
    EXPECT_FALSE(item->as<Shared>()->source().empty());
  }
  // A correction that adds nobody records nothing anew.
  const std::string correct = "/file/" + files.case_file.text() + "/correct/" +
                              story.all<CaseConference>().back()->latest().id.text();
  EXPECT_EQ(browser.post(correct, form + "&next=2026-10-12").status, 303);
  EXPECT_EQ(must(Cases(*vault_).read(*steward_, files.case_file)).all<Shared>().size(), 2U);
}

TEST_F(ConferencePages, WhatWasDecidedStandsOnTheListOfWhoDoesIt) {
  const auto files = open_one();
  const vault::Keyring worker = in("Aigerim", {vault::CircleKind::casework});
  Browser browser(*site_, steward_.get());
  EXPECT_EQ(browser
                .post("/file/" + files.case_file.text() + "/add/CaseConference",
                      "date=2026-09-12&members=Aigerim&decisions-0-what=Ask+the+school&decisions-0-who="
                      "aigerim&decisions-0-by=2026-09-20"
                      "&decisions-1-what=Call+the+aunt&decisions-1-by=2026-09-21")
                .status,
            303);
  Browser hers(*site_, &worker);
  const std::string mine = hers.get("/todo?until=any").body;
  EXPECT_THAT(mine, HasSubstr("Ask the school"));
  EXPECT_THAT(mine, Not(HasSubstr("Call the aunt")));
  const Story story = must(Cases(*vault_).read(*steward_, files.case_file));
  const std::string done =
      "/file/" + files.case_file.text() + "/done/" + story.all<CaseConference>().back()->latest().id.text();
  EXPECT_EQ(hers.post(done, "row=7").status, 404);
  EXPECT_EQ(hers.post(done, "back=todo&row=1").status, 303);
  EXPECT_EQ(hers.post(done, "back=todo&row=1").status, 303);
  EXPECT_THAT(hers.get("/todo?until=any").body, Not(HasSubstr("Ask the school")));
  const Story after = must(Cases(*vault_).read(*steward_, files.case_file));
  EXPECT_FALSE(after.last<CaseConference>()->decisions(0).done().empty());
  EXPECT_TRUE(after.last<CaseConference>()->decisions(1).done().empty());
  EXPECT_EQ(after.all<CaseConference>().back()->versions.size(), 2U);
}

}  // namespace
}  // namespace arasha::casework

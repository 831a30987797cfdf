// A decision and the screenings on which it rests.
#include "casework/screening/link.h"

#include <gmock/gmock.h>

#include "casework/browser.h"
#include "casework/screening/pack_lists.h"
#include "casework/screening/rules.h"

namespace arasha::casework {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class RestingTest : public SiteTest {
 protected:
  void SetUp() override {
    SiteTest::SetUp();
    files_ = open_one();
    screening_ = must(Cases(*vault_).add(*steward_, files_.case_file, answered({"recruitment", "force"})));
  }
  static Screening answered(std::vector<std::string> yes) {
    Screening out;
    must(put_answers(out, *screening_list(std::string_view(kPalermoList)), {std::move(yes), {}}, Profile::adult));
    out.set_date("2026-09-12");
    out.set_asked("person");
    return out;
  }
  std::string add_address() const { return "/file/" + files_.case_file.text() + "/add/Identification?case=" + files_.case_file.text(); }
  static std::string form(const std::string& more) {
    return "status=identified_ngo&deciding_body=NGO&date-day=14&date-month=9&date-year=2026&basis=because" + more;
  }
  const Identification* decision() {
    story_ = must(Cases(*vault_).read(*steward_, files_.case_file));
    return story_.last<Identification>();
  }
  CaseFiles files_;
  EntryId screening_;
  Story story_;
};

TEST_F(RestingTest, TheDecisionNamesTheVersionAndBothEndsShowIt) {
  Browser browser(*site_, steward_.get());
  const auto asked = browser.get(add_address() + "&screening=" + screening_.text());
  EXPECT_THAT(asked.body, HasSubstr("value=\"" + screening_.text() + "\""));
  ASSERT_EQ(browser.post(add_address(), form("&screenings=" + screening_.text() + "&screenings=" + screening_.text())).status, 303);
  ASSERT_NE(decision(), nullptr);
  ASSERT_EQ(decision()->screenings_size(), 1);
  EXPECT_EQ(decision()->screenings(0), screening_.text());
  EXPECT_THAT(browser.get("/case/" + files_.case_file.text()).body, HasSubstr("Rests on:"));
  const std::string advice = "/file/" + files_.case_file.text() + "/screening/";
  EXPECT_THAT(browser.get(advice + screening_.text()).body, HasSubstr("A decision rests on it:"));
  // Answered anew: the decision still rests on what stood there.
  const EntryId newer = must(Cases(*vault_).correct(*steward_, files_.case_file, screening_, answered({"recruitment", "force", "labour"})));
  EXPECT_EQ(decision()->screenings(0), screening_.text());
  EXPECT_THAT(browser.get("/case/" + files_.case_file.text()).body, HasSubstr("(an earlier version)"));
  EXPECT_THAT(browser.get(advice + newer.text()).body, HasSubstr("(on an earlier version)"));
  // The form offers both, with what was chosen; saving it unchanged changes nothing.
  const EntryId id = story_.all<Identification>()[0]->latest().id;
  const std::string correct = "/file/" + files_.case_file.text() + "/correct/" + id.text() + "?case=" + files_.case_file.text();
  const std::string again = browser.get(correct).body;
  EXPECT_THAT(again, HasSubstr("value=\"" + screening_.text() + "\""));
  EXPECT_THAT(again, HasSubstr("value=\"" + newer.text() + "\""));
  const std::size_t before = length_of(files_.case_file);
  EXPECT_EQ(browser.post(correct, form("&screenings=" + screening_.text())).status, 303);
  EXPECT_EQ(length_of(files_.case_file), before);
  EXPECT_EQ(browser.post(correct, form("&screenings=" + newer.text())).status, 303);
  EXPECT_EQ(decision()->screenings(0), newer.text());
}

TEST_F(RestingTest, OnlyOnScreeningsOfThisCase) {
  Browser browser(*site_, steward_.get());
  const CaseFiles other = open_one("Омарова", "Сауле");
  const EntryId foreign = must(Cases(*vault_).add(*steward_, other.case_file, answered({"recruitment"})));
  const EntryId note = note_in(files_.case_file, "a note");
  for (const std::string& wrong : {foreign.text(), note.text(), std::string("nonsense"), crypto::random_id<EntryId>().text()}) {
    const auto refused = browser.post(add_address(), form("&screenings=" + wrong));
    EXPECT_EQ(refused.status, 400) << wrong;
    EXPECT_THAT(refused.body, HasSubstr("because"));  // nothing that was typed is lost
    Identification forged;
    forged.set_status("identified_ngo");
    forged.set_deciding_body("NGO");
    forged.set_date("2026-09-14");
    forged.add_screenings(wrong);
    EXPECT_FALSE(Cases(*vault_).add(*steward_, files_.case_file, forged)) << wrong;
  }
  EXPECT_EQ(decision(), nullptr);
  EXPECT_EQ(browser.post(add_address(), form("")).status, 303);  // on none: a body may have reasons of its own
  EXPECT_EQ(decision()->screenings_size(), 0);
}

TEST_F(RestingTest, WhatWasErasedIsSaid) {
  Browser browser(*site_, steward_.get());
  ASSERT_EQ(browser.post(add_address(), form("&screenings=" + screening_.text())).status, 303);
  must(Cases(*vault_).erase(*steward_, files_.case_file, screening_));
  EXPECT_THAT(browser.get("/case/" + files_.case_file.text()).body, HasSubstr("a screening that was erased"));
}

}  // namespace
}  // namespace arasha::casework

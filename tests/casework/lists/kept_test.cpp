// What a member keeps for herself: filters, and how far she has seen her own cases.
#include <gmock/gmock.h>

#include "arasha/plan.pb.h"
#include "casework/browser.h"

namespace arasha::casework {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class KeptPages : public SiteTest {
 protected:
  static std::string id_of(const std::string& body) {
    const auto at = body.find("/cases/filters/");
    return body.substr(at + 15, 26);
  }
  void give(const CaseFiles& files, const vault::Keyring& to) {
    Assignment assignment;
    assignment.set_member(to.member().text());
    must(Cases(*vault_).add(*steward_, files.case_file, assignment));
  }
};

TEST_F(KeptPages, AFilterIsKeptByNameForItsOwnerAlone) {
  open_one();
  const auto worker = in("Worker", {vault::CircleKind::casework});
  Browser browser(*site_, steward_.get());
  EXPECT_THAT(browser.get("/cases?state=new").body, HasSubstr("Keep this filter"));
  EXPECT_EQ(browser.post("/cases/filters", "filter=state%3Dnew%26nonsense%3D1&name=New+ones").status, 303);
  EXPECT_EQ(browser.post("/cases/filters", "filter=state%3Dnew&name=New+ones").status, 303);  // sent twice
  EXPECT_THAT(browser.get("/cases?view=all").body, HasSubstr("New ones"));
  EXPECT_THAT(browser.get("/cases/filters").body, Not(HasSubstr("nonsense")));
  // Another browser of hers; and another member's.
  Browser again(*site_, steward_.get());
  const std::string managed = again.get("/cases/filters").body;
  EXPECT_THAT(managed, HasSubstr("New ones"));
  EXPECT_EQ(managed.find("New ones</a>"), managed.rfind("New ones</a>"));
  Browser hers(*site_, &worker);
  EXPECT_THAT(hers.get("/cases?view=all").body, Not(HasSubstr("New ones")));
  EXPECT_EQ(hers.post("/cases/filters/" + id_of(managed) + "/delete", "").status, 404);
}

TEST_F(KeptPages, RefusedWithASentenceAndWhatWasTyped) {
  Browser browser(*site_, steward_.get());
  EXPECT_EQ(browser.post("/cases/filters", "filter=state%3Dnew&name=").status, 400);
  const auto longer = browser.post("/cases/filters", "filter=state%3Dnew&name=" + std::string(61, 'x'));
  EXPECT_EQ(longer.status, 400);
  EXPECT_THAT(longer.body, HasSubstr(std::string(61, 'x')));
  EXPECT_EQ(browser.post("/cases/filters", "filter=nonsense&name=x").status, 400);
  EXPECT_EQ(browser.post("/cases/filters", "filter=state%3Dnew&name=%3Cb%3E").status, 303);
  EXPECT_THAT(browser.get("/cases?view=all").body, Not(HasSubstr("<b>")));
  const auto same = browser.post("/cases/filters", "filter=state%3Dclosed&name=%3CB%3E");
  EXPECT_EQ(same.status, 400);
  EXPECT_THAT(same.body, HasSubstr("has this name already"));
  for (int i = 1; i < 30; ++i) EXPECT_EQ(browser.post("/cases/filters", "filter=state%3Dnew&name=f" + std::to_string(i)).status, 303);
  EXPECT_EQ(browser.post("/cases/filters", "filter=state%3Dnew&name=one+more").status, 400);
}

TEST_F(KeptPages, OneIsTheFirstViewUntilItIsDeleted) {
  open_one();
  Browser browser(*site_, steward_.get());
  browser.post("/cases/filters", "filter=state%3Dclosed&name=Closed+ones");
  const std::string base = "/cases/filters/" + id_of(browser.get("/cases/filters").body);
  EXPECT_EQ(browser.get("/cases").status, 200);
  EXPECT_EQ(browser.post(base + "/first", "first=1").status, 303);
  EXPECT_EQ(Browser::location(browser.get("/cases")), "/cases?state=closed");
  EXPECT_EQ(browser.get("/cases?view=all").status, 200);
  EXPECT_EQ(browser.post(base + "/rename", "name-" + base.substr(15) + "=Done").status, 303);
  EXPECT_THAT(browser.get("/cases?view=all").body, HasSubstr("Done"));
  EXPECT_EQ(browser.post(base + "/delete", "").status, 303);
  EXPECT_EQ(browser.post(base + "/delete", "").status, 404);
  EXPECT_EQ(browser.get("/cases").status, 200);
}

TEST_F(KeptPages, NothingOfAFilterStandsInTheDatabaseInClear) {
  Browser browser(*site_, steward_.get());
  browser.post("/cases/filters", "filter=alias%3Dseldom-seen-word&name=very-secret-name");
  for (const auto& row : must(vault_->store().drafts(steward_->member()))) {
    for (const char* word : {"seldom-seen-word", "very-secret-name"}) EXPECT_EQ(text_view(row.blob).find(word), std::string_view::npos);
  }
}

TEST_F(KeptPages, ToldWhenSomebodyElseWroteInMyCaseUntilIOpenIt) {
  const CaseFiles files = open_one();
  const auto worker = in("Worker", {vault::CircleKind::casework});
  give(files, worker);
  Browser hers(*site_, &worker);
  EXPECT_THAT(hers.get("/").body, HasSubstr("Changed by colleagues"));
  EXPECT_EQ(hers.get("/case/" + files.case_file.text()).status, 200);
  EXPECT_THAT(hers.get("/").body, Not(HasSubstr("Changed by colleagues")));
  // What she writes herself is no news to her.
  Note own;
  own.set_text("own");
  must(Cases(*vault_).add(worker, files.case_file, own));
  EXPECT_THAT(hers.get("/").body, Not(HasSubstr("Changed by colleagues")));
  note_in(files.case_file, "text-of-a-colleague");
  for (const char* page : {"/", "/todo"}) {
    const std::string body = hers.get(page).body;
    EXPECT_THAT(body, HasSubstr("Changed by colleagues")) << page;
    EXPECT_THAT(body, HasSubstr(files.alias)) << page;
    EXPECT_THAT(body, Not(HasSubstr("text-of-a-colleague"))) << page;
  }
  // A second browser of hers knows it too, after a restart as well: it lies in the database.
  site_ = std::make_unique<web::Site>(*vault_, false);
  add_pages(*site_, *tables_);
  Browser second(*site_, &worker);
  EXPECT_THAT(second.get("/").body, HasSubstr("Changed by colleagues"));
  second.get("/case/" + files.case_file.text());
  EXPECT_THAT(second.get("/").body, Not(HasSubstr("Changed by colleagues")));
  // Printing is no looking through.
  note_in(files.case_file, "more");
  second.get("/case/" + files.case_file.text() + "/print");
  EXPECT_THAT(second.get("/").body, HasSubstr("Changed by colleagues"));
}

TEST_F(KeptPages, NotToldOfTheCasesOfOthersNorOfWhatIsClosedToMe) {
  const CaseFiles files = open_one();
  const auto worker = in("Worker", {vault::CircleKind::casework});
  const auto doctor = in("Doctor", {vault::CircleKind::health});
  give(files, worker);
  Browser hers(*site_, &worker);
  hers.get("/case/" + files.case_file.text());
  HealthNote health;
  health.set_date("2026-09-12");
  health.set_kind("examination");
  health.set_note("x");
  must(Cases(*vault_).add(doctor, files.person_file, health));
  EXPECT_THAT(hers.get("/").body, Not(HasSubstr("Changed by colleagues")));
  Browser steward(*site_, steward_.get());
  EXPECT_THAT(steward.get("/").body, Not(HasSubstr("Changed by colleagues")));
}

TEST_F(KeptPages, WhatWaitsForApprovalStandsTogetherOldestFirst) {
  const CaseFiles files = open_one();
  const CaseFiles other = open_one("Асанова", "Айгүл");
  RiskAssessment risk;
  risk.set_date("2026-09-12");
  risk.set_occasion("first");
  risk.set_level("high");
  risk.set_reason("because");
  auto* row = risk.add_risks();
  row->set_factor("threats");
  row->set_likelihood("likely");
  row->set_severity("serious");
  const auto worker = in("Worker", {vault::CircleKind::casework});
  const EntryId id = must(Cases(*vault_).add(worker, files.case_file, risk));
  ApprovalAsked asked;
  asked.set_version(id.text());
  must(Cases(*vault_).add(worker, files.case_file, asked));
  Browser browser(*site_, steward_.get());
  const std::string work = browser.get("/").body;
  EXPECT_THAT(work, HasSubstr("id=\"approval\""));
  EXPECT_THAT(work, HasSubstr("Worker"));
  const std::string list = browser.get("/cases?approval=waits").body;
  EXPECT_THAT(list, HasSubstr(files.case_file.text()));
  EXPECT_THAT(list, Not(HasSubstr(other.case_file.text())));
  Approval approval;
  approval.set_version(id.text());
  approval.set_decision("approved");
  must(Cases(*vault_).add(*steward_, files.case_file, approval));
  EXPECT_THAT(browser.get("/").body, Not(HasSubstr("id=\"approval\"")));
  EXPECT_THAT(browser.get("/cases?approval=waits").body, Not(HasSubstr(files.case_file.text())));
}

}  // namespace
}  // namespace arasha::casework

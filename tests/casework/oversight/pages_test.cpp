// Breaking the glass and the figures in the browser.
#include "arasha/plan.pb.h"
#include "casework/browser.h"
#include "casework/oversight/glass.h"

namespace arasha::casework {
namespace {

using vault::CircleKind;

class Glass : public SiteTest {
 protected:
  void SetUp() override {
    SiteTest::SetUp();
    files_ = open_one();
    Browser(*site_, steward_.get()).post("/settings/emergency/on", "");
    must(vault_->refresh(*steward_));
    night_.emplace(in("Nurlan", {CircleKind::emergency}));
    address_ = "/case/" + files_.case_file.text();
  }
  std::string form(const std::string& more = "") { return "code=life&reason=She+does+not+wake+up&minutes=60" + more; }
  bool says(const web::Response& response, std::string_view text) { return response.body.find(text) != std::string::npos; }
  std::size_t notices() { return must(vault_->notices(*steward_, UINT64_MAX, 100)).rows.size(); }

  CaseFiles files_;
  std::optional<vault::Keyring> night_;
  std::string address_;
};

TEST_F(Glass, TheWholeWay) {
  Browser nurlan(*site_, &*night_);
  const auto closed = nurlan.get(address_);
  EXPECT_EQ(closed.status, 403);
  EXPECT_TRUE(says(closed, "/emergency?file=" + files_.case_file.text()));
  const auto asked = nurlan.get("/emergency?file=" + files_.case_file.text());
  EXPECT_TRUE(says(asked, "All stewards"));
  const auto broken = nurlan.post("/emergency", form("&file=" + files_.case_file.text()));
  EXPECT_EQ(Browser::location(broken), address_);
  const auto page = nurlan.get(address_);
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(says(page, "summary-text-of-the-contact"));
  EXPECT_TRUE(says(page, "Дилноза")) << "the person's file is open along with it";
  EXPECT_TRUE(says(page, "in an emergency"));
  for (const char* way : {"/add/", "/correct/", "/erase/", "/print"}) EXPECT_FALSE(says(page, way)) << way << ": nothing is written or printed through a broken glass";
  EXPECT_EQ(nurlan.get(address_ + "/print").status, 403);
  // Told: the steward on the first page, until she has read it.
  Browser saule(*site_, steward_.get());
  const auto first = saule.get("/");
  EXPECT_TRUE(says(first, "Nurlan opened"));
  const std::string until = Browser::value_of(first.body, "until");
  EXPECT_EQ(saule.post("/emergencies/seen", "until=" + until).status, 303);
  EXPECT_FALSE(says(saule.get("/"), "Nurlan opened"));
  EXPECT_TRUE(says(saule.get(address_), "Nurlan opened")) << "whoever works with the case sees it there";
  EXPECT_TRUE(says(saule.get("/emergencies"), "To be reviewed"));
  // Reviewed by somebody else.
  const auto list = must(vault_->notices(*steward_, UINT64_MAX, 10));
  const std::string one = "/emergencies/" + list.rows.back().id.text();
  EXPECT_TRUE(says(nurlan.get(one), "Somebody else reviews this"));
  EXPECT_EQ(nurlan.post(one, "code=justified&text=mine").status, 403);
  EXPECT_EQ(saule.post(one, "code=justified&text=").status, 400);
  EXPECT_EQ(saule.post(one, "code=fine&text=x").status, 400);
  EXPECT_EQ(saule.post(one, "code=justified&text=The+ambulance+came").status, 303);
  EXPECT_TRUE(says(saule.get(one), "The ambulance came"));
  EXPECT_FALSE(says(saule.get("/emergencies"), "To be reviewed"));
  // And shut when the time is over.
  clock_.advance(std::chrono::hours(1));
  Browser again(*site_, &*night_);
  EXPECT_EQ(again.get(address_).status, 403);
}

TEST_F(Glass, ByItsAliasWithoutAList) {
  Browser nurlan(*site_, &*night_);
  const auto none = nurlan.post("/emergency", form("&alias=Nobody+Here"));
  EXPECT_EQ(none.status, 404);
  EXPECT_FALSE(says(none, files_.alias));
  EXPECT_EQ(notices(), 1U) << "a try is said as well";
  std::string lower;
  for (const char letter : files_.alias) lower += letter == ' ' ? std::string("+") : std::string(1, static_cast<char>(std::tolower(letter)));
  const auto found = nurlan.post("/emergency", form("&alias=" + lower));
  EXPECT_EQ(Browser::location(found), address_);
  EXPECT_EQ(nurlan.get(address_).status, 200);
}

TEST_F(Glass, AFileThatIsNotThereLooksLikeOneThatIsClosed) {
  Browser nurlan(*site_, &*night_);
  const std::string nowhere = crypto::random_id<FileId>().text();
  EXPECT_EQ(nurlan.get("/case/" + nowhere).status, nurlan.get(address_).status);
  EXPECT_EQ(nurlan.post("/emergency", form("&file=" + nowhere)).status, 404);
  const CaseFiles restricted = must(Cases(*vault_).open_case(*steward_, Identity(), [] {
    FirstContact contact;
    contact.set_date("2026-09-10");
    contact.add_sources("police");
    return contact;
  }(), SafeContact(), std::vector<MemberId>{steward_->member()}));
  EXPECT_EQ(nurlan.post("/emergency", form("&file=" + restricted.case_file.text())).status, 404);
  EXPECT_EQ(nurlan.get("/case/" + restricted.case_file.text()).status, 403);
}

TEST_F(Glass, MistakesKeepWhatWasTyped) {
  Browser nurlan(*site_, &*night_);
  for (const char* wrong : {"code=&reason=She+does+not+wake+up&minutes=60", "code=life&reason=short&minutes=60", "code=life&reason=She+does+not+wake+up&minutes=0",
                            "code=life&reason=She+does+not+wake+up&minutes=121", "code=life&reason=She+does+not+wake+up&minutes=x"}) {
    const auto page = nurlan.post("/emergency", std::string(wrong) + "&alias=Bado+Kilu");
    EXPECT_EQ(page.status, 400) << wrong;
    EXPECT_TRUE(says(page, "Bado Kilu")) << wrong;
  }
  EXPECT_EQ(nurlan.post("/emergency", form("&alias=")).status, 400);
  EXPECT_EQ(notices(), 0U);
}

TEST_F(Glass, OthersAreNotOfferedIt) {
  const vault::Keyring other = in("Other", {CircleKind::duty});
  Browser page(*site_, &other);
  EXPECT_EQ(page.get("/emergency").status, 403);
  EXPECT_EQ(page.post("/emergency", form("&file=" + files_.case_file.text())).status, 403);
  EXPECT_FALSE(says(page.get(address_), "/emergency?file="));
  EXPECT_EQ(page.get("/settings/emergency").status, 403);
  EXPECT_EQ(page.post("/settings/emergency/off", "").status, 403);
  EXPECT_EQ(notices(), 0U);
}

TEST_F(Glass, WhoseCaseItIsSeesItOnHerFirstPage) {
  const vault::Keyring owner = in("Owner", {CircleKind::casework});
  const vault::Keyring colleague = in("Colleague", {CircleKind::casework});
  Assignment assignment;
  assignment.set_member(owner.member().text());
  must(Cases(*vault_).add(*steward_, files_.case_file, assignment));
  Browser(*site_, &*night_).post("/emergency", form("&file=" + files_.case_file.text()));
  EXPECT_TRUE(says(Browser(*site_, &owner).get("/"), "Nurlan opened"));
  EXPECT_FALSE(says(Browser(*site_, &colleague).get("/"), "Nurlan opened"));
}

TEST_F(Glass, AReviewThatIsLateIsSaid) {
  Browser(*site_, &*night_).post("/emergency", form("&file=" + files_.case_file.text()));
  clock_.advance(std::chrono::hours(24));
  Browser saule(*site_, steward_.get());
  EXPECT_TRUE(says(saule.get("/"), "more than a day"));
  EXPECT_TRUE(says(saule.get("/emergencies"), "Review is late"));
}

TEST_F(Glass, ASecondPressTellsOnce) {
  Browser nurlan(*site_, &*night_);
  const std::string once = form("&file=" + files_.case_file.text() + "&once=" + crypto::random_id<EntryId>().text());
  nurlan.post("/emergency", once);
  const std::size_t said = notices();
  nurlan.post("/emergency", once);
  EXPECT_EQ(notices(), said);
}

TEST_F(Glass, SwitchedOffEverythingIsShut) {
  Browser nurlan(*site_, &*night_);
  nurlan.post("/emergency", form("&file=" + files_.case_file.text()));
  EXPECT_EQ(nurlan.get(address_).status, 200);
  Browser(*site_, steward_.get()).post("/settings/emergency/off", "");
  EXPECT_EQ(nurlan.get(address_).status, 403);
  EXPECT_EQ(nurlan.get("/emergency").status, 403);
}

// --- Figures.

class FigurePages : public SiteTest {
 protected:
  std::string listed(Browser& by, const std::string& figure) { return by.get("/figures/cases?figure=" + figure + "&from=2026-01&until=2026-12").body; }
};

TEST_F(FigurePages, AFigureLeadsToExactlyItsCases) {
  const CaseFiles first = open_one();
  const CaseFiles second = open_one("Ahmedova", "Zarina");
  Assignment assignment;
  assignment.set_member(steward_->member().text());
  must(Cases(*vault_).add(*steward_, first.case_file, assignment));
  NeedsAssessment needs;
  needs.set_date("2026-09-14");
  needs.set_words("A roof first");
  must(Cases(*vault_).add(*steward_, first.case_file, needs));
  Browser saule(*site_, steward_.get());
  const auto page = saule.get("/figures?from=2026-01&until=2026-12");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("For use in the house"), std::string::npos);
  EXPECT_NE(page.body.find("figure=open/" + steward_->member().text()), std::string::npos);
  EXPECT_NE(page.body.find("figure=open/-"), std::string::npos);
  EXPECT_NE(page.body.find("not verified"), std::string::npos) << "the norm of the pack";
  const std::string hers = listed(saule, "open/" + steward_->member().text());
  EXPECT_NE(hers.find(first.alias), std::string::npos);
  EXPECT_EQ(hers.find(second.alias), std::string::npos);
  const std::string nobodys = listed(saule, "open/-");
  EXPECT_EQ(nobodys.find(first.alias), std::string::npos);
  EXPECT_NE(nobodys.find(second.alias), std::string::npos);
  EXPECT_NE(listed(saule, "time/assessment").find(first.alias), std::string::npos);
  EXPECT_EQ(saule.get("/figures/cases?figure=nothing").status, 404);
  EXPECT_EQ(saule.get("/figures/cases").status, 404);
  // Counting and listing are readings.
  const auto lines = must(vault_->readings(*steward_, UINT64_MAX, 20));
  EXPECT_TRUE(std::any_of(lines.begin(), lines.end(), [](const auto& one) { return one.reading.action == vault::Action::counted; }));
}

TEST_F(FigurePages, OnlyWhatOnesCirclesOpen) {
  open_one();
  const vault::Keyring duty = in("Duty", {CircleKind::duty});
  Browser page(*site_, &duty);
  EXPECT_EQ(page.get("/figures").status, 403);
  EXPECT_EQ(page.get("/figures/cases?figure=open/-").status, 403);
}

TEST_F(FigurePages, AnAddressThatMeansNothingShowsTheLastYear) {
  Browser saule(*site_, steward_.get());
  for (const char* query : {"?from=2026-13&until=2026-12", "?from=x", "?from=2026-05&until=2026-04", "?from=0001-01&until=9999-12"}) {
    const auto page = saule.get(std::string("/figures") + query);
    EXPECT_EQ(page.status, 200) << query;
    EXPECT_NE(page.body.find("value=\"2026-09\""), std::string::npos) << query;
  }
}

TEST_F(FigurePages, TheNormOfTheHouseGoesBeforeThePacks) {
  for (const char* name : {"Aliyeva", "Bekova", "Sultan"}) {
    const CaseFiles files = open_one(name, "A");
    Assignment assignment;
    assignment.set_member(steward_->member().text());
    must(Cases(*vault_).add(*steward_, files.case_file, assignment));
  }
  Browser saule(*site_, steward_.get());
  EXPECT_NE(saule.get("/figures").body.find("Within the norm"), std::string::npos);
  EXPECT_EQ(saule.post("/settings/caseload", "caseload_norm=two").status, 400);
  EXPECT_EQ(saule.post("/settings/caseload", "caseload_norm=2").status, 303);
  EXPECT_NE(saule.get("/figures").body.find("Over the norm by 1"), std::string::npos);
}

}  // namespace
}  // namespace arasha::casework

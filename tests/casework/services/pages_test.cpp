// One service: its form, what the norms say beside it, and the page of norms.
#include "arasha/services.pb.h"
#include "casework/browser.h"
#include "casework/services/norms.h"

namespace arasha::casework {
namespace {

using vault::CircleKind;

bool has(const web::Response& response, std::string_view text) { return response.body.find(text) != std::string::npos; }

constexpr const char* kMeals = "service=social_domestic/meals&date=2026-09-15&quantity=1&unit=day_unit&provider=Shelter&provider_kind=own&note=kept-words";

class ServicePages : public SiteTest {
 protected:
  void SetUp() override {
    SiteTest::SetUp();
    must(vault_->change_setting(*steward_, pack::kPackSetting, "kz"));
  }
  static std::string add(const CaseFiles& files) { return "/file/" + files.case_file.text() + "/add/ServiceGiven"; }
  std::vector<ServiceGiven> given(FileId file) {
    std::vector<ServiceGiven> out;
    const Story story = must(Cases(*vault_).read(*steward_, file));
    for (const Item* item : story.all<ServiceGiven>()) out.push_back(*item->as<ServiceGiven>());
    return out;
  }
  void decided(const CaseFiles& files, const char* status, const char* date) {
    Identification out;
    out.set_status(status);
    out.set_deciding_body("Police");
    out.set_date(date);
    must(Cases(*vault_).add(*steward_, files.case_file, out));
  }
};

TEST_F(ServicePages, TheCaseSaysWhoPaysAndWhy) {
  const CaseFiles files = open_one();
  Browser browser(*site_, steward_.get());
  auto page = browser.get("/case/" + files.case_file.text());
  for (const char* text : {"A donor only", "All services", "Status of identification: not known", "/norms#eligibility-before-identification-2016-02-24", "not verified"}) {
    EXPECT_TRUE(has(page, text)) << text;
  }
  EXPECT_FALSE(has(page, "Citizenship and stay: not known"));
  decided(files, "identified_state", "2026-09-12");
  page = browser.get("/case/" + files.case_file.text());
  for (const char* text : {"The state, by its standard", "Citizenship does not matter", "Identified by the state"}) EXPECT_TRUE(has(page, text)) << text;
  EXPECT_FALSE(has(page, "Status of identification: not known"));
  for (const char* language : {"ru", "kk"}) {
    browser.get(std::string("/language/") + language);
    const auto other = browser.get("/case/" + files.case_file.text());
    EXPECT_FALSE(has(other, "Citizenship does not matter")) << language;
    EXPECT_FALSE(has(other, "All services")) << language;
  }
}

TEST_F(ServicePages, AServiceOfThePackIsWrittenWithItsNamesAndTheRule) {
  const CaseFiles files = open_one();
  Browser browser(*site_, steward_.get());
  const auto form = browser.get(add(files));
  for (const char* text : {"value=\"social_domestic/meals\"", "value=\"social_legal/\"", "Last day of the period", "Project or contract", "Who may pay for services here"}) EXPECT_TRUE(has(form, text)) << text;
  EXPECT_FALSE(has(form, "name=\"twice\""));
  const std::string typed = std::string(kMeals) + "&funding=grant_iom&until=2026-09-17&place=Shelter+1&project=CT.1&receipt=signed&receipt_number=12";
  EXPECT_EQ(Browser::location(browser.post(add(files), typed)), "/case/" + files.case_file.text());
  const auto all = given(files.case_file);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].kind(), "social_domestic");
  EXPECT_EQ(all[0].item(), "meals");
  EXPECT_EQ(all[0].until(), "2026-09-17");
  EXPECT_EQ(all[0].pack(), "kz");
  EXPECT_EQ(all[0].outcome(), "donor_only");
  EXPECT_EQ(all[0].rule(), "before-identification");
  EXPECT_EQ(all[0].receipt_number(), "12");
  // Read under the names of its day when the organisation has another pack.
  must(vault_->change_setting(*steward_, pack::kPackSetting, "generic"));
  const auto page = browser.get("/case/" + files.case_file.text());
  EXPECT_TRUE(has(page, "Service given: Meals"));
  EXPECT_FALSE(has(page, "social_domestic"));
  browser.get("/language/ru");
  EXPECT_TRUE(has(browser.get("/case/" + files.case_file.text()), "Питание"));
}

TEST_F(ServicePages, ASecondFunderIsRefusedAndTheEarlierNamed) {
  const CaseFiles files = open_one();
  decided(files, "identified_state", "2026-09-11");
  Browser browser(*site_, steward_.get());
  EXPECT_EQ(browser.post(add(files), std::string(kMeals) + "&funding=grant_iom").status, 303);
  const auto refused = browser.post(add(files), std::string(kMeals) + "&funding=state_order");
  EXPECT_EQ(refused.status, 400);
  for (const char* text : {"#funding", "September 15, 2026", "paid by: IOM", "kept-words"}) EXPECT_TRUE(has(refused, text) || (std::string_view(text).starts_with("Sept") && has(refused, "15 September 2026"))) << text;
  // The same source on the same day: only with a tick, which is offered now.
  const auto again = browser.post(add(files), std::string(kMeals) + "&funding=grant_iom");
  EXPECT_EQ(again.status, 400);
  EXPECT_TRUE(has(again, "name=\"twice\""));
  EXPECT_EQ(given(files.case_file).size(), 1U);
  EXPECT_EQ(browser.post(add(files), std::string(kMeals) + "&funding=grant_iom&twice=yes").status, 303);
  EXPECT_EQ(given(files.case_file).size(), 2U);
  EXPECT_EQ(browser.post(add(files), std::string(kMeals) + "&funding=state_order&twice=yes").status, 400);
}

TEST_F(ServicePages, AnotherCaseOfThePersonCountsToo) {
  const CaseFiles first = open_one();
  FirstContact contact;
  contact.set_date("2026-09-12");
  contact.add_sources("self");
  contact.set_danger("none");
  const CaseFiles second = must(Cases(*vault_).open_case_of(*steward_, first.person_file, contact, SafeContact()));
  Browser browser(*site_, steward_.get());
  EXPECT_EQ(browser.post(add(first), std::string(kMeals) + "&funding=grant_iom").status, 303);
  EXPECT_EQ(browser.post(add(second), std::string(kMeals) + "&funding=grant_other").status, 400);
  EXPECT_EQ(browser.post(add(second), std::string(kMeals) + "&funding=grant_iom&twice=yes").status, 303);
}

TEST_F(ServicePages, TheStateDoesNotPayBeforeItHasDecided) {
  const CaseFiles files = open_one();
  Browser browser(*site_, steward_.get());
  const auto refused = browser.post(add(files), std::string(kMeals) + "&funding=state_order");
  EXPECT_EQ(refused.status, 400);
  for (const char* text : {"By the norms the state does not pay for this", "The state has not identified the person as a victim yet.", "Choose another source.", "kept-words"}) EXPECT_TRUE(has(refused, text)) << text;
  EXPECT_EQ(browser.post(add(files), std::string(kMeals) + "&funding=own").status, 303);
  decided(files, "identified_state", "2026-09-16");
  EXPECT_EQ(browser.post(add(files), "service=social_legal/advice&date=2026-09-15&quantity=1&provider=x&funding=state_order").status, 400);
  EXPECT_EQ(browser.post(add(files), "service=social_legal/advice&date=2026-09-16&quantity=1&provider=x&funding=state_order").status, 303);
  decided(files, "not_victim", "2026-09-18");
  EXPECT_EQ(browser.post(add(files), "service=social_legal/documents&date=2026-09-18&quantity=1&provider=x&funding=grant_iom").status, 400);
  EXPECT_EQ(browser.post(add(files), "service=social_legal/documents&date=2026-09-18&quantity=1&provider=x&funding=free").status, 303);
}

TEST_F(ServicePages, AServiceAfterClosureWaitsForReopening) {
  const CaseFiles files = open_one();
  Closure closure;
  closure.set_reason("goals_met");
  closure.set_date("2026-09-16");
  must(Cases(*vault_).add(*steward_, files.case_file, closure));
  Browser browser(*site_, steward_.get());
  EXPECT_EQ(browser.post(add(files), std::string(kMeals) + "&funding=own").status, 303);  // given before it
  const auto refused = browser.post(add(files), std::string(kMeals) + "&funding=own&until=2026-09-17");
  EXPECT_EQ(refused.status, 400);
  EXPECT_TRUE(has(refused, "Reopen the case first"));
  EXPECT_TRUE(has(refused, "#until"));
}

TEST_F(ServicePages, SentTwiceIsWrittenOnceAndACorrectionKeepsTheService) {
  const CaseFiles files = open_one();
  Browser browser(*site_, steward_.get());
  const std::string once = Browser::value_of(browser.get(add(files)).body, "once");
  ASSERT_EQ(once.size(), 26U);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(browser.post(add(files), std::string(kMeals) + "&funding=own&once=" + once).status, 303);
  ASSERT_EQ(given(files.case_file).size(), 1U);
  const Story story = must(Cases(*vault_).read(*steward_, files.case_file));
  const std::string entry = story.all<ServiceGiven>()[0]->latest().id.text();
  const std::string own = "/file/" + files.case_file.text() + "/service/" + entry;
  EXPECT_EQ(Browser::location(browser.get("/file/" + files.case_file.text() + "/correct/" + entry)), own);
  EXPECT_EQ(Browser::location(browser.post("/file/" + files.case_file.text() + "/correct/" + entry, "kind=social_legal")), own);
  const auto form = browser.get(own);
  EXPECT_TRUE(has(form, "value=\"social_domestic/meals\" selected"));
  // Itself is no double charge.
  EXPECT_EQ(browser.post(own, std::string(kMeals) + "&funding=grant_iom").status, 303);
  ASSERT_EQ(given(files.case_file).size(), 1U);
  EXPECT_EQ(given(files.case_file)[0].funding(), "grant_iom");
  // Somebody else was first.
  const auto conflict = browser.post(own, std::string(kMeals) + "&funding=donation");
  EXPECT_EQ(conflict.status, 409);
  EXPECT_TRUE(has(conflict, "kept-words"));
  EXPECT_TRUE(has(conflict, "What you typed"));
}

TEST_F(ServicePages, AnEntryOfTheTimeBeforePacksIsCorrectedUnderItsName) {
  const CaseFiles files = open_one();
  ServiceGiven old;
  old.set_kind("social_domestic");
  old.set_item("accommodation");
  old.set_date("2026-09-12");
  old.set_quantity("3");
  old.set_unit("night");
  old.set_provider("Shelter");
  old.set_funding("own");
  const EntryId entry = must(Cases(*vault_).add(*steward_, files.case_file, old));
  Browser browser(*site_, steward_.get());
  EXPECT_TRUE(has(browser.get("/case/" + files.case_file.text()), "Service given: Safe accommodation"));
  const std::size_t before = length_of(files.case_file);
  const std::string own = "/file/" + files.case_file.text() + "/service/" + entry.text();
  EXPECT_TRUE(has(browser.get(own), "Safe accommodation, as it was recorded"));
  EXPECT_EQ(browser.post(own, "service=stored&date=2026-09-12&quantity=3&unit=night&provider=Shelter&funding=own").status, 303);
  EXPECT_EQ(length_of(files.case_file), before);  // nothing was changed
  EXPECT_EQ(browser.post(own, "service=stored&date=2026-09-12&quantity=4&provider=Shelter&funding=own").status, 303);
  EXPECT_EQ(given(files.case_file)[0].item(), "accommodation");
  EXPECT_EQ(given(files.case_file)[0].quantity(), "4");
}

TEST_F(ServicePages, NormsSayWhatIsVerifiedInEachLanguage) {
  Browser browser(*site_, steward_.get());
  const auto page = browser.get("/norms");
  EXPECT_EQ(page.status, 200);
  for (const char* text : {"Kazakhstan", "id=\"eligibility-citizens-2023-07-01\"", "Social Code", "article 133", "not verified", "verified on", "11616", "Hotline", "Trafficking in minors", "no longer in force", "Bed and room"}) {
    EXPECT_TRUE(has(page, text)) << text;
  }
  browser.get("/language/ru");
  EXPECT_TRUE(has(browser.get("/norms"), "Социальный кодекс"));
  browser.get("/language/kk");
  EXPECT_TRUE(has(browser.get("/norms"), "Әлеуметтік кодекс"));
  browser.get("/language/en");
  must(vault_->change_setting(*steward_, pack::kPackSetting, "gone"));
  const auto missing = browser.get("/norms");
  EXPECT_TRUE(has(missing, "The chosen country pack is not here."));
  EXPECT_TRUE(has(missing, "International minimum"));
}

TEST_F(ServicePages, StandingIsAnEntryOfItsOwn) {
  const CaseFiles files = open_one();
  Browser browser(*site_, steward_.get());
  const std::string address = "/file/" + files.case_file.text() + "/add/ServiceStanding";
  EXPECT_TRUE(has(browser.get("/case/" + files.case_file.text()), address));
  EXPECT_EQ(browser.post(address, "group=candas&date=2030-01-01").status, 400);
  EXPECT_EQ(browser.post(address, "group=candas&date=2026-09-10&paper=certificate").status, 303);
  decided(files, "identified_state", "2026-09-12");
  EXPECT_TRUE(has(browser.get("/case/" + files.case_file.text()), "A candas or a permanent resident who is identified"));
}

TEST_F(ServicePages, ClosedToWhoDoesNotWorkInTheCase) {
  const CaseFiles files = open_one();
  Browser own(*site_, steward_.get());
  own.post(add(files), std::string(kMeals) + "&funding=own");
  const Story story = must(Cases(*vault_).read(*steward_, files.case_file));
  const std::string entry = story.all<ServiceGiven>()[0]->latest().id.text();
  const std::size_t before = length_of(files.case_file);
  for (const auto& kinds : std::vector<std::vector<CircleKind>>{{CircleKind::duty}, {CircleKind::legal}, {CircleKind::health}, {CircleKind::auditors}, {}}) {
    static int number = 0;
    vault::Keyring keys = member("Somebody " + std::to_string(++number));
    for (const CircleKind kind : kinds) must(vault_->join_circle(*steward_, circle(kind), keys.member(), false));
    must(vault_->refresh(keys));
    Browser browser(*site_, &keys);
    for (const std::string& address : {add(files), "/file/" + files.case_file.text() + "/service/" + entry, "/services/new/person/" + files.case_file.text()}) {
      const auto answer = browser.get(address);
      EXPECT_TRUE(answer.status == 404 || answer.status == 403) << address << answer.status;
      EXPECT_FALSE(has(answer, "kept-words"));
      EXPECT_GE(browser.post(address, std::string(kMeals) + "&funding=free").status, 400) << address;
    }
    EXPECT_FALSE(has(browser.get("/services/new?whose=all"), files.alias));
    EXPECT_FALSE(has(browser.post("/services/new", std::string(kMeals) + "&funding=free&case=" + files.case_file.text()), files.alias));
    EXPECT_FALSE(has(browser.post("/services/new/yesterday", "date=2026-09-20&give=" + files.case_file.text() + "." + entry), "Shelter"));
  }
  EXPECT_EQ(length_of(files.case_file), before);
}

}  // namespace
}  // namespace arasha::casework

#include "directory/pages.h"

#include "house.h"

namespace arasha::directory {
namespace {

// Requests go straight to the site, with the cookies and the form token of one member.
class Browser {
 public:
  Browser(web::Site& site, const vault::Keyring& by, std::string language = "en") : site_(site), language_(std::move(language)) {
    web::Request request;
    request.fetch_site = "same-origin";
    for (const auto& [name, value] : site.begin(request, by, "/").headers) {
      if (name == "Set-Cookie") cookies_[value.substr(0, value.find('='))] = value.substr(value.find('=') + 1, value.find(';') - value.find('=') - 1);
    }
    csrf_ = value_of(get("/account").body, "csrf");
  }
  web::Response get(const std::string& address) { return site_.handle(to(address)); }
  web::Response post(const std::string& address, const std::string& form) {
    web::Request request = to(address);
    request.method = web::Method::post;
    request.form = must(schema::parse_urlencoded(form));
    request.form.add("csrf", csrf_);
    return site_.handle(request);
  }
  static std::string value_of(const std::string& body, const std::string& name) {
    const auto at = body.find("name=\"" + name + "\" value=\"");
    if (at == std::string::npos) return "";
    const auto begin = at + name.size() + 15;
    return body.substr(begin, body.find('"', begin) - begin);
  }
  static std::string location(const web::Response& response) {
    for (const auto& [name, value] : response.headers) {
      if (name == "Location") return value;
    }
    return "";
  }

 private:
  web::Request to(const std::string& address) {
    web::Request request;
    request.path = address.substr(0, address.find('?'));
    if (address.find('?') != std::string::npos) request.query = must(schema::parse_urlencoded(address.substr(address.find('?') + 1)));
    request.cookies.insert(cookies_.begin(), cookies_.end());
    request.fetch_site = "same-origin";
    request.accept_language = language_;
    return request;
  }
  web::Site& site_;
  std::string language_;
  std::map<std::string, std::string> cookies_;
  std::string csrf_;
};

class DirectoryPages : public House {
 protected:
  void SetUp() override {
    House::SetUp();
    must(vault_->change_setting(*steward_, pack::kPackSetting, "kz"));
    site_ = std::make_unique<web::Site>(*vault_, false);
    add_pages(*site_, *projection_, *table_);
  }
  void TearDown() override {
    site_.reset();
    House::TearDown();
  }
  std::unique_ptr<web::Site> site_;
};

bool has(const web::Response& response, std::string_view text) { return response.body.find(text) != std::string::npos; }

TEST_F(DirectoryPages, MyWorkSaysHowManyAreToBeCheckedAgain) {
  site_->get("/line", [line = due_line(*vault_, *projection_, *table_)](const web::Visit& visit) {
    web::Page page = visit.page("line");
    page.main = line(visit);
    return web::Response::page(web::layout(page));
  });
  open(organisation("First shelter"));
  clock_.advance(std::chrono::days(100));
  const FileId second = open(organisation("Second shelter"));
  // A session does not last for months.
  const auto look = [&](const char* address) { return Browser(*site_, *steward_).get(address); };
  EXPECT_FALSE(has(look("/line"), "to be checked again"));
  clock_.advance(std::chrono::days(100));
  const auto one = look("/line");
  EXPECT_TRUE(has(one, "1 organisation of the directory is to be checked again"));
  EXPECT_TRUE(has(one, "href=\"/directory/due\""));
  EXPECT_FALSE(has(one, "First shelter"));
  clock_.advance(std::chrono::days(100));
  EXPECT_TRUE(has(look("/line"), "2 organisations of the directory are to be checked again"));
  EXPECT_TRUE(has(look("/directory/due"), "Second shelter"));
  // Looked at: it is not due any more.
  DirectoryChecked checked;
  checked.set_date(to_iso(date_of(clock_.now())));
  add(second, checked);
  EXPECT_TRUE(has(look("/line"), "1 organisation of the directory is to be checked again"));
  // Who does not read the directory is told nothing of it.
  const auto outside = in("Outside", {vault::CircleKind::health});
  Browser other(*site_, outside);
  EXPECT_EQ(other.get("/directory/due").status, 404);
  EXPECT_FALSE(has(other.get("/line"), "to be checked again"));
}

TEST_F(DirectoryPages, AnOrganisationIsAddedFoundAndCorrected) {
  Browser browser(*site_, *steward_);
  const auto form = browser.get("/directory/add");
  const std::string once = Browser::value_of(form.body, "once");
  const auto added = browser.post("/directory/add", "once=" + once + "&name=%D0%9F%D1%80%D0%B8%D1%8E%D1%82&type=ngo_shelter&give_on=no");
  ASSERT_EQ(added.status, 303) << added.body.substr(0, 400);
  const std::string home = Browser::location(added);
  EXPECT_EQ(Browser::location(browser.post("/directory/add", "once=" + once + "&name=%D0%9F%D1%80%D0%B8%D1%8E%D1%82&type=ngo_shelter&give_on=no")), home);
  EXPECT_TRUE(has(browser.get("/directory?text=priyut"), home));
  EXPECT_TRUE(has(browser.get(home), "Приют"));

  ASSERT_EQ(browser.post(home + "/add/DirectoryPlace", "locality=Almaty&secrecy=secret&address=Hidden+5").status, 303);
  const auto service_form = browser.get(home + "/add/DirectoryService");
  const std::string mark = "name=\"places\" type=\"checkbox\" value=\"";
  const auto at = service_form.body.find(mark);
  ASSERT_NE(at, std::string::npos);
  const std::string place = service_form.body.substr(at + mark.size(), 26);
  const auto service = browser.post(home + "/add/DirectoryService", "name=Beds&needs=accommodation&status=active&hours-0-days=mo&hours-0-opens=09:00&hours-0-closes=18:00&places=" + place);
  ASSERT_EQ(service.status, 303) << service.body.substr(0, 2000);
  EXPECT_TRUE(has(browser.get("/directory?need=accommodation&where=almaty&day=mo&time=10:00"), home));
  EXPECT_FALSE(has(browser.get("/directory?need=accommodation&day=mo&time=19:00"), home));
  const auto page = browser.get(home);
  EXPECT_TRUE(has(page, "Monday 09:00–18:00"));
  EXPECT_TRUE(has(page, "Secret address"));
}

TEST_F(DirectoryPages, MistakesStandBesideTheirFieldsAndNothingIsLost) {
  Browser browser(*site_, *steward_);
  const FileId file = open(organisation("A"));
  const auto wrong = browser.post("/directory/" + file.text() + "/add/DirectoryService", "name=Night+shelter&status=active&hours-0-opens=nine&hours-0-closes=18:00");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_TRUE(has(wrong, "Write a time like 09:00."));
  EXPECT_TRUE(has(wrong, "Night shelter"));
  EXPECT_TRUE(has(wrong, "nine"));
  EXPECT_TRUE(has(wrong, "href=\"#hours-0-opens\""));
  const auto more = browser.post("/directory/" + file.text() + "/add/DirectoryService", "name=Night+shelter&more=hours");
  EXPECT_EQ(more.status, 200);
  EXPECT_TRUE(has(more, "Night shelter"));
}

TEST_F(DirectoryPages, TwoWhoCorrectTheSameSeeBoth) {
  Browser browser(*site_, *steward_);
  const FileId file = open(organisation("A"));
  const EntryId seen = add(file, service("Old", {}));
  const std::string address = "/directory/" + file.text() + "/correct/" + seen.text();
  EXPECT_EQ(browser.post(address, "name=Mine&status=active").status, 303);
  const auto late = browser.post(address, "name=Theirs&status=active");
  EXPECT_EQ(late.status, 409);
  EXPECT_TRUE(has(late, "Mine"));
  EXPECT_TRUE(has(late, "Theirs"));
}

TEST_F(DirectoryPages, CheckedTodayTakesItOffTheList) {
  const FileId file = open(organisation("Shelter of old"));
  clock_.advance(std::chrono::hours(24 * 200));
  Browser browser(*site_, *steward_);
  EXPECT_TRUE(has(browser.get("/directory/due"), "Shelter of old"));
  EXPECT_TRUE(has(browser.get("/directory"), "never checked"));
  EXPECT_EQ(browser.post("/directory/" + file.text() + "/checked", "").status, 303);
  EXPECT_FALSE(has(browser.get("/directory/due"), "Shelter of old"));
  EXPECT_TRUE(has(browser.get("/directory"), "Checked today"));
}

TEST_F(DirectoryPages, AStewardChoosesAfterHowManyMonths) {
  open(organisation("Shelter of old"));
  clock_.advance(std::chrono::hours(24 * 100));
  Browser browser(*site_, *steward_);
  EXPECT_FALSE(has(browser.get("/directory/due"), "Shelter of old"));
  EXPECT_EQ(browser.post("/directory/due", "months=3").status, 303);
  EXPECT_TRUE(has(browser.get("/directory/due"), "Shelter of old"));
  EXPECT_EQ(browser.post("/directory/due", "months=0").status, 400);
}

TEST_F(DirectoryPages, ClosedThingsStandApart) {
  Browser browser(*site_, *steward_);
  const FileId file = open(organisation("A"));
  const EntryId seen = add(file, service("Old service", {}));
  const std::string home = "/directory/" + file.text();
  EXPECT_EQ(browser.post(home + "/close/" + seen.text(), "").status, 303);
  const auto page = browser.get(home);
  EXPECT_TRUE(has(page, "Closed on"));
  const auto record = must(Files(*vault_).read(*steward_, file));
  EXPECT_EQ(browser.post(home + "/reopen/" + record.all<DirectoryService>().front()->latest().id.text(), "").status, 303);
  EXPECT_FALSE(has(browser.get(home), "Closed on"));
}

TEST_F(DirectoryPages, InstitutionsOfThePackAreThereFromTheStart) {
  Browser browser(*site_, *steward_);
  const auto page = browser.get("/directory");
  EXPECT_TRUE(has(page, "National hotline 11616"));
  EXPECT_TRUE(has(page, "Not verified"));
  EXPECT_TRUE(has(browser.get("/directory?text=11616"), "National hotline 11616"));
  EXPECT_FALSE(has(browser.get("/directory?text=nothing"), "National hotline 11616"));
  const auto form = browser.get("/directory/add?from=hotline-11616");
  EXPECT_TRUE(has(form, "National hotline 11616"));
  const auto added = browser.post("/directory/add", "name=Hotline+11616&type=ngo_hotline&give_on=yes&from=hotline-11616");
  ASSERT_EQ(added.status, 303);
  EXPECT_TRUE(has(browser.get(Browser::location(added)), "11616"));
  EXPECT_FALSE(has(browser.get("/directory?text=11616"), "From the country pack"));
}

TEST_F(DirectoryPages, TheFileToBeGivenOnIsRecordedWithItsRecipient) {
  Browser browser(*site_, *steward_);
  open(organisation("Public one"));
  auto ours = organisation("Ours alone");
  ours.set_give_on("no");
  open(ours);
  EXPECT_EQ(browser.post("/directory/given", "form=json").status, 400);
  const auto file = browser.post("/directory/given", "form=json&recipient=Network+of+shelters");
  EXPECT_EQ(file.status, 200);
  EXPECT_EQ(file.content_type, "application/json");
  EXPECT_TRUE(has(file, "Public one"));
  EXPECT_FALSE(has(file, "Ours alone"));
  EXPECT_TRUE(browser.post("/directory/given", "form=csv&recipient=Network").body.starts_with("PK"));
  EXPECT_TRUE(has(browser.get("/directory/given"), "Network of shelters"));
}

TEST_F(DirectoryPages, WhoIsInNoCircleOfItMeetsNoPage) {
  const FileId file = open(organisation("A"));
  const EntryId seen = add(file, service("S", {}));
  Browser outside(*site_, in("Dinara", {vault::CircleKind::statistics}));
  const std::string home = "/directory/" + file.text();
  for (const std::string& address : {std::string("/directory"), std::string("/directory/due"), std::string("/directory/given"), std::string("/directory/import"), std::string("/directory/add"), home,
                                     home + "/add/DirectoryService", home + "/correct/" + seen.text()}) {
    EXPECT_EQ(outside.get(address).status, 404) << address;
  }
  for (const std::string& address : {std::string("/directory/add"), std::string("/directory/given"), std::string("/directory/import/confirm"), home + "/checked", home + "/add/DirectoryService",
                                     home + "/correct/" + seen.text(), home + "/close/" + seen.text()}) {
    EXPECT_EQ(outside.post(address, "name=x&status=active&type=other&give_on=yes&recipient=x&form=json").status, 404) << address;
  }
  EXPECT_FALSE(has(outside.get("/account"), "href=\"/directory\""));
  EXPECT_EQ(must(Files(*vault_).read(*steward_, file)).length, 2U);
}

TEST_F(DirectoryPages, WhoMayLookIsOfferedNothingToWrite) {
  const FileId file = open(organisation("A"));
  const EntryId seen = add(file, service("S", {}));
  Browser browser(*site_, in("Daniyar", {vault::CircleKind::casework}));
  const std::string home = "/directory/" + file.text();
  const auto page = browser.get(home);
  EXPECT_EQ(page.status, 200);
  EXPECT_FALSE(has(page, "/correct/"));
  EXPECT_FALSE(has(page, "I checked this today"));
  for (const std::string& address : {std::string("/directory/add"), home + "/checked", home + "/add/DirectoryService", home + "/correct/" + seen.text(), home + "/close/" + seen.text(),
                                     std::string("/directory/given"), std::string("/directory/import/confirm")}) {
    EXPECT_EQ(browser.post(address, "name=x&status=active&type=other&give_on=yes&recipient=x&form=json").status, 404) << address;
  }
}

TEST_F(DirectoryPages, UnknownAddressesAnswerAlike) {
  Browser browser(*site_, *steward_);
  const FileId file = open(organisation("A"));
  const std::string home = "/directory/" + file.text();
  const FileId other = new_file(*steward_, {kAssistance});
  for (const std::string& address : {"/directory/" + crypto::random_id<FileId>().text(), "/directory/" + other.text(), std::string("/directory/x"), home + "/add/FirstContact", home + "/add/DirectoryOutflow",
                                     home + "/add/Nothing", home + "/correct/" + crypto::random_id<EntryId>().text()}) {
    EXPECT_EQ(browser.get(address).status, 404) << address;
  }
}

TEST_F(DirectoryPages, WhatIsTypedIsEscaped) {
  Browser browser(*site_, *steward_);
  auto evil = organisation("<script>alert(1)</script>");
  const FileId file = open(evil);
  EXPECT_FALSE(has(browser.get("/directory"), "<script>alert"));
  EXPECT_FALSE(has(browser.get("/directory/" + file.text()), "<script>alert"));
  EXPECT_FALSE(has(browser.get("/directory?text=%3Cscript%3Ealert(1)%3C/script%3E"), "<script>alert"));
}

TEST_F(DirectoryPages, OddFiltersBreakNothing) {
  Browser browser(*site_, *steward_);
  open(organisation("A"));
  for (const char* query : {"need=nothing", "age=-1", "age=999999999999", "day=xx&time=99:99", "page=0", "page=99999", "where=%00", "type=%27", "text=%20"}) {
    EXPECT_EQ(browser.get(std::string("/directory?") + query).status, 200) << query;
  }
}

TEST_F(DirectoryPages, AFileIsSeenBeforeItIsTakenOver) {
  Browser browser(*site_, *steward_);
  // As the upload leaves it: the file lies sealed as the member's draft until she confirms.
  const std::string json = R"([{"id":"d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610","name":"From elsewhere"}])";
  EXPECT_EQ(browser.post("/directory/import/confirm", "seen=x&give_on=no").status, 400);
  must(vault_->keep_draft(steward_->member(), "/directory/import/kept", view(json)));
  const auto shown = browser.post("/directory/import/confirm", "seen=x&give_on=no");
  EXPECT_TRUE(has(shown, "From elsewhere"));
  EXPECT_TRUE(rows().empty());
  const auto done = browser.post("/directory/import/confirm", "seen=" + Browser::value_of(shown.body, "seen") + "&give_on=no");
  EXPECT_EQ(done.status, 303);
  ASSERT_EQ(rows().size(), 1U);
  // What she said of giving on is a part of what she saw.
  EXPECT_EQ(rows().front().card.organisation().give_on(), "no");
}

}  // namespace
}  // namespace arasha::directory

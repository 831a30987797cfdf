#include "web/site.h"

#include "browser.h"

namespace arasha::web {
namespace {

using vault::must;

class SiteTest : public vault::World {
 protected:
  void SetUp() override {
    World::SetUp();
    site_ = make_site();
  }
  void TearDown() override {
    site_.reset();
    World::TearDown();
  }
  std::unique_ptr<Site> make_site(bool secure = false) {
    auto out = std::make_unique<Site>(*vault_, secure);
    out->get("/", [](const Visit& visit) { return Response::page(layout(visit.page("Work"))); });
    out->get("/form", [this](const Visit& visit) {
      const auto draft = vault_->draft(visit.keyring, "/form");
      Page page = visit.page("Form");
      page.main = post_form("/form", visit.csrf, Html::text(draft && *draft ? text_view(**draft) : "no draft"));
      return Response::page(layout(page));
    });
    out->post("/form", [this](const Visit& visit) {
      saved_ = std::string(visit.request.form.get("note"));
      return Response::redirect("/through", "Saved: {1}.", {"note"});
    });
    out->get("/through", [](const Visit&) { return Response::redirect("/"); });
    out->post("/fails", [this](const Visit& visit) {
      saved_ = std::string(visit.request.form.get("note"));
      return error_page(visit, Error(full_ ? ErrorCode::full : ErrorCode::denied, "No."));
    });
    out->get("/fails", [](const Visit& visit) { return error_page(visit, Error(ErrorCode::busy, "Busy.")); });
    return out;
  }
  std::unique_ptr<Site> site_;
  TestBrowser& browser() {
    if (!browser_) browser_.emplace(*site_);
    browser_->use(*site_);
    return *browser_;
  }
  std::string saved_;
  bool full_ = true;

 private:
  std::optional<TestBrowser> browser_;
};

TEST_F(SiteTest, SignInCarriesCookiesThatScriptsAndOthersDoNotGet) {
  const Response page = browser().get("/form?a=1");
  EXPECT_EQ(page.status, 303);
  EXPECT_EQ(TestBrowser::header(page, "Location"), "/sign-in?to=%2Fform%3Fa%3D1");
  const Response in = browser().sign_in("Saule", std::string(kPassword), "/form?a=1");
  EXPECT_EQ(in.status, 303);
  EXPECT_EQ(TestBrowser::header(in, "Location"), "/form?a=1");
  EXPECT_NE(TestBrowser::header(in, "Set-Cookie").find("; Path=/; HttpOnly; SameSite=Strict"), std::string::npos);
  EXPECT_EQ(TestBrowser::header(in, "Set-Cookie").find("Max-Age"), std::string::npos);  // ends with the browser
  EXPECT_EQ(browser().get("/form").status, 200);
  EXPECT_EQ(browser().get("/sign-in?to=/form").status, 303);  // in already
}

TEST_F(SiteTest, BehindTlsCookiesAreBoundToTheHost) {
  site_ = make_site(true);
  const Response in = browser().sign_in("Saule", std::string(kPassword));
  const std::string cookie = TestBrowser::header(in, "Set-Cookie");
  EXPECT_TRUE(cookie.starts_with("__Host-arasha=")) << cookie;
  EXPECT_NE(cookie.find("; Secure"), std::string::npos);
  EXPECT_EQ(browser().get("/form").status, 200);
  browser().cookies["arasha"] = browser().cookies["__Host-arasha"];
  browser().cookies.erase("__Host-arasha");
  EXPECT_EQ(browser().get("/form").status, 303);  // the plain name counts for nothing
}

TEST_F(SiteTest, OneAnswerForWrongUnknownClosedAndThrottled) {
  const vault::Keyring closed = member("Dana");
  must(vault_->close_member(steward(), closed.member()));
  const std::string wrong = browser().sign_in("Saule", "not this one at all").body;
  EXPECT_EQ(browser().sign_in("Saule", "not this one at all").status, 403);
  EXPECT_NE(wrong.find("The name or the passphrase is not right"), std::string::npos);
  const auto same = [&](std::string body, const std::string& name) {
    for (auto at = body.find("value=\"" + name + "\""); at != std::string::npos; at = body.find("value=\"" + name + "\"")) body.replace(at, name.size() + 8, "value=\"Saule\"");
    return body;
  };
  EXPECT_EQ(same(browser().sign_in("Nobody", "not this one at all").body, "Nobody"), wrong);
  EXPECT_EQ(same(browser().sign_in("Dana", "a long passphrase of hers").body, "Dana"), wrong);
  for (int i = 0; i < 5; ++i) browser().sign_in("Saule", "not this one at all");
  const Response throttled = browser().sign_in("Saule", std::string(kPassword));
  EXPECT_EQ(throttled.status, 403);
  EXPECT_EQ(throttled.body, wrong);
  clock_.advance(std::chrono::minutes(5));
  EXPECT_EQ(browser().sign_in("Saule", std::string(kPassword)).status, 303);
}

TEST_F(SiteTest, StrangersDoNotShutOutWhoSignedInFromThisBrowserBefore) {
  browser().sign_in("Saule", std::string(kPassword));
  browser().cookies.erase("arasha");  // the session is over, the device mark stays
  TestBrowser stranger(*site_);
  stranger.from = browser().from;     // behind the same address
  for (int i = 0; i < 20; ++i) stranger.sign_in("Saule", "guess");
  EXPECT_NE(stranger.sign_in("Saule", std::string(kPassword)).status, 303);
  EXPECT_EQ(browser().sign_in("Saule", std::string(kPassword)).status, 303);
  // A made-up mark is none.
  stranger.cookies["arasha_device"] = "00000000000000000000000000.0000000000000000000000000000000000";
  EXPECT_NE(stranger.sign_in("Saule", std::string(kPassword)).status, 303);
}

TEST_F(SiteTest, FormsFromElsewhereAreRefused) {
  browser().sign_in("Saule", std::string(kPassword));
  const std::string csrf = browser().csrf();
  ASSERT_FALSE(csrf.empty());
  Request request = browser().request(Method::post, "/form");
  request.form.add("note", "x");
  request.form.add("csrf", csrf);
  Request other = request;
  other.fetch_site = "cross-site";
  EXPECT_EQ(browser().send(other).status, 403);
  other.fetch_site = "same-site";
  EXPECT_EQ(browser().send(other).status, 403);
  other.fetch_site = "";
  EXPECT_EQ(browser().send(other).status, 403);  // neither header
  other.origin = "null";
  EXPECT_EQ(browser().send(other).status, 403);
  other.origin = "http://localhost:8470.evil.example";
  EXPECT_EQ(browser().send(other).status, 403);
  EXPECT_EQ(saved_, "");
  other.origin = "http://localhost:8470";
  EXPECT_EQ(browser().send(other).status, 303);
  EXPECT_EQ(saved_, "x");
  // Without, with a wrong, with two tokens; with another kind of body.
  EXPECT_EQ(browser().post("/form", {{"note", "y"}}).status, 403);
  EXPECT_EQ(browser().post("/form", {{"note", "y"}, {"csrf", "0" + csrf}}).status, 403);
  EXPECT_EQ(browser().post("/form", {{"note", "y"}, {"csrf", csrf}, {"csrf", csrf}}).status, 400);
  request.content_type = "text/plain";
  EXPECT_EQ(browser().send(request).status, 415);
  EXPECT_EQ(saved_, "x");
  EXPECT_EQ(browser().get("/account?page=1&page=2").status, 400);
}

TEST_F(SiteTest, WhatWasDoneIsSaidOnceOnThePageThatIsSeen) {
  browser().sign_in("Saule", std::string(kPassword));
  EXPECT_EQ(browser().post("/form", {{"note", "x"}, {"csrf", browser().csrf()}}).status, 303);
  EXPECT_EQ(browser().get("/through").status, 303);
  EXPECT_NE(browser().get("/").body.find("Saved: note."), std::string::npos);
  EXPECT_EQ(browser().get("/").body.find("Saved: note."), std::string::npos);
}

TEST_F(SiteTest, FormOfASessionThatRanOutBecomesADraft) {
  browser().sign_in("Saule", std::string(kPassword));
  const std::string csrf = browser().csrf();
  clock_.advance(std::chrono::hours(1));
  const Response late = browser().post("/form", {{"note", "Aliya's words"}, {"csrf", csrf}});
  EXPECT_EQ(TestBrowser::header(late, "Location"), "/sign-in?kept=1&to=%2Fform");
  EXPECT_EQ(saved_, "");
  EXPECT_NE(browser().get("/sign-in?kept=1&to=/form").body.find("is kept"), std::string::npos);
  EXPECT_EQ(TestBrowser::header(browser().sign_in("Saule", std::string(kPassword), "/form"), "Location"), "/form");
  const std::string page = browser().get("/form").body;
  EXPECT_NE(page.find("note=Aliya%27s+words"), std::string::npos) << page;
  EXPECT_EQ(page.find("csrf="), std::string::npos);  // the old token is no part of the draft
}

// The server was killed between the page and the form: it does not know the session any more.
TEST_F(SiteTest, FormOfAServerThatWasKilledGoesAlongWithSigningIn) {
  browser().sign_in("Saule", std::string(kPassword));
  const std::string csrf = browser().csrf();
  site_.reset();
  reopen();
  site_ = make_site();
  const Response page = browser().post("/form", {{"note", "Aliya & \"others\" <b>"}, {"csrf", csrf}});
  EXPECT_EQ(page.status, 401);
  const std::string carried = TestBrowser::hidden_in(page.body, "carried");
  EXPECT_EQ(carried, "note=Aliya+%26+%22others%22+%3Cb%3E");
  EXPECT_EQ(TestBrowser::hidden_in(page.body, "to"), "/form");
  // A wrong passphrase loses nothing.
  const Response wrong = browser().post("/sign-in", {{"name", "Saule"}, {"password", "wrong"}, {"to", "/form"}, {"carried", carried}});
  EXPECT_EQ(TestBrowser::hidden_in(wrong.body, "carried"), carried);
  const Response in = browser().post("/sign-in", {{"name", "Saule"}, {"password", std::string(kPassword)}, {"to", "/form"}, {"carried", carried}});
  EXPECT_EQ(TestBrowser::header(in, "Location"), "/form");
  EXPECT_NE(browser().get("/form").body.find("Aliya+%26+%22others%22"), std::string::npos);
  EXPECT_EQ(saved_, "");  // only she sends it
}

TEST_F(SiteTest, FormWithoutAGenuineTokenIsNotCarried) {
  const Response page = browser().post("/form", {{"note", "x"}, {"csrf", "anything"}});
  EXPECT_EQ(page.status, 403);
  EXPECT_EQ(page.body.find("carried"), std::string::npos);
}

TEST_F(SiteTest, DraftsOnlyForAddressesThatTakeForms) {
  browser().sign_in("Saule", std::string(kPassword));
  const std::string csrf = browser().csrf();
  EXPECT_EQ(browser().post("/draft", {{"csrf", csrf}, {"draft-place", "/form"}, {"note", "half a sen"}}).status, 204);
  EXPECT_NE(browser().get("/form").body.find("note=half+a+sen"), std::string::npos);
  EXPECT_EQ(browser().post("/draft", {{"csrf", csrf}, {"draft-place", "/anything"}, {"note", "x"}}).status, 404);
  EXPECT_EQ(browser().post("/draft", {{"draft-place", "/form"}, {"note", "x"}}).status, 403);
  EXPECT_EQ(browser().post("/draft", {{"csrf", csrf}, {"draft-place", "/form"}, {"note", std::string(400'000, 'x')}}).status, 413);
}

TEST_F(SiteTest, SessionsAreSeenAndEnded) {
  browser().sign_in("Saule", std::string(kPassword));
  TestBrowser telephone(*site_);
  telephone.user_agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36";
  telephone.sign_in("Saule", std::string(kPassword));
  const std::string page = browser().get("/account/sessions").body;
  EXPECT_NE(page.find("Firefox, computer"), std::string::npos) << page;
  EXPECT_NE(page.find("Chrome, telephone or tablet"), std::string::npos);
  EXPECT_NE(page.find("This one"), std::string::npos);
  const std::string other = TestBrowser::hidden_in(page, "session");
  EXPECT_EQ(other.size(), 16U);
  // Nobody else can end it.
  const vault::Keyring aigul = member("Aigul");
  TestBrowser hers(*site_);
  hers.sign_in("Aigul", "a long passphrase of hers");
  hers.post("/account/sessions", {{"csrf", hers.csrf()}, {"session", other}});
  EXPECT_EQ(telephone.get("/form").status, 200);
  browser().post("/account/sessions", {{"csrf", browser().csrf()}, {"session", other}});
  EXPECT_EQ(telephone.get("/form").status, 303);
  EXPECT_EQ(browser().get("/form").status, 200);
  telephone.sign_in("Saule", std::string(kPassword));
  browser().post("/account/sessions", {{"csrf", browser().csrf()}, {"session", "others"}});
  EXPECT_EQ(telephone.get("/form").status, 303);
  EXPECT_EQ(hers.get("/form").status, 200);
}

TEST_F(SiteTest, SignOutAndExitEndTheSessionAtOnce) {
  browser().sign_in("Saule", std::string(kPassword));
  const auto before = browser().cookies;
  const Response out = browser().get("/exit");
  EXPECT_FALSE(TestBrowser::header(out, "Location").starts_with("/"));
  EXPECT_EQ(TestBrowser::header(out, "Clear-Site-Data"), "\"cache\", \"storage\"");
  browser().cookies = before;
  EXPECT_EQ(browser().get("/form").status, 303);
}

TEST_F(SiteTest, LanguageIsTheMembersAndFollowsHerToAnotherBrowser) {
  browser().sign_in("Saule", std::string(kPassword));
  EXPECT_EQ(TestBrowser::header(browser().get("/language/kk?to=/form%3Fa%3D1"), "Location"), "/form?a=1");
  EXPECT_NE(browser().get("/form").body.find("lang=\"kk\""), std::string::npos);
  EXPECT_NE(browser().get("/form?lang=ru").body.find("<html lang=\"ru\""), std::string::npos);  // one page only
  EXPECT_NE(browser().get("/form").body.find("<html lang=\"kk\""), std::string::npos);
  TestBrowser other(*site_);
  other.language = "ru";
  EXPECT_NE(other.get("/sign-in").body.find("<html lang=\"ru\""), std::string::npos);
  other.sign_in("Saule", std::string(kPassword));
  EXPECT_NE(other.get("/form").body.find("<html lang=\"kk\""), std::string::npos);
  EXPECT_EQ(TestBrowser::header(browser().get("/language/xx?to=//evil.example"), "Location"), "/");
}

TEST_F(SiteTest, GateStandsBeforePages) {
  site_->gate([](const Visit& visit) -> std::optional<Response> {
    if (visit.request.path == "/form") return Response::redirect("/wait");
    return std::nullopt;
  });
  browser().sign_in("Saule", std::string(kPassword));
  EXPECT_EQ(TestBrowser::header(browser().get("/form"), "Location"), "/wait");
  EXPECT_EQ(browser().get("/").status, 200);
}

TEST_F(SiteTest, UnknownAddressesAndMethods) {
  EXPECT_EQ(browser().get("/nothing").status, 404);
  const Response wrong = browser().get("/sign-out");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(TestBrowser::header(wrong, "Allow"), "POST");
  EXPECT_EQ(site_->body_limit(Method::post, "/nothing"), 0U);
  EXPECT_EQ(site_->body_limit(Method::get, "/form"), 0U);
  EXPECT_GT(site_->body_limit(Method::post, "/form"), 100'000U);
  EXPECT_EQ(browser().post("/csp-report", {}).status, 204);
}

TEST_F(SiteTest, ErrorsSayWhatToDoNextInTheLanguageOfWhoAsks) {
  browser().sign_in("Saule", std::string(kPassword));
  const Response busy = browser().get("/fails");
  EXPECT_EQ(busy.status, 503);
  EXPECT_NE(busy.body.find("Wait a minute and try again."), std::string::npos);
  Request request = browser().request(Method::get, "/");
  request.accept_language = "kk-KZ,kk;q=0.9";
  const Response incident = site_->problem(request, 500, Error(ErrorCode::internal, "Something went wrong. Nothing was saved."), "123456789");
  EXPECT_NE(incident.body.find("lang=\"kk\""), std::string::npos);
  EXPECT_NE(incident.body.find("123456789"), std::string::npos);
}

TEST_F(SiteTest, WhatAFullDiskRefusedIsSavedAgainFromThePage) {
  browser().sign_in("Saule", std::string(kPassword));
  const std::string csrf = browser().csrf();
  const Response full = browser().post("/fails?from=1", {{"note", "<kept> \"text\""}, {"note", "second"}, {"csrf", csrf}});
  EXPECT_EQ(full.status, 507);
  EXPECT_NE(full.body.find("action=\"/fails?from=1\""), std::string::npos);
  EXPECT_NE(full.body.find("name=\"note\" value=\"&lt;kept&gt; &quot;text&quot;\""), std::string::npos) << full.body;
  EXPECT_NE(full.body.find("value=\"second\""), std::string::npos);
  // A passphrase is never written into a page, and what is not allowed is not offered again.
  const Response secret = browser().post("/fails", {{"current", "a long passphrase"}, {"note", "kept"}, {"csrf", csrf}});
  EXPECT_EQ(secret.status, 507);
  EXPECT_EQ(secret.body.find("a long passphrase"), std::string::npos);
  EXPECT_EQ(secret.body.find("Save again"), std::string::npos);
  full_ = false;
  EXPECT_EQ(browser().post("/fails", {{"note", "kept"}, {"csrf", csrf}}).body.find("Save again"), std::string::npos);
}

TEST(SafeReturn, OnlyPathsOfOurs) {
  EXPECT_EQ(safe_return("/cases?state=active&page=2"), "/cases?state=active&page=2");
  for (const char* bad : {"", "//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil", "javascript:alert(1)", "/a\r\nSet-Cookie: x", "/\t/evil.example"}) {
    EXPECT_EQ(safe_return(bad), "/") << bad;
  }
}

}  // namespace
}  // namespace arasha::web

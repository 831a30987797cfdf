// Addresses for programs: no origin is asked, no cookie is seen, and limits are their own.
#include "browser.h"

namespace arasha::web {
namespace {

class MachineTest : public vault::World {
 protected:
  void SetUp() override {
    World::SetUp();
    site_ = std::make_unique<Site>(*vault_, false);
    site_->get("/", [](const Visit& visit) { return Response::page(layout(visit.page("Work"))); });
    site_->post("/save", [](const Visit&) { return Response::redirect("/"); });
    site_->machine_post("/in/{to}", {5000, {2, std::chrono::seconds(10), 100, std::chrono::milliseconds(1), 100}},
                        [this](const PathParameters& parameters, BytesView body) {
                          got_ = parameters.at("to") + ":" + to_text(body);
                          return Response::plain(202, "");
                        });
  }
  void TearDown() override {
    site_.reset();
    World::TearDown();
  }
  Request request(const std::string& from = "198.51.100.1") {
    Request out;
    out.method = Method::post;
    out.path = "/in/here";
    out.content_type = "application/octet-stream";
    out.bytes = "bytes";
    out.host = "house.example";
    out.from = from;
    return out;
  }
  std::unique_ptr<Site> site_;
  std::string got_;
};

TEST_F(MachineTest, TakesBytesFromAnywhere) {
  Request foreign = request();
  foreign.origin = "https://elsewhere.example";
  foreign.fetch_site = "cross-site";
  EXPECT_EQ(site_->handle(foreign).status, 202);
  EXPECT_EQ(got_, "here:bytes");
}

TEST_F(MachineTest, LooksAtNoSession) {
  TestBrowser browser(*site_);
  browser.sign_in("Saule", std::string(kPassword));
  Request with_cookies = request();
  with_cookies.cookies = browser.cookies;
  const Response out = site_->handle(with_cookies);
  EXPECT_EQ(out.status, 202);
  EXPECT_EQ(TestBrowser::header(out, "Set-Cookie"), "");
  Request cookie_of_somebody = request("203.0.113.5");
  cookie_of_somebody.cookies["arasha"] = "no session";
  EXPECT_EQ(site_->handle(cookie_of_somebody).status, 202);
}

TEST_F(MachineTest, TakesNoFormAndOthersTakeNoBytes) {
  Request form = request();
  form.content_type = "";
  EXPECT_EQ(site_->handle(form).status, 415);
  EXPECT_EQ(got_, "");
  Request elsewhere = request();
  elsewhere.path = "/save";
  elsewhere.fetch_site = "same-origin";
  EXPECT_EQ(site_->handle(elsewhere).status, 415);
  Request reading = request();
  reading.method = Method::get;
  EXPECT_EQ(site_->handle(reading).status, 405);
}

TEST_F(MachineTest, HasLimitsOfItsOwn) {
  EXPECT_EQ(site_->body_limit(Method::post, "/in/here"), 5000U);
  EXPECT_EQ(site_->body_limit(Method::get, "/in/here"), 0U);
  EXPECT_EQ(site_->body_limit(Method::post, "/save"), 1024U * 1024);
  EXPECT_EQ(site_->body_limit(Method::post, "/in"), 0U);
  EXPECT_EQ(site_->upload_limit("/in/here"), 0U);
  EXPECT_EQ(site_->handle(request()).status, 202);
  EXPECT_EQ(site_->handle(request()).status, 202);
  const Response out = site_->handle(request());
  EXPECT_EQ(out.status, 429);
  EXPECT_EQ(TestBrowser::header(out, "Retry-After"), "10");
  EXPECT_EQ(site_->handle(request("203.0.113.5")).status, 202) << "another network";
  clock_.advance(std::chrono::seconds(10));
  EXPECT_EQ(site_->handle(request()).status, 202);
}

}  // namespace
}  // namespace arasha::web

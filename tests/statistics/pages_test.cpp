#include "statistics/pages.h"

#include <gmock/gmock.h>

#include "arasha/facts.pb.h"
#include "arasha/options.pb.h"
#include "schema/entry_types.h"
#include "statistics/page_query.h"
#include "vault/world.h"

namespace arasha::statistics {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using vault::must;

class StatisticsPages : public vault::World {
 protected:
  void SetUp() override {
    vault::World::SetUp();
    facts_ = std::make_unique<FactsTable>();
    projection_ = std::make_unique<projection::Projection>(*vault_);
    projection_->attach(FACTS, *facts_);
    site_ = std::make_unique<web::Site>(*vault_, false);
    add_pages(*site_, *projection_, *facts_);
  }
  void TearDown() override {
    site_.reset();
    projection_.reset();
    facts_.reset();
    vault::World::TearDown();
  }

  void add(const vault::Keyring& by, int cases, const std::string& gender, const std::string& citizenship) {
    for (int i = 0; i < cases; ++i) {
      Facts facts;
      facts.set_year_of_registration("2020");
      facts.set_gender(gender);
      facts.set_citizenship(citizenship);
      facts.set_is_forced_labour("1");
      const Bytes bytes = schema::serialise(facts);
      vault::FileChange change;
      change.file = crypto::random_id<FileId>();
      change.entries.push_back({FACTS, schema::entry_type_of<Facts>().number, bytes, {}, {}});
      change.cards.push_back({FACTS, bytes});
      must(vault_->append(by, {change}));
    }
  }

  void sign_in(const std::string& name, const std::string& password) {
    web::Request request;
    request.method = web::Method::post;
    request.path = "/sign-in";
    request.fetch_site = "same-origin";
    request.host = "localhost";
    request.form.add("name", name);
    request.form.add("password", password);
    const web::Response answer = site_->handle(request);
    ASSERT_EQ(answer.status, 303);
    for (const auto& [header, value] : answer.headers) {
      if (header == "Set-Cookie" && value.starts_with("arasha=")) cookie_ = value.substr(7, value.find(';') - 7);
    }
    ASSERT_FALSE(cookie_.empty());
  }
  web::Response get(const std::string& path, const std::vector<std::pair<std::string, std::string>>& query = {}) {
    web::Request request;
    request.path = path;
    request.host = "localhost";
    request.cookies["arasha"] = cookie_;
    for (const auto& [name, value] : query) request.query.add(name, value);
    return site_->handle(request);
  }
  std::string page(const std::vector<std::pair<std::string, std::string>>& query = {}) {
    web::Response answer = get("/statistics", query);
    EXPECT_EQ(answer.status, 200);
    return answer.body;
  }

  std::unique_ptr<FactsTable> facts_;
  std::unique_ptr<projection::Projection> projection_;
  std::unique_ptr<web::Site> site_;
  std::string cookie_;
};

TEST_F(StatisticsPages, OverviewHidesSmallNumbers) {
  const vault::Keyring by = steward();
  add(by, 23, "Female", "UZ");
  add(by, 14, "Male", "KG");
  add(by, 3, "Male", "KZ");
  sign_in("Saule", std::string(kPassword));
  const std::string body = page();
  EXPECT_THAT(body, HasSubstr("Cases counted: 40"));
  EXPECT_THAT(body, HasSubstr("Uzbekistan"));
  EXPECT_THAT(body, HasSubstr("&lt;10"));
  EXPECT_THAT(body, HasSubstr("a person can be recognised"));
  EXPECT_THAT(body, Not(HasSubstr("numeric\">3<")));
  EXPECT_THAT(page({{"show", "all"}}), HasSubstr("numeric\">3<"));
  // A new case is seen by the next page.
  add(by, 1, "Male", "KG");
  EXPECT_THAT(page(), HasSubstr("Cases counted: 41"));
}

TEST_F(StatisticsPages, OneColumnTwoColumnsConditions) {
  const vault::Keyring by = steward();
  add(by, 12, "Female", "UZ");
  add(by, 30, "Male", "UZ");
  add(by, 15, "Male", "KG");
  sign_in("Saule", std::string(kPassword));
  const std::string one = page({{"by", "citizenship"}});
  EXPECT_LT(one.find("numeric\">42<"), one.find("numeric\">15<"));
  const std::string named = page({{"by", "citizenship"}, {"sort", "name"}});
  EXPECT_GT(named.find("numeric\">42<"), named.find("numeric\">15<"));
  const std::string two = page({{"by", "citizenship"}, {"and", "gender"}});
  for (const char* text : {"numeric\">30<", "numeric\">12<", "numeric\">0<", "<strong>57</strong>", "moj-scrollable-pane"}) EXPECT_THAT(two, HasSubstr(text));
  const std::string chosen = page({{"by", "gender"}, {"f-citizenship", "KG"}});
  EXPECT_THAT(chosen, HasSubstr("Cases counted: 15"));
  EXPECT_THAT(chosen, HasSubstr("<li>Citizenship: Kyrgyzstan</li>"));
  EXPECT_THAT(page({{"by", "gender"}, {"f-citizenship", "-"}}), HasSubstr("Cases counted: 0"));
}

TEST_F(StatisticsPages, OrderTellsNothingOfHiddenNumbers) {
  const vault::Keyring by = steward();
  add(by, 1, "Female", "AF");
  add(by, 7, "Female", "KZ");
  add(by, 2, "Female", "UZ");
  add(by, 20, "Female", "TJ");
  sign_in("Saule", std::string(kPassword));
  const std::string body = page({{"by", "citizenship"}});
  const std::size_t table = body.find("<tbody");
  EXPECT_LT(body.find("Tajikistan", table), body.find("Afghanistan", table));
  EXPECT_LT(body.find("Afghanistan", table), body.find("Kazakhstan", table));
  EXPECT_LT(body.find("Kazakhstan", table), body.find("Uzbekistan", table));
}

TEST_F(StatisticsPages, WhatLeavesHasSmallNumbersHidden) {
  const vault::Keyring by = steward();
  add(by, 12, "Female", "UZ");
  add(by, 3, "=1+1", "UZ");
  sign_in("Saule", std::string(kPassword));
  const web::Response csv = get("/statistics/table.csv", {{"by", "gender"}, {"show", "all"}});
  EXPECT_EQ(csv.status, 200);
  EXPECT_THAT(csv.content_type, HasSubstr("text/csv"));
  ASSERT_FALSE(csv.headers.empty());
  EXPECT_EQ(csv.headers[0].second, "attachment; filename=\"statistics.csv\"");
  EXPECT_THAT(csv.body, HasSubstr("'=1+1,<10\n"));
  const web::Response print = get("/statistics/print", {{"by", "gender"}, {"show", "all"}});
  EXPECT_EQ(print.status, 200);
  EXPECT_THAT(print.body, Not(HasSubstr("numeric\">3<")));
  EXPECT_THAT(print.body, Not(HasSubstr("<select")));
  EXPECT_EQ(get("/statistics/table.csv").status, 303);

  std::vector<vault::Action> actions;
  for (const auto& one : must(vault_->readings(by, UINT64_MAX, 3))) actions.push_back(one.reading.action);
  EXPECT_EQ(actions[0], vault::Action::printed);
  EXPECT_EQ(actions[1], vault::Action::exported);
}

TEST_F(StatisticsPages, OnlyForCirclesThatReadFacts) {
  add(steward(), 12, "Female", "UZ");
  const vault::Keyring outsider = member("Temir");
  must(vault_->join_circle(steward(), circle(vault::CircleKind::legal), outsider.member(), false));
  EXPECT_EQ(get("/statistics").status, 303);
  sign_in("Temir", "a long passphrase of hers");
  for (const char* path : {"/statistics", "/statistics/print", "/statistics/table.csv"}) {
    const web::Response answer = get(path, {{"by", "gender"}});
    EXPECT_EQ(answer.status, 403) << path;
    EXPECT_THAT(answer.body, Not(HasSubstr("12"))) << path;
  }
  EXPECT_THAT(get("/account").body, Not(HasSubstr("href=\"/statistics\"")));
  sign_in("Saule", std::string(kPassword));
  EXPECT_THAT(get("/account").body, HasSubstr("href=\"/statistics\""));
}

TEST_F(StatisticsPages, AllNumbersAreForThoseWhoMayOpenTheCases) {
  std::vector<CircleId> readers = vault_->directory()->readers(FACTS);
  readers.push_back(circle(vault::CircleKind::legal));
  must(vault_->change_policy(steward(), FACTS, readers));
  add(steward(), 3, "Female", "UZ");
  const vault::Keyring reader = member("Temir");
  must(vault_->join_circle(steward(), circle(vault::CircleKind::legal), reader.member(), false));
  sign_in("Temir", "a long passphrase of hers");
  const std::string body = page({{"show", "all"}, {"by", "gender"}});
  EXPECT_THAT(body, Not(HasSubstr("numeric\">3<")));
  EXPECT_THAT(body, Not(HasSubstr("name=\"show\"")));
}

TEST_F(StatisticsPages, HostileAddresses) {
  add(steward(), 12, "<b>", "UZ");
  sign_in("Saule", std::string(kPassword));
  const std::string script = "\"><script>alert(1)</script>";
  EXPECT_EQ(get("/statistics", {{"by", script}}).status, 400);
  EXPECT_THAT(get("/statistics", {{"by", script}}).body, Not(HasSubstr("<script>alert")));
  EXPECT_EQ(get("/statistics", {{"f-nothing", "1"}}).status, 400);
  EXPECT_THAT(page({{"by", "gender"}, {"f-gender", script}}), Not(HasSubstr("<script>alert")));
  EXPECT_THAT(page({{"by", "gender"}, {"f-isAbduction", script}}), Not(HasSubstr("<script>alert")));
  EXPECT_THAT(page({{"by", "gender"}}), HasSubstr("&lt;b&gt;"));
  EXPECT_EQ(get("/statistics", {{"by", "gender"}, {"and", "gender"}}).status, 200);
  for (const std::string& column : columns_for_people()) EXPECT_EQ(get("/statistics", {{"by", column}, {"and", "citizenship"}}).status, 200) << column;
}

TEST_F(StatisticsPages, EmptyOrganisation) {
  sign_in("Saule", std::string(kPassword));
  EXPECT_THAT(page(), HasSubstr("Cases counted: 0"));
  EXPECT_EQ(get("/statistics", {{"by", "gender"}, {"and", "citizenship"}}).status, 200);
  EXPECT_EQ(get("/statistics/table.csv", {{"by", "gender"}}).body, "gender,n\n");
}

}  // namespace
}  // namespace arasha::statistics

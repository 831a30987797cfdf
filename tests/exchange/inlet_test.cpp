// The way in, as a stranger finds it.
#include "exchange/inlet.h"

#include <algorithm>
#include <cctype>

#include "exchange/parcel.h"
#include "vault/thief.h"
#include "web/server.h"

namespace arasha::exchange {
namespace {

using vault::must;

class Inlet : public vault::Thief {
 protected:
  void SetUp() override {
    Thief::SetUp();
    by_.emplace(steward());
    site_ = std::make_unique<web::Site>(*vault_, false);
    add_inlet(*site_, *vault_, [this](BytesView envelope) -> Result<vault::DropId> {
      ++checked_;
      if (refusal_) return *refusal_;
      return drop_id_of(envelope);
    }, {1000, Duration(1), 1000, Duration(1), 100});
  }
  void TearDown() override {
    site_.reset();
    Thief::TearDown();
  }
  web::Response send(const std::string& bytes, const std::string& to) {
    web::Request out;
    out.method = web::Method::post;
    out.path = "/exchange/" + to;
    out.content_type = "application/octet-stream";
    out.bytes = bytes;
    out.host = "house.example";
    out.from = "198.51.100.1";
    return site_->handle(out);
  }
  web::Response send(const std::string& bytes) { return send(bytes, organization_.text()); }
  std::vector<std::string> waiting() {
    std::vector<std::string> out;
    must(vault_->each_drop(*by_, circle(vault::CircleKind::referral), [&](vault::DropId id, BytesView content) -> Result<void> {
      EXPECT_EQ(id, drop_id_of(content));
      out.push_back(to_text(content));
      return {};
    }));
    return out;
  }
  static std::string retry_after(const web::Response& response) {
    for (const auto& [name, value] : response.headers) {
      if (name == "Retry-After") return value;
    }
    return "";
  }

  std::optional<vault::Keyring> by_;
  std::unique_ptr<web::Site> site_;
  std::optional<Error> refusal_;
  int checked_ = 0;
};

TEST_F(Inlet, KeepsWhatComesOnceAndSaysNothingElse) {
  for (int i = 0; i < 2; ++i) {
    const web::Response out = send("an envelope");
    EXPECT_EQ(out.status, 202);
    EXPECT_EQ(out.body, "");
  }
  EXPECT_EQ(send("another").status, 202);
  EXPECT_EQ(waiting(), (std::vector<std::string>{"an envelope", "another"}));
  // Taken is taken: the answer is the same, and it does not come back.
  vault::FileChange change;
  change.file = crypto::random_id<FileId>();
  change.entries.push_back({kReferral, 7, text("what came"), {}, {}});
  change.take = {drop_id_of(view("an envelope"))};
  must(vault_->append(*by_, {change}));
  EXPECT_EQ(send("an envelope").status, 202);
  EXPECT_EQ(waiting(), std::vector<std::string>{"another"});
}

TEST_F(Inlet, IsForThisOrganisationOnly) {
  const std::string own = organization_.text();
  std::string upper = own;
  std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  for (const std::string& other : {crypto::random_id<OrganizationId>().text(), own.substr(1), own + "0", upper == own ? std::string("x") : upper, std::string("x")}) {
    EXPECT_EQ(send("an envelope", other).status, 404) << other;
  }
  EXPECT_EQ(checked_, 0);
  EXPECT_TRUE(waiting().empty());
}

TEST_F(Inlet, EveryRefusalIsAStatusWithoutAWord) {
  const std::pair<ErrorCode, int> kCases[] = {{ErrorCode::invalid_input, 400}, {ErrorCode::damaged, 400}, {ErrorCode::unsupported, 400}, {ErrorCode::denied, 400},
                                              {ErrorCode::not_found, 404}, {ErrorCode::too_large, 413}, {ErrorCode::busy, 503}, {ErrorCode::internal, 503}};
  for (const auto& [code, status] : kCases) {
    refusal_ = Error(code, "A sentence.");
    const web::Response out = send("an envelope");
    EXPECT_EQ(out.status, status);
    EXPECT_EQ(out.body, "");
    EXPECT_EQ(retry_after(out), status == 503 ? "30" : "");
  }
  refusal_.reset();
  EXPECT_EQ(send("").status, 400);
  EXPECT_TRUE(waiting().empty());
}

TEST_F(Inlet, WithoutRoomItSaysWhenToComeAgain) {
  EXPECT_EQ(send("the last one").status, 202);
  sql_beside("UPDATE drop_totals SET drops=" + std::to_string(vault::kDropsLimit));
  const web::Response out = send("too much");
  EXPECT_EQ(out.status, 503);
  EXPECT_EQ(retry_after(out), "3600");
  EXPECT_EQ(send("the last one").status, 202) << "it is here";
}

// Through the server: the body's limit, and other kinds of content.
TEST_F(Inlet, TheServerTakesEightMegabytesAndNoMore) {
  web::ServerOptions options;
  options.port = 0;
  web::ServerHooks hooks;
  hooks.handle = [this](const web::Request& request) { return site_->handle(request); };
  hooks.body_limit = [this](web::Method method, std::string_view path) { return site_->body_limit(method, path); };
  const auto server = must(web::Server::start(options, std::move(hooks)));
  const web::Url url = must(web::parse_url("http://127.0.0.1:" + std::to_string(server->port())));
  const std::string path = "/exchange/" + organization_.text();
  EXPECT_EQ(must(web::post_bytes(url, path, {}, Bytes(kEnvelopeLimit, 1))).status, 202);
  EXPECT_EQ(must(web::post_bytes(url, path, {}, Bytes(kEnvelopeLimit + 1, 1))).status, 413);
  EXPECT_EQ(must(web::post_bytes(url, "/exchange/" + crypto::random_id<OrganizationId>().text(), {}, Bytes(10, 1))).status, 404);
  EXPECT_EQ(must(vault_->drop_count(*by_, circle(vault::CircleKind::referral))), 1U);
}

}  // namespace
}  // namespace arasha::exchange

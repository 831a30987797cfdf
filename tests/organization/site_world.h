// A small organisation with its pages, walked through as a browser would: a browser keeps its cookies, follows what
// it is led to, and fills in the form that it sees.
#pragma once

#include <regex>

#include "organization/describe.h"
#include "organization/pages.h"
#include "vault/world.h"

namespace arasha::organization {

using vault::CircleKind;
using vault::Keyring;
using vault::must;

class Browser {
 public:
  explicit Browser(web::Site& site) : site_(site) {}

  web::Response get(const std::string& address) { return send(web::Method::get, address, {}); }
  // Posts with the form token of the page seen last.
  web::Response post(const std::string& address, std::vector<std::pair<std::string, std::string>> fields) {
    fields.emplace_back("csrf", csrf_);
    return send(web::Method::post, address, fields);
  }
  // Where the answer leads, seen.
  web::Response follow(const web::Response& response) {
    for (const auto& [name, value] : response.headers) {
      if (name == "Location") return get(value);
    }
    ADD_FAILURE() << "leads nowhere: " << response.status << "\n" << response.body;
    return response;
  }
  void sign_in(const std::string& name, std::string_view password) {
    get("/sign-in");
    const auto answer = send(web::Method::post, "/sign-in", {{"name", name}, {"password", std::string(password)}, {"to", "/account"}});
    ASSERT_EQ(answer.status, 303) << answer.body;
    ASSERT_EQ(get("/account").status, 200);
  }

 private:
  web::Response send(web::Method method, const std::string& address, const std::vector<std::pair<std::string, std::string>>& fields) {
    web::Request request;
    request.method = method;
    const auto question = address.find('?');
    request.path = address.substr(0, question);
    if (question != std::string::npos) request.query = must(schema::parse_urlencoded(address.substr(question + 1)));
    for (const auto& [name, value] : fields) request.form.add(name, value);
    request.cookies = cookies_;
    request.host = "localhost";
    request.fetch_site = "same-origin";
    web::Response out = site_.handle(request);
    for (const auto& [name, value] : out.headers) {
      if (name != "Set-Cookie") continue;
      const auto equals = value.find('=');
      cookies_[value.substr(0, equals)] = value.substr(equals + 1, value.find(';') - equals - 1);
    }
    static const std::regex token("name=\"csrf\" value=\"([^\"]+)\"");
    std::smatch found;
    if (std::regex_search(out.body, found, token)) csrf_ = found[1];
    return out;
  }

  web::Site& site_;
  std::map<std::string, std::string, std::less<>> cookies_;
  std::string csrf_;
};

class SiteWorld : public vault::World {
 protected:
  static constexpr const char* kHers = "a long passphrase of hers";

  void SetUp() override {
    vault::World::SetUp();
    site_ = std::make_unique<web::Site>(*vault_, false);
    add_pages(*site_);
  }
  Browser browser() { return Browser(*site_); }
  Browser saule() {
    Browser out = browser();
    out.sign_in("Saule", kPassword);
    return out;
  }
  Browser as(const std::string& name) {
    Browser out = browser();
    out.sign_in(name, kHers);
    return out;
  }
  // A verified member of these circles.
  MemberId somebody(const std::string& name, const std::vector<CircleKind>& circles = {}, bool steward = false) {
    const Keyring keyring = member(name, kHers);
    const Keyring by = World::steward();
    for (const CircleKind kind : circles) must(vault_->join_circle(by, circle(kind), keyring.member(), steward));
    return keyring.member();
  }
  static bool says(const web::Response& response, std::string_view text) { return response.body.find(text) != std::string::npos; }
  std::string of(MemberId member) { return "/members/" + member.text(); }
  std::string of(CircleKind kind) { return "/circles/" + circle(kind).text(); }

  std::unique_ptr<web::Site> site_;
};

}  // namespace arasha::organization

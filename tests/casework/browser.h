// A browser that needs no server: requests go straight to the site, with the cookies and the form token of one member.
#pragma once

#include "casework/cases.h"
#include "casework/pages.h"
#include "vault/world.h"

namespace arasha::casework {

using vault::must;

class Browser {
 public:
  Browser(web::Site& site, const vault::Keyring* by) : site_(site) {
    if (by == nullptr) return;
    web::Request request;
    request.fetch_site = "same-origin";
    for (const auto& [name, value] : site.begin(request, *by, "/").headers) {
      if (name == "Set-Cookie") cookies_[value.substr(0, value.find('='))] = value.substr(value.find('=') + 1, value.find(';') - value.find('=') - 1);
    }
    csrf_ = value_of(get("/account").body, "csrf");
  }

  web::Response get(const std::string& address) {
    web::Request request = to(address);
    return site_.handle(request);
  }
  web::Response post(const std::string& address, const std::string& form) {
    web::Request request = to(address);
    request.method = web::Method::post;
    request.form = must(schema::parse_urlencoded(form));
    request.form.add("csrf", csrf_);
    return site_.handle(request);
  }
  static std::string location(const web::Response& response) {
    for (const auto& [name, value] : response.headers) {
      if (name == "Location") return value;
    }
    return "";
  }
  // The value of the first field of that name.
  static std::string value_of(const std::string& body, const std::string& name) {
    const auto at = body.find("name=\"" + name + "\" value=\"");
    if (at == std::string::npos) return "";
    const auto begin = at + name.size() + 15;
    return body.substr(begin, body.find('"', begin) - begin);
  }

 private:
  web::Request to(const std::string& address) {
    web::Request request;
    request.path = address.substr(0, address.find('?'));
    if (address.find('?') != std::string::npos) request.query = must(schema::parse_urlencoded(address.substr(address.find('?') + 1)));
    request.cookies.insert(cookies_.begin(), cookies_.end());
    request.fetch_site = "same-origin";
    request.accept_language = "en";
    return request;
  }
  web::Site& site_;
  std::map<std::string, std::string> cookies_;
  std::string csrf_;
};

// A site with one case in it, and members of every kind.
class SiteTest : public vault::World {
 protected:
  void SetUp() override {
    vault::World::SetUp();
    tables_ = std::make_unique<projection::Tables>(*vault_);
    site_ = std::make_unique<web::Site>(*vault_, false);
    add_pages(*site_, *tables_);
    steward_ = std::make_unique<vault::Keyring>(steward());
  }
  void TearDown() override {
    site_.reset();
    tables_.reset();
    vault::World::TearDown();
  }
  vault::Keyring in(const std::string& name, std::initializer_list<vault::CircleKind> kinds) {
    vault::Keyring out = member(name);
    for (const auto kind : kinds) must(vault_->join_circle(*steward_, circle(kind), out.member(), false));
    must(vault_->refresh(out));
    return out;
  }
  CaseFiles open_one(const char* family = "Каримова", const char* given = "Дилноза") {
    Identity identity;
    identity.set_family_name(family);
    identity.set_given_name(given);
    identity.set_sex("female");
    identity.add_citizenships("UZ");
    FirstContact contact;
    contact.set_date("2026-09-10");
    contact.add_sources("police");
    contact.set_danger("immediate");
    contact.set_summary("summary-text-of-the-contact");
    SafeContact safe;
    safe.set_number("+7 701 555 44 33");
    return must(Cases(*vault_).open_case(*steward_, identity, contact, safe));
  }
  EntryId note_in(FileId file, const char* text) {
    Note note;
    note.set_text(text);
    return must(Cases(*vault_).add(*steward_, file, note));
  }
  std::size_t length_of(FileId file) { return must(Cases(*vault_).read(*steward_, file)).length; }

  std::unique_ptr<projection::Tables> tables_;
  std::unique_ptr<web::Site> site_;
  std::unique_ptr<vault::Keyring> steward_;
};

}  // namespace arasha::casework

// A browser that needs no server: requests go straight to the site, with the cookies and the form token of one member.
#pragma once

#include "vault/world.h"
#include "web/site.h"

namespace arasha::web {

class MemberBrowser {
 public:
  MemberBrowser(Site& site, const vault::Keyring* by) : site_(site) {
    if (by == nullptr) return;
    Request request;
    request.fetch_site = "same-origin";
    for (const auto& [name, value] : site.begin(request, *by, "/").headers) {
      if (name == "Set-Cookie") cookies_[value.substr(0, value.find('='))] = value.substr(value.find('=') + 1, value.find(';') - value.find('=') - 1);
    }
    csrf_ = value_of(get("/account").body, "csrf");
  }

  Response get(const std::string& address) {
    Request request = to(address);
    return site_.handle(request);
  }
  Response post(const std::string& address, const std::string& form) {
    Request request = to(address);
    request.method = Method::post;
    request.form = vault::must(schema::parse_urlencoded(form));
    request.form.add("csrf", csrf_);
    return site_.handle(request);
  }
  static std::string location(const Response& response) {
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
  Request to(const std::string& address) {
    Request request;
    request.path = address.substr(0, address.find('?'));
    if (address.find('?') != std::string::npos) request.query = vault::must(schema::parse_urlencoded(address.substr(address.find('?') + 1)));
    request.cookies.insert(cookies_.begin(), cookies_.end());
    request.fetch_site = "same-origin";
    request.accept_language = "en";
    return request;
  }
  Site& site_;
  std::map<std::string, std::string> cookies_;
  std::string csrf_;
};

}  // namespace arasha::web

// A browser for tests of the site without a server: keeps cookies, follows nothing, sends what browsers send.
#pragma once

#include "vault/world.h"
#include "web/site.h"

namespace arasha::web {

class TestBrowser {
 public:
  explicit TestBrowser(Site& site) : site_(&site) {}
  void use(Site& site) { site_ = &site; }  // the server was started anew; the cookies are still here

  Request request(Method method, std::string_view address) const {
    Request out;
    out.method = method;
    const auto mark = address.find('?');
    out.path = std::string(address.substr(0, mark));
    if (mark != std::string_view::npos) out.query = *schema::parse_urlencoded(address.substr(mark + 1));
    out.host = "localhost:8470";
    out.from = from;
    out.accept_language = language;
    out.user_agent = user_agent;
    out.cookies = cookies;
    if (method == Method::post) out.fetch_site = "same-origin";
    return out;
  }
  Response send(const Request& request) {
    Response response = site_->handle(request);
    for (const auto& [name, value] : response.headers) {
      if (name != "Set-Cookie") continue;
      const auto equals = value.find('=');
      const auto end = value.find(';');
      const std::string cookie = value.substr(0, equals);
      const std::string content = value.substr(equals + 1, end - equals - 1);
      if (content.empty()) cookies.erase(cookie);
      else cookies[cookie] = content;
    }
    return response;
  }
  Response get(std::string_view address) { return send(request(Method::get, address)); }
  Response post(std::string_view address, const std::vector<std::pair<std::string, std::string>>& fields) {
    Request out = request(Method::post, address);
    for (const auto& [name, value] : fields) out.form.add(name, value);
    return send(out);
  }
  Response sign_in(const std::string& name, const std::string& password, const std::string& to = "/") {
    return post("/sign-in", {{"name", name}, {"password", password}, {"to", to}});
  }
  // The value of a hidden field in a page.
  static std::string hidden_in(const std::string& html, const std::string& name) {
    const std::string before = "name=\"" + name + "\" value=\"";
    const auto at = html.find(before);
    if (at == std::string::npos) return {};
    const auto from = at + before.size();
    std::string out = html.substr(from, html.find('"', from) - from);
    for (auto amp = out.find("&amp;"); amp != std::string::npos; amp = out.find("&amp;", amp + 1)) out.replace(amp, 5, "&");
    return out;
  }
  std::string csrf() { return hidden_in(get("/account/sessions").body, "csrf"); }
  static std::string header(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return {};
  }

  std::map<std::string, std::string, std::less<>> cookies;
  std::string from = "198.51.100.20";
  std::string language = "en";
  std::string user_agent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

 private:
  Site* site_;
};

}  // namespace arasha::web

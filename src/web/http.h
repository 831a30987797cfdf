// A request and an answer, as handlers see them. Handlers are plain functions and know nothing of the server.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "schema/form_data.h"
#include "web/html.h"

namespace arasha::web {

enum class Method { get, post };

struct Request {
  Method method = Method::get;
  std::string path;             // decoded, begins with '/'
  schema::FormData query;
  schema::FormData form;        // of a POST
  std::map<std::string, std::string, std::less<>> cookies;
  std::string host;
  std::string origin;
  std::string fetch_site;       // Sec-Fetch-Site
  std::string accept_language;
  bool secure = false;          // TLS here or at the proxy in front
};

struct Response {
  int status = 200;
  std::string content_type = "text/html; charset=utf-8";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;  // beside those that every answer carries
  bool cacheable = false;       // only for assets, whose address holds their hash

  static Response page(Html html, int status = 200);
  static Response redirect(const std::string& to);            // 303
  static Response plain(int status, std::string text);
};

using PathParameters = std::map<std::string, std::string, std::less<>>;
using Handler = std::function<Response(const Request&, const PathParameters&)>;

// Patterns such as "/case/{file}/add/{type}"; a parameter is one part of the path.
class Router {
 public:
  void get(std::string pattern, Handler handler) { add(Method::get, std::move(pattern), std::move(handler)); }
  void post(std::string pattern, Handler handler) { add(Method::post, std::move(pattern), std::move(handler)); }
  void otherwise(Handler handler) { otherwise_ = std::move(handler); }
  Response route(const Request& request) const;

 private:
  struct Route {
    Method method;
    std::vector<std::string> parts;
    Handler handler;
  };
  void add(Method method, std::string pattern, Handler handler);
  std::vector<Route> routes_;
  Handler otherwise_;
};

}  // namespace arasha::web

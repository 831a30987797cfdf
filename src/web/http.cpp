#include "web/http.h"

namespace arasha::web {
namespace {

std::vector<std::string> split(std::string_view path) {
  std::vector<std::string> out;
  while (!path.empty()) {
    if (path.front() == '/') path.remove_prefix(1);
    const auto end = path.find('/');
    out.emplace_back(path.substr(0, end));
    path = end == std::string_view::npos ? std::string_view() : path.substr(end);
  }
  return out;
}

}  // namespace

Response Response::page(Html html, int status) {
  Response out;
  out.status = status;
  out.body = std::move(html).take();
  return out;
}

Response Response::redirect(const std::string& to) {
  Response out;
  out.status = 303;
  out.headers.emplace_back("Location", to);
  return out;
}

Response Response::plain(int status, std::string text) {
  Response out;
  out.status = status;
  out.content_type = "text/plain; charset=utf-8";
  out.body = std::move(text);
  return out;
}

void Router::add(Method method, std::string pattern, Handler handler) {
  routes_.push_back({method, split(pattern), std::move(handler)});
}

Response Router::route(const Request& request) const {
  const std::vector<std::string> parts = split(request.path);
  for (const Route& route : routes_) {
    if (route.method != request.method || route.parts.size() != parts.size()) continue;
    PathParameters parameters;
    bool fits = true;
    for (std::size_t i = 0; fits && i < parts.size(); ++i) {
      const std::string& part = route.parts[i];
      if (part.size() > 2 && part.front() == '{') {
        parameters[part.substr(1, part.size() - 2)] = parts[i];
      } else {
        fits = part == parts[i];
      }
    }
    if (fits) return route.handler(request, parameters);
  }
  return otherwise_ ? otherwise_(request, {}) : Response::plain(404, "404");
}

}  // namespace arasha::web

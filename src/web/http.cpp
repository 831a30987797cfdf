#include "web/http.h"

namespace arasha::web {
namespace {

// The pieces look into `path`.
std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> out;
  out.reserve(6);
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

Response Response::redirect(const std::string& to, const char* notice, std::vector<std::string> arguments) {
  Response out;
  out.status = 303;
  out.headers.emplace_back("Location", to);
  out.notice = {notice, std::move(arguments)};
  return out;
}

Response Response::download(const std::string& name, std::string content_type, std::string body) {
  Response out;
  out.content_type = std::move(content_type);
  out.body = std::move(body);
  out.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "\"");
  out.headers.emplace_back("Content-Security-Policy", "default-src 'none'; sandbox");
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
  const auto parts = split(pattern);
  Route route{method, {parts.begin(), parts.end()}, std::move(handler)};
  for (Route& before : routes_) {
    if (before.method != method || before.parts != route.parts) continue;
    before = std::move(route);
    return;
  }
  routes_.push_back(std::move(route));
}

bool Router::fits(const Route& route, const std::vector<std::string_view>& parts) {
  if (route.parts.size() != parts.size()) return false;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (route.parts[i].starts_with('{') ? parts[i].empty() : route.parts[i] != parts[i]) return false;
  }
  return true;
}

bool Router::has(Method method, std::string_view path) const {
  const auto parts = split(path);
  for (const Route& route : routes_) {
    if (route.method == method && fits(route, parts)) return true;
  }
  return false;
}

Response Router::route(const Request& request) const {
  const auto parts = split(request.path);
  bool other_method = false;
  for (const Route& route : routes_) {
    if (!fits(route, parts)) continue;
    if (route.method != request.method) {
      other_method = true;
      continue;
    }
    PathParameters parameters;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const std::string& part = route.parts[i];
      if (part.starts_with('{')) parameters.emplace(part.substr(1, part.size() - 2), parts[i]);
    }
    return route.handler(request, parameters);
  }
  const int status = other_method ? 405 : 404;
  return otherwise_ ? otherwise_(request, status) : Response::plain(status, std::to_string(status));
}

}  // namespace arasha::web

#include "web/http.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace arasha::web {
namespace {

// Characters that turn the direction of a line or take no room: "gpj.exe" must not look like "exe.jpg".
bool is_invisible(std::string_view three) {
  const auto in = [three](std::initializer_list<std::string_view> all) { return std::find(all.begin(), all.end(), three) != all.end(); };
  return in({"\u200B", "\u200C", "\u200D", "\u200E", "\u200F", "\u202A", "\u202B", "\u202C", "\u202D", "\u202E", "\u2028", "\u2029", "\u2060", "\u2066", "\u2067",
             "\u2068", "\u2069", "\uFEFF"});
}

bool is_kept_by_windows(std::string_view stem) {
  constexpr std::array<std::string_view, 6> kNames = {"con", "prn", "aux", "nul", "com", "lpt"};
  std::string lower;
  for (const char c : stem.substr(0, stem.find('.'))) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return std::any_of(kNames.begin(), kNames.end(), [&](std::string_view one) {
    return lower == one || (lower.size() == 4 && lower.starts_with(one) && lower[3] >= '0' && lower[3] <= '9');
  });
}

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

std::string safe_file_name(std::string_view name) {
  constexpr std::size_t kLongest = 120;
  name = name.substr(name.find_last_of("/\\") == std::string_view::npos ? 0 : name.find_last_of("/\\") + 1);
  std::string out;
  if (is_utf8(name)) {
    for (std::size_t at = 0; at < name.size(); ++at) {
      if (is_invisible(name.substr(at, 3))) {
        at += 2;
        continue;
      }
      const char c = name[at];
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) continue;
      out += std::string_view("<>:\"|?*").find(c) == std::string_view::npos ? c : '_';
    }
  }
  while (!out.empty() && (out.front() == '.' || out.front() == ' ')) out.erase(0, 1);
  while (!out.empty() && (out.back() == '.' || out.back() == ' ')) out.pop_back();
  if (out.size() > kLongest) {
    // The end says what the file is: it stays.
    const auto dot = out.rfind('.');
    const std::string end = dot == std::string::npos || out.size() - dot > 10 ? "" : out.substr(dot);
    std::size_t keep = kLongest - end.size();
    while (keep > 0 && (static_cast<unsigned char>(out[keep]) & 0xC0U) == 0x80U) --keep;
    out = out.substr(0, keep) + end;
  }
  if (out.empty()) return "document";
  return is_kept_by_windows(out) ? "_" + out : out;
}

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

Response Response::attachment(std::string_view name, std::string content_type, std::uint64_t length, Pieces pieces) {
  const std::string safe = safe_file_name(name);
  std::string ascii;
  for (const char c : safe) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' || c == ' ';
    if (plain) ascii += c;
    else if (ascii.empty() || ascii.back() != '_') ascii += '_';
  }
  Response out;
  out.content_type = std::move(content_type);
  out.length = length;
  out.pieces = std::move(pieces);
  out.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + url_part(safe));
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

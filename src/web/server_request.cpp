#include "web/server_request.h"

#include <algorithm>

#include "base/text.h"

namespace arasha::web::server {
namespace {

std::string_view sv(boost::beast::string_view text) { return {text.data(), text.size()}; }

Refusal not_understood(int status = 400) {
  return {status, Error(ErrorCode::invalid_input, "The browser sent something that is not understood. Open the page again.")};
}

// "a=1; b=2" from the Cookie header.
std::map<std::string, std::string, std::less<>> cookies_in(std::string_view header) {
  std::map<std::string, std::string, std::less<>> out;
  while (!header.empty()) {
    const auto end = header.find(';');
    const std::string_view pair = trim(header.substr(0, end));
    header = end == std::string_view::npos ? std::string_view() : header.substr(end + 1);
    const auto equals = pair.find('=');
    if (equals != std::string_view::npos) out.emplace(pair.substr(0, equals), pair.substr(equals + 1));
  }
  return out;
}

bool is_host(std::string_view text) {
  return !text.empty() && text.size() <= 255 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':' || c == '[' || c == ']' || c == '_';
  });
}

bool read_target(std::string_view target, Request& out) {
  if (target.empty() || target.front() != '/' || target.size() > 8192) return false;
  const auto mark = target.find('?');
  const std::string_view path = target.substr(0, mark);
  if (path.find_first_of("%+&=") == std::string_view::npos) {
    if (!is_utf8(path)) return false;
    out.path = std::string(path);
  } else {
    // A path is one value of a form as far as its escapes go, but '+' is itself there.
    std::string escaped(path);
    for (std::size_t at = 0; (at = escaped.find('+', at)) != std::string::npos; at += 3) escaped.replace(at, 1, "%2B");
    auto decoded = schema::parse_urlencoded("p=" + escaped);
    if (!decoded || decoded->fields().size() != 1) return false;
    out.path = std::string(decoded->get("p"));
  }
  if (out.path.find('\0') != std::string::npos) return false;
  if (mark == std::string_view::npos) return true;
  auto query = schema::parse_urlencoded(target.substr(mark + 1));
  if (!query) return false;
  out.query = std::move(*query);
  return true;
}

// At most one of each, as two could be read differently by two programs.
bool has_single_fields(const Message& message) {
  for (const auto field : {http::field::host, http::field::content_length, http::field::cookie, http::field::content_type, http::field::transfer_encoding,
                           http::field::origin}) {
    if (message.count(field) > 1) return false;
  }
  if (message.count(http::field::host) != 1) return false;
  if (message.count(http::field::transfer_encoding) == 0) return true;
  return message.count(http::field::content_length) == 0 && message.version() >= 11 && sv(message[http::field::transfer_encoding]) == "chunked";
}

// The last of the addresses: the one that the proxy in front saw itself; all before it could be made up.
std::string forwarded_for(std::string_view header) {
  const auto comma = header.rfind(',');
  return std::string(trim(comma == std::string_view::npos ? header : header.substr(comma + 1)));
}

}  // namespace

std::optional<Refusal> read_head(const Message& message, const Peer& peer, Request& out) {
  out.accept_language = std::string(sv(message[http::field::accept_language])).substr(0, 200);
  out.cookies = cookies_in(sv(message[http::field::cookie]));
  out.secure = peer.secure || peer.behind_proxy;
  out.from = peer.address;
  const auto method = message.method();
  if (method == http::verb::get || method == http::verb::head) out.method = Method::get;
  else if (method == http::verb::post) out.method = Method::post;
  else return Refusal{405, Error(ErrorCode::unsupported, "The browser sent something that is not understood. Open the page again.")};
  if (!has_single_fields(message)) return not_understood();
  out.host = std::string(sv(message[http::field::host]));
  if (!is_host(out.host) || !read_target(sv(message.target()), out)) return not_understood();
  out.origin = std::string(sv(message[http::field::origin]));
  out.fetch_site = std::string(sv(message["Sec-Fetch-Site"]));
  out.accept_encoding = std::string(sv(message[http::field::accept_encoding]));
  out.if_none_match = std::string(sv(message[http::field::if_none_match]));
  out.user_agent = std::string(sv(message[http::field::user_agent])).substr(0, 400);
  if (!peer.behind_proxy) return std::nullopt;
  if (const auto forwarded = sv(message["X-Forwarded-For"]); !forwarded.empty()) out.from = forwarded_for(forwarded);
  const std::string_view proto = sv(message["X-Forwarded-Proto"]);
  if (!proto.empty() && proto != "https") {
    return Refusal{403, Error(ErrorCode::denied, "This address works with https only. Open it again with https at its beginning.")};
  }
  return std::nullopt;
}

std::optional<Refusal> read_body(Message& message, Request& out) {
  if (out.method != Method::post) return std::nullopt;
  const std::string_view whole = sv(message[http::field::content_type]);
  const std::string_view type = trim(whole.substr(0, whole.find(';')));
  if (!type.empty() && type != "application/x-www-form-urlencoded") {
    out.content_type = std::string(type).substr(0, 100);
    if (type == "application/octet-stream") out.bytes = std::move(message.body());
    return std::nullopt;
  }
  auto form = schema::parse_urlencoded(message.body());
  if (!form) return Refusal{form.error().code == ErrorCode::too_large ? 413 : 400, form.error()};
  out.form = std::move(*form);
  return std::nullopt;
}

namespace {

// No header of ours may end its line early, whatever went into it.
void put(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  for (const char c : value) {
    if (c != '\r' && c != '\n' && c != '\0') out += c;
  }
  out += "\r\n";
}

bool has(const Response& response, std::string_view name) {
  return std::any_of(response.headers.begin(), response.headers.end(), [name](const auto& header) { return header.first == name; });
}

}  // namespace

std::string head_of(const Response& response, std::size_t size, bool keep_alive, bool secure) {
  std::string out;
  out.reserve(1024);
  out += "HTTP/1.1 " + std::to_string(response.status) + " ";
  const auto reason = http::obsolete_reason(static_cast<http::status>(response.status));
  out.append(reason.data(), reason.size());
  out += "\r\n";
  const bool has_body = response.status != 204 && response.status != 304;
  if (has_body) {
    put(out, "Content-Type", response.content_type);
    put(out, "Content-Length", std::to_string(size));
  }
  // No inline code or style, nothing from elsewhere, no frames, forms only to us.
  if (!has(response, "Content-Security-Policy")) {
    out +=
        "Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; report-uri /csp-report\r\n";
  }
  // `no-referrer` would make browsers send "Origin: null" with our own forms, which the check of origins refuses where a
  // browser sends no Sec-Fetch-Site. With `same-origin` nothing about us goes to anybody else either.
  out +=
      "X-Content-Type-Options: nosniff\r\n"
      "X-Frame-Options: DENY\r\n"
      "Referrer-Policy: same-origin\r\n"
      "Cross-Origin-Opener-Policy: same-origin\r\n"
      "Cross-Origin-Resource-Policy: same-origin\r\n"
      "Permissions-Policy: camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=(), browsing-topics=()\r\n";
  put(out, "Cache-Control", response.cacheable ? "public, max-age=31536000, immutable" : "no-store");
  if (secure) out += "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n";
  for (const auto& [name, value] : response.headers) put(out, name, value);
  out += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  return out;
}

}  // namespace arasha::web::server

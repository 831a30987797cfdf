// A request and an answer, as handlers see them. Handlers are plain functions and know nothing of the server.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "schema/form_data.h"
#include "web/html.h"

namespace arasha::web {

enum class Method { get, post };

class Upload;  // web/upload.h

// A long content in pieces of at most 64 KiB: the next one with each call, an empty one at the end. After an error there is
// nothing more.
using Pieces = std::function<Result<Bytes>()>;

struct Request {
  Method method = Method::get;
  std::string path;             // decoded, begins with '/'
  schema::FormData query;
  schema::FormData form;        // of a POST of a form
  std::map<std::string, std::string, std::less<>> cookies;
  std::string content_type;     // of a POST that is not a form; its bytes are not kept, but for application/octet-stream
  std::string bytes;            // those
  std::shared_ptr<const Upload> upload;  // of a form with a file; its other fields are in `form`
  std::string host;
  std::string origin;
  std::string fetch_site;       // Sec-Fetch-Site
  std::string accept_language;
  std::string accept_encoding;
  std::string if_none_match;
  std::string user_agent;
  std::string from;             // the client's address: of the connection, or as the proxy in front says
  bool secure = false;          // TLS here or at the proxy in front
};

// A sentence that the next page of the same session shows once.
struct Notice {
  const char* text = nullptr;   // a msgid; null: none
  std::vector<std::string> arguments;
};

struct Response {
  int status = 200;
  std::string content_type = "text/html; charset=utf-8";
  std::string body;
  std::string_view fixed;       // instead of `body`: bytes that live as long as the program
  Pieces pieces;                // instead of `body`: `length` bytes, asked for on worker threads, never two at a time
  std::uint64_t length = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // beside those that every answer carries
  bool cacheable = false;       // only for assets, whose address holds their hash
  Notice notice;                // of a redirect after something was done

  static Response page(Html html, int status = 200);
  // 303. After a save: redirect(address, N_("Saved.")).
  static Response redirect(const std::string& to, const char* notice = nullptr, std::vector<std::string> arguments = {});
  static Response plain(int status, std::string text);
  // A file to be kept, never shown inside the browser as a page of ours. `name` is ours: letters, digits, '.', '-', '_'.
  static Response download(const std::string& name, std::string content_type, std::string body);
  // The same for a long file with a name that somebody else chose (RFC 6266, RFC 8187).
  static Response attachment(std::string_view name, std::string content_type, std::uint64_t length, Pieces pieces);
};

// A file name as it may stand on any machine: no folders, no control or direction characters, not hidden, not a name that
// Windows keeps for itself, at most 120 bytes; "document" where nothing is left.
std::string safe_file_name(std::string_view name);

using PathParameters = std::map<std::string, std::string, std::less<>>;
using Handler = std::function<Response(const Request&, const PathParameters&)>;

// Patterns such as "/case/{file}/add/{type}"; a parameter is one part of the path, not empty. The first pattern that fits
// answers; a pattern that is registered again takes the place of the one before.
class Router {
 public:
  void get(std::string pattern, Handler handler) { add(Method::get, std::move(pattern), std::move(handler)); }
  void post(std::string pattern, Handler handler) { add(Method::post, std::move(pattern), std::move(handler)); }
  // For an address that nothing answers (404), and for one that answers another method only (405).
  void otherwise(std::function<Response(const Request&, int status)> handler) { otherwise_ = std::move(handler); }
  Response route(const Request& request) const;
  bool has(Method method, std::string_view path) const;

 private:
  struct Route {
    Method method;
    std::vector<std::string> parts;
    Handler handler;
  };
  void add(Method method, std::string pattern, Handler handler);
  static bool fits(const Route& route, const std::vector<std::string_view>& parts);
  std::vector<Route> routes_;
  std::function<Response(const Request&, int status)> otherwise_;
};

}  // namespace arasha::web

// The site: routes behind sessions. Pages register themselves here; every POST passes the checks against forgery before
// its handler sees it.
//
// A page of a room:   site.get("/case/{file}", [&vault](const Visit& visit) { … return Response::page(layout(page)); });
// After a save:       return Response::redirect("/case/…", N_("Saved."));
#pragma once

#include <atomic>

#include "web/layout.h"
#include "web/pace.h"
#include "web/session.h"
#include "web/throttle.h"

namespace arasha::web {

// What a page's handler knows of who asks.
struct Visit {
  const Request& request;
  const PathParameters& parameters;
  vault::Keyring keyring;
  std::string csrf;
  std::string member;       // shown name
  const Catalogue& words;
  std::vector<Place> places;
  std::string notice;       // of the step before, for this page to show
  std::string session;      // the token; only for the site and its sessions
  int idle_seconds = 0;

  Page page(std::string title) const;
};
using PageHandler = std::function<Response(const Visit&)>;
// Whether a member may use a place: decided by her circles and rights in the directory. It hides, it does not protect.
using PlaceFilter = std::function<bool(const vault::Directory&, MemberId)>;
// Before a page: an answer of its own (a redirect), or nothing and the page follows.
using Gate = std::function<std::optional<Response>(const Visit&)>;

// What a handler knows of who asks without being signed in.
struct Outside {
  const Request& request;
  const PathParameters& parameters;
  const Catalogue& words;
  Page page(std::string title) const;
};
using OutsideHandler = std::function<Response(const Outside&)>;

// What a program of somebody else's may send to an address.
struct MachineLimits {
  std::size_t body = 0;
  PaceLimits pace = {};
};
using MachineHandler = std::function<Response(const PathParameters&, BytesView body)>;

class Site {
 public:
  Site(vault::Vault& vault, bool secure);

  // Only for who is signed in; others are sent to the sign-in page and come back. What was posted too late is kept as a
  // draft for its writer. A pattern that is registered again takes the place of the one before.
  void get(std::string pattern, PageHandler handler);
  void post(std::string pattern, PageHandler handler);
  // A form with a file: its handler finds it in Request::upload (web/upload.h), `limit` bytes at most with all its fields. The
  // form's token stands before the file and is checked before the file is taken. Where the file was too large the handler is
  // called all the same, with the fields and without the file.
  void post_upload(std::string pattern, std::size_t limit, PageHandler handler);
  // For anybody. A POST is checked to come from a page of ours; there is no form token, as there is no session.
  void open_get(std::string pattern, OutsideHandler handler);
  void open_post(std::string pattern, OutsideHandler handler);
  // For programs of others: the body is application/octet-stream, and where it comes from is not checked. So its handler sees
  // nothing of the request but what it sent and where to: no cookie, no session, no address of who sent it. Who sends too much
  // is told when to come again (429).
  void machine_post(std::string pattern, const MachineLimits& limits, MachineHandler handler);
  // Puts an address into the bar of every page, in ascending `rank`, for those whom the filter lets through (none: all). From
  // kSeldom on it stands behind the word "More" for who has many.
  static constexpr int kSeldom = 40;
  void place(int rank, std::string address, const char* label, PlaceFilter filter = {});
  void gate(Gate gate) { gate_ = std::move(gate); }

  // Checks a secret that somebody typed from outside (a passphrase, an activation code): as often as the throttle lets,
  // few at once. When it must wait, the answer is `denied` like a wrong secret, and `check` is not called.
  Result<vault::Keyring> try_secret(const Request& request, std::string_view name, const std::function<Result<vault::Keyring>()>& check);
  // Signs in: the answer to a POST carries the cookie and leads to `to`.
  Response begin(const Request& request, const vault::Keyring& keyring, const std::string& to);

  Response handle(const Request& request);  // thread-safe
  // The page for an answer of the server itself, or for an address that nothing answers. Knows nothing of who asks.
  Response problem(const Request& request, int status, const Error& error, std::string_view incident = "");
  // The most that the body of a request to this address may have.
  std::size_t body_limit(Method method, std::string_view path) const;
  std::size_t upload_limit(std::string_view path) const;
  std::optional<Response> refuse_upload(const Request& request);

  vault::Vault& vault() { return vault_; }
  Sessions& sessions() { return sessions_; }
  Throttle& throttle() { return throttle_; }
  // The language that this member sees from now on, in this browser and in others.
  Response choose_language(const Visit& visit, Language language, const std::string& to);

 private:
  Response sign_in_page(const Request& request, const FieldErrors& errors, int status, const std::string& carried = "");
  Response sign_in(const Request& request);
  Response sign_out(const Request& request, const std::string& to);
  Response account(const Visit& visit);
  Response sessions_page(const Visit& visit);
  Response end_session(const Visit& visit);
  Response keep_draft(const Visit& visit);
  Response ended(const Request& request);
  Response of_other_session(const Request& request, const PathParameters& parameters);
  Response choose_language(const Request& request, std::string_view code);
  std::vector<Place> places_of(const vault::Directory& state, MemberId member) const;
  std::optional<Visit> visit(const Request& request, const PathParameters& parameters);
  Response show(const Visit& visit, const PageHandler& handler);
  std::optional<Response> refuse_post(const Request& request);
  const Catalogue& words_of(const Request& request, std::optional<Language> chosen = {}) const;
  std::string token_of(const Request& request) const;
  std::string device_of_browser(const Request& request) const;
  std::string device_mark(std::string_view device) const;
  std::string cookie_name(std::string_view name) const;
  std::string cookie(std::string_view name, std::string_view value, Duration life = {}) const;
  bool is_own_post(const Request& request) const;
  static void note_limit(Router& router, const std::string& pattern, std::size_t limit);
  static std::size_t limit_in(const Router& router, std::string_view path);

  vault::Vault& vault_;
  bool secure_;
  Sessions sessions_;
  Throttle throttle_;
  crypto::Key device_key_;
  std::atomic<int> checking_{0};
  Router router_;
  Router uploads_;   // the addresses that take a file; a handler here only tells its limit
  Router machines_;  // the same of those for programs
  Gate gate_;
  struct RankedPlace {
    int rank;
    Place place;
    PlaceFilter filter;
  };
  std::vector<RankedPlace> places_;
};

// The page of an error that a handler got: status from its code, sentence from the catalogue, and what to do next. Where
// a save failed for a reason that passes (full, busy), the page holds what was typed and saves it again.
Response error_page(const Visit& visit, const Error& error);
int status_of(const Error& error);
// One answer for an address that names nothing and for what is not openable: nobody learns which files exist.
Response no_page(const Visit& visit);
// Only a path of ours, with its query: nothing that a browser could read as another site.
std::string safe_return(std::string_view to);

}  // namespace arasha::web

// The site: routes behind sessions. Pages register themselves here; every POST passes the checks against forgery before
// its handler sees it.
#pragma once

#include "web/layout.h"
#include "web/session.h"

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
  Page page(std::string title) const { return {words, std::move(title), member, csrf, request.path, "", {}, places}; }
};
using PageHandler = std::function<Response(const Visit&)>;
// Whether a member may use a place: decided by her circles and rights in the directory. It hides, it does not protect.
using PlaceFilter = std::function<bool(const vault::Directory&, MemberId)>;

class Site {
 public:
  Site(vault::Vault& vault, bool secure);

  // Only for who is signed in; others are sent to the sign-in page and come back. What was posted too late is kept as a
  // draft for its writer.
  void get(std::string pattern, PageHandler handler);
  void post(std::string pattern, PageHandler handler);
  // Puts an address into the bar of every page, in ascending `rank`, for those whom the filter lets through (none: all).
  void place(int rank, std::string address, const char* label, PlaceFilter filter = {});

  Response handle(const Request& request);  // thread-safe
  vault::Vault& vault() { return vault_; }

 private:
  Response sign_in_page(const Request& request, const std::vector<schema::FieldError>& errors, int status);
  Response sign_in(const Request& request);
  Response sign_out(const Request& request, const std::string& to);
  Response account(const Visit& visit);
  Response ended(const Request& request, const Catalogue& words);
  Response problem(const Catalogue& words, int status, const Error& error);
  std::vector<Place> places_of(const vault::Directory& state, MemberId member) const;
  std::optional<Visit> visit(const Request& request, const PathParameters& parameters);
  const Catalogue& words_of(const Request& request) const;
  std::string token_of(const Request& request) const;
  std::string cookie(std::string_view name, std::string_view value, bool keep) const;
  bool is_own_post(const Request& request) const;

  vault::Vault& vault_;
  bool secure_;
  Sessions sessions_;
  Router router_;
  struct RankedPlace {
    int rank;
    Place place;
    PlaceFilter filter;
  };
  std::vector<RankedPlace> places_;
};

// The page of an error that a handler got: status from its code, sentence from the catalogue.
Response error_page(const Visit& visit, const Error& error);

}  // namespace arasha::web

#include "web/site.h"

#include <algorithm>

#include "web/assets.h"

namespace arasha::web {
namespace {

constexpr std::string_view kLanguageCookie = "arasha_language";

int status_of(const Error& error) {
  switch (error.code) {
    case ErrorCode::invalid_input: return 400;
    case ErrorCode::denied: return 403;
    case ErrorCode::not_found: return 404;
    case ErrorCode::conflict: return 409;
    case ErrorCode::too_large: return 413;
    case ErrorCode::busy:
    case ErrorCode::unavailable:
    case ErrorCode::full: return 503;
    default: return 500;
  }
}

// Only a path of ours: nothing that a browser could read as another site.
std::string safe_return(std::string_view to) {
  const bool ours = to.size() > 0 && to[0] == '/' && (to.size() < 2 || (to[1] != '/' && to[1] != '\\')) && to.find_first_of("\r\n\\") == std::string_view::npos;
  if (!ours) return "/";
  std::string out;
  for (const char c : to) out += c == '/' ? "/" : url_part(std::string_view(&c, 1));
  return out;
}

Html problem_main(const Catalogue& words, const Error& error) {
  Html main = heading(words.text(N_("This did not work")));
  main.add(el("p", {{"class", "govuk-body"}}, words.error(error)));
  main.add(el("p", {{"class", "govuk-body"}}, el("a", {{"href", "/"}, {"class", "govuk-link"}}, words.text(N_("Go to my work")))));
  return main;
}

}  // namespace

Response error_page(const Visit& visit, const Error& error) {
  Page page = visit.page(std::string(visit.words.text(N_("This did not work"))));
  page.main = problem_main(visit.words, error);
  return Response::page(layout(page), status_of(error));
}

Site::Site(vault::Vault& vault, bool secure) : vault_(vault), secure_(secure), sessions_(vault, {}) {
  router_.get("/assets/{name}", [](const Request&, const PathParameters& p) { return serve_asset(p.at("name")); });
  router_.get("/sign-in", [this](const Request& request, const PathParameters&) { return sign_in_page(request, {}, 200); });
  router_.post("/sign-in", [this](const Request& request, const PathParameters&) { return sign_in(request); });
  router_.get("/exit", [this](const Request& request, const PathParameters&) { return sign_out(request, "https://www.gismeteo.kz/"); });
  router_.get("/language/{code}", [this](const Request& request, const PathParameters& p) {
    Response out = Response::redirect(safe_return(request.query.get("to")));
    const auto language = language_from_code(p.at("code"));
    if (language) out.headers.emplace_back("Set-Cookie", cookie(kLanguageCookie, code(*language), true));
    return out;
  });
  router_.otherwise([this](const Request& request, const PathParameters&) {
    return problem(words_of(request), 404, Error(ErrorCode::not_found, "There is no such page."));
  });
  get("/account", [this](const Visit& visit) { return account(visit); });
  place(90, "/account", N_("My account"));
  post("/sign-out", [this](const Visit& visit) { return sign_out(visit.request, "/sign-in"); });
}

const Catalogue& Site::words_of(const Request& request) const {
  const auto chosen = request.cookies.find(kLanguageCookie);
  if (chosen != request.cookies.end()) {
    if (const auto language = language_from_code(chosen->second)) return Catalogue::of(*language);
  }
  const auto first = language_from_code(std::string_view(request.accept_language).substr(0, 2));
  return Catalogue::of(first.value_or(Language::en));
}

std::string Site::token_of(const Request& request) const {
  const auto found = request.cookies.find(secure_ ? "__Host-arasha" : "arasha");
  return found == request.cookies.end() ? std::string() : found->second;
}

std::string Site::cookie(std::string_view name, std::string_view value, bool keep) const {
  std::string out = std::string(name) + "=" + std::string(value) + "; Path=/; HttpOnly; SameSite=Strict";
  if (keep) out += "; Max-Age=31536000";
  if (value.empty()) out += "; Max-Age=0";
  if (secure_) out += "; Secure";
  return out;
}

// Sec-Fetch-Site must say so; where a browser sends none, Origin must name this host. Both absent: refused.
bool Site::is_own_post(const Request& request) const {
  if (!request.fetch_site.empty()) return request.fetch_site == "same-origin";
  return request.origin == (secure_ ? "https://" : "http://") + request.host;
}

std::optional<Visit> Site::visit(const Request& request, const PathParameters& parameters) {
  auto session = sessions_.find(token_of(request));
  if (!session) return std::nullopt;
  const auto state = vault_.directory();
  const MemberId id = session->keyring.member();
  const vault::Member* member = state->member(id);
  return Visit{request, parameters, std::move(session->keyring), session->csrf, member != nullptr ? member->name : "", words_of(request), places_of(*state, id)};
}

void Site::place(int rank, std::string address, const char* label, PlaceFilter filter) {
  const auto behind = std::find_if(places_.begin(), places_.end(), [rank](const RankedPlace& one) { return one.rank > rank; });
  places_.insert(behind, {rank, {std::move(address), label}, std::move(filter)});
}

std::vector<Place> Site::places_of(const vault::Directory& state, MemberId member) const {
  std::vector<Place> out;
  for (const RankedPlace& one : places_) {
    if (!one.filter || one.filter(state, member)) out.push_back(one.place);
  }
  return out;
}

void Site::get(std::string pattern, PageHandler handler) {
  router_.get(std::move(pattern), [this, handler = std::move(handler)](const Request& request, const PathParameters& parameters) {
    const auto who = visit(request, parameters);
    if (!who) return Response::redirect("/sign-in?to=" + url_part(request.path));
    return handler(*who);
  });
}

void Site::post(std::string pattern, PageHandler handler) {
  router_.post(std::move(pattern), [this, handler = std::move(handler)](const Request& request, const PathParameters& parameters) {
    const Catalogue& words = words_of(request);
    if (!is_own_post(request) || !Sessions::is_csrf_of(token_of(request), request.form.get("csrf"))) {
      return problem(words, 403, Error(ErrorCode::denied, "This form did not come from a page of ours. Open the page again and repeat."));
    }
    const auto who = visit(request, parameters);
    if (!who) return ended(request, words);
    return handler(*who);
  });
}

// The session is over, the form is genuine: nothing of it may be lost.
Response Site::ended(const Request& request, const Catalogue& words) {
  const auto member = sessions_.ended(token_of(request));
  if (!member) return Response::redirect("/sign-in?to=" + url_part(request.path));
  const auto kept = vault_.keep_draft(*member, request.path, view(schema::to_urlencoded(request.form)));
  if (!kept) return problem(words, status_of(kept.error()), kept.error());
  return Response::redirect("/sign-in?kept=1&to=" + url_part(request.path));
}

Response Site::problem(const Catalogue& words, int status, const Error& error) {
  Page page{words, std::string(words.text(N_("This did not work"))), "", "", "/", "", problem_main(words, error)};
  return Response::page(layout(page), status);
}

Response Site::sign_in_page(const Request& request, const std::vector<schema::FieldError>& errors, int status) {
  const Catalogue& words = words_of(request);
  const std::string to = safe_return(request.method == Method::post ? request.form.get("to") : request.query.get("to"));
  Html fields;
  if (request.query.has("kept")) {
    fields.add(el("div", {{"class", "govuk-inset-text"}}, words.text(N_("Your session had ended. What you typed is kept; sign in and it will be there."))));
  }
  fields.add(void_el("input", {{"type", "hidden"}, {"name", "to"}, {"value", to}}));
  fields.add(el("div", {{"class", "govuk-form-group"}}, el("label", {{"class", "govuk-label"}, {"for", "name"}}, words.text(N_("Name"))),
                void_el("input", {{"class", "govuk-input"}, {"id", "name"}, {"name", "name"}, {"type", "text"}, {"autocomplete", "username"},
                                  {"value", std::string(request.form.get("name"))}})));
  fields.add(el("div", {{"class", "govuk-form-group"}}, el("label", {{"class", "govuk-label"}, {"for", "password"}}, words.text(N_("Passphrase"))),
                void_el("input", {{"class", "govuk-input"}, {"id", "password"}, {"name", "password"}, {"type", "password"},
                                  {"autocomplete", "current-password"}})));
  fields.add(button(words.text(N_("Sign in"))));
  Html main = error_summary(words, errors);
  main.add(heading(words.text(N_("Sign in"))));
  main.add(el("form", {{"method", "post"}, {"action", "/sign-in"}}, fields));
  Page page{words, std::string(words.text(N_("Sign in"))), "", "", "/sign-in", "", std::move(main)};
  return Response::page(layout(page), status);
}

Response Site::sign_in(const Request& request) {
  if (!is_own_post(request)) {
    return problem(words_of(request), 403, Error(ErrorCode::denied, "This form did not come from a page of ours. Open the page again and repeat."));
  }
  auto keyring = vault_.sign_in(request.form.get("name"), request.form.get("password"));
  if (!keyring) return sign_in_page(request, {{"name", keyring.error()}}, status_of(keyring.error()));
  sessions_.end(token_of(request));
  Response out = Response::redirect(safe_return(request.form.get("to")));
  out.headers.emplace_back("Set-Cookie", cookie(secure_ ? "__Host-arasha" : "arasha", sessions_.start(*keyring), false));
  return out;
}

Response Site::sign_out(const Request& request, const std::string& to) {
  sessions_.end(token_of(request));
  Response out = Response::redirect(to);
  out.headers.emplace_back("Set-Cookie", cookie(secure_ ? "__Host-arasha" : "arasha", "", false));
  out.headers.emplace_back("Clear-Site-Data", "\"cache\", \"storage\"");
  return out;
}

Response Site::account(const Visit& visit) {
  const Catalogue& words = visit.words;
  Page page = visit.page(std::string(words.text(N_("My account"))));
  page.main = heading(page.title);
  page.main.add(el("p", {{"class", "govuk-body"}}, words.text(N_("You are signed in as {1}."), {visit.member})));
  page.main.add(el("p", {{"class", "govuk-body"}},
                   words.plural("{1} session is open.", "{1} sessions are open.", static_cast<std::int64_t>(sessions_.count(visit.keyring.member())))));
  page.main.add(el("form", {{"method", "post"}, {"action", "/sign-out"}}, csrf_field(visit.csrf), button(words.text(N_("Sign out")))));
  return Response::page(layout(page));
}

Response Site::handle(const Request& request) { return router_.route(request); }

}  // namespace arasha::web

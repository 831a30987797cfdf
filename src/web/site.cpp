#include "web/site.h"

#include <algorithm>
#include <array>

#include "base/event.h"
#include "web/assets.h"

namespace arasha::web {
namespace {

constexpr std::string_view kLanguageCookie = "arasha_language";
constexpr std::string_view kDeviceCookie = "arasha_device";
constexpr std::string_view kSessionCookie = "arasha";
constexpr std::string_view kLanguagePlace = "/account/language";
constexpr auto kYear = std::chrono::hours(24 * 365);
constexpr std::size_t kDraftLimit = 256 * 1024;

Html problem_main(const Catalogue& words, const Error& error, std::string_view incident) {
  Html main = heading(words.text(N_("This did not work")));
  main.add(paragraph(words.error(error)));
  switch (error.code) {
    case ErrorCode::denied: main.add(paragraph(words.text(N_("If you need this for your work, ask a steward of your organisation.")))); break;
    case ErrorCode::conflict: main.add(paragraph(words.text(N_("Nothing of yours was lost or changed.")))); break;
    case ErrorCode::busy:
    case ErrorCode::unavailable: main.add(paragraph(words.text(N_("Wait a minute and try again. If it stays so, tell whoever looks after the server.")))); break;
    case ErrorCode::full:
    case ErrorCode::damaged:
    case ErrorCode::internal: main.add(paragraph(words.text(N_("Tell whoever looks after the server what you did and when.")))); break;
    default: break;
  }
  if (!incident.empty()) main.add(paragraph(words.text(N_("Number of this incident: {1}"), {std::string(incident)})));
  return main;
}

Html way_on(const Catalogue& words) { return paragraph(link("/", words.text(N_("Go to my work")))); }

bool is_repeated(const schema::FormData& data) {
  for (const std::string_view name : {"csrf", "to", "name", "password", "page", "sort"}) {
    if (data.all(name).size() > 1) return true;
  }
  return false;
}

constexpr std::array<std::string_view, 4> kPassphrases = {"password", "current", "fresh", "again"};
constexpr std::string_view kToken = "csrf";

bool is_passphrase(std::string_view field) { return std::find(kPassphrases.begin(), kPassphrases.end(), field) != kPassphrases.end(); }

// What may be kept of a form for later: not its token, and no passphrase.
schema::FormData without_secrets(const schema::FormData& form) {
  schema::FormData out;
  for (const auto& [name, value] : form.fields()) {
    if (name != kToken && !is_passphrase(name)) out.add(name, value);
  }
  return out;
}

// A save that failed for a reason that passes: the page itself holds what was typed, as a full disk keeps no draft.
Html again_form(const Visit& visit) {
  const Catalogue& words = visit.words;
  Html inside;
  for (const auto& [name, value] : visit.request.form.fields()) {
    if (is_passphrase(name)) return {};
    if (name != kToken) inside.add(hidden(name, value));
  }
  inside.add(paragraph(words.text(N_("What you typed is still here, on this page. Leave the page open, and save again when this is over."))));
  inside.add(button(words.text(N_("Save again"))));
  return post_form(address_with(visit.request.path, visit.request.query), visit.csrf, inside);
}

}  // namespace

int status_of(const Error& error) {
  switch (error.code) {
    case ErrorCode::invalid_input: return 400;
    case ErrorCode::denied: return 403;
    case ErrorCode::not_found: return 404;
    case ErrorCode::conflict: return 409;
    case ErrorCode::too_large: return 413;
    case ErrorCode::busy:
    case ErrorCode::unavailable: return 503;
    case ErrorCode::full: return 507;
    default: return 500;
  }
}

std::string safe_return(std::string_view to) {
  const auto mark = to.find('?');
  const std::string_view path = to.substr(0, mark);
  const bool ours = !path.empty() && path[0] == '/' && (path.size() < 2 || (path[1] != '/' && path[1] != '\\')) &&
                    path.find_first_of("\r\n\t\\") == std::string_view::npos;
  if (!ours) return "/";
  std::string out;
  for (const char c : path) out += c == '/' ? "/" : url_part(std::string_view(&c, 1));
  if (mark == std::string_view::npos) return out;
  const auto query = schema::parse_urlencoded(to.substr(mark + 1));
  return query ? address_with(out, *query) : out;
}

Page Visit::page(std::string title) const {
  Page out{words, std::move(title), member, csrf, request.path, "", {}, places};
  out.notice = notice;
  out.query = schema::to_urlencoded(request.query);
  out.idle_seconds = idle_seconds;
  return out;
}

Page Outside::page(std::string title) const {
  Page out{words, std::move(title), "", "", request.path, "", {}};
  out.query = schema::to_urlencoded(request.query);
  return out;
}

Response error_page(const Visit& visit, const Error& error) {
  Page page = visit.page(std::string(visit.words.text(N_("This did not work"))));
  page.main = problem_main(visit.words, error, "");
  const int status = status_of(error);
  if (visit.request.method == Method::post && status >= 500) page.main.add(again_form(visit));
  page.main.add(way_on(visit.words));
  return Response::page(layout(page), status);
}

Site::Site(vault::Vault& vault, bool secure)
    : vault_(vault), secure_(secure), sessions_(vault, {}), device_key_(crypto::derive(vault.server().pepper, "arasha/device-mark/v1")) {
  router_.get("/assets/{name}", [](const Request& request, const PathParameters& p) { return serve_asset(request, p.at("name")); });
  router_.get("/favicon.ico", [](const Request& request, const PathParameters&) { return serve_asset(request, "mark.svg"); });
  router_.get("/robots.txt", [](const Request&, const PathParameters&) { return Response::plain(200, "User-agent: *\nDisallow: /\n"); });
  router_.get("/sign-in", [this](const Request& request, const PathParameters&) {
    if (sessions_.find(token_of(request))) return Response::redirect(safe_return(request.query.get("to")));
    return sign_in_page(request, {}, 200);
  });
  router_.post("/sign-in", [this](const Request& request, const PathParameters&) { return sign_in(request); });
  router_.get("/exit", [this](const Request& request, const PathParameters&) { return sign_out(request, "https://www.gismeteo.kz/"); });
  router_.get("/language/{code}", [this](const Request& request, const PathParameters& p) { return choose_language(request, p.at("code")); });
  router_.post("/csp-report", [reports = std::make_shared<RateLimit>(20)](const Request&, const PathParameters&) {
    // What a page was forbidden to load could name anything: that it happened is enough.
    if (reports->allow()) log_event(Level::warning, "content_policy_report");
    return Response::plain(204, "");
  });
  router_.otherwise([this](const Request& request, int status) {
    Response out = problem(request, status, Error(ErrorCode::not_found, "There is no such page."));
    if (status == 405) out.headers.emplace_back("Allow", request.method == Method::get ? "POST" : "GET, HEAD");
    return out;
  });
  get("/account", [this](const Visit& visit) { return account(visit); });
  get("/account/sessions", [this](const Visit& visit) { return sessions_page(visit); });
  post("/account/sessions", [this](const Visit& visit) { return end_session(visit); });
  get("/stay", [](const Visit&) { return Response::plain(204, ""); });
  post("/draft", [this](const Visit& visit) { return keep_draft(visit); });
  place(90, "/account", N_("My account"));
  post("/sign-out", [this](const Visit& visit) { return sign_out(visit.request, "/sign-in"); });
}

std::size_t Site::body_limit(Method method, std::string_view path) const {
  constexpr std::size_t kPage = 1024 * 1024;
  if (method == Method::get) return 0;
  if (path == "/csp-report") return 16 * 1024;
  if (const std::size_t machine = limit_in(machines_, path); machine > 0) return machine;
  return router_.has(Method::post, path) ? kPage : 0;
}

std::size_t Site::upload_limit(std::string_view path) const {
  return limit_in(uploads_, path);
}

void Site::post_upload(std::string pattern, std::size_t limit, PageHandler handler) {
  note_limit(uploads_, pattern, limit);
  post(std::move(pattern), std::move(handler));
}

// Nobody fills the disk without being signed in, nor through a browser that somebody else leads.
std::optional<Response> Site::refuse_upload(const Request& request) {
  if (auto refused = refuse_post(request)) return refused;
  const std::string_view csrf = request.form.get(kToken);
  const std::string token = token_of(request);
  if (!Sessions::is_csrf_of(token, csrf) && !sessions_.is_csrf_of_ours(csrf)) {
    return problem(request, 403, Error(ErrorCode::denied, "This form did not come from a page of ours. Open the page again and repeat."));
  }
  if (Sessions::is_csrf_of(token, csrf) && sessions_.find(token)) return std::nullopt;
  // A form of ours whose session is over: what was typed is kept; the file is not taken, and is chosen again.
  return router_.route(request);
}

const Catalogue& Site::words_of(const Request& request, std::optional<Language> chosen) const {
  // This page only; then what the member chose, what this browser chose, what it prefers.
  if (const auto once = language_from_code(request.query.get("lang"))) return Catalogue::of(*once);
  if (chosen) return Catalogue::of(*chosen);
  const auto kept = request.cookies.find(kLanguageCookie);
  if (kept != request.cookies.end()) {
    if (const auto language = language_from_code(kept->second)) return Catalogue::of(*language);
  }
  for (const std::string_view part : schema::split(request.accept_language, ", ")) {
    if (const auto language = language_from_code(part.substr(0, 2))) return Catalogue::of(*language);
  }
  return Catalogue::of(Language::en);
}

std::string Site::cookie_name(std::string_view name) const { return (secure_ ? "__Host-" : "") + std::string(name); }

std::string Site::token_of(const Request& request) const {
  const auto found = request.cookies.find(cookie_name(kSessionCookie));
  return found == request.cookies.end() ? std::string() : found->second;
}

std::string Site::cookie(std::string_view name, std::string_view value, Duration life) const {
  std::string out = std::string(name) + "=" + std::string(value) + "; Path=/; HttpOnly; SameSite=Strict";
  if (life > Duration()) out += "; Max-Age=" + std::to_string(std::chrono::duration_cast<std::chrono::seconds>(life).count());
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
  std::string token = token_of(request);
  if (token.empty()) return std::nullopt;
  auto session = sessions_.find(token);
  if (!session) return std::nullopt;
  const auto state = vault_.directory();
  const MemberId id = session->keyring.member();
  const vault::Member* member = state->member(id);
  const Catalogue& words = words_of(request, session->language);
  std::string notice = session->notice.text == nullptr ? std::string() : words.text(session->notice.text, session->notice.arguments);
  Visit out{request, parameters, std::move(session->keyring), std::move(session->csrf), member != nullptr ? member->name : "", words,
            places_of(*state, id), std::move(notice), std::move(token),
            static_cast<int>(std::chrono::duration_cast<std::chrono::seconds>(sessions_.limits().idle).count())};
  return out;
}

void Site::place(int rank, std::string address, const char* label, PlaceFilter filter) {
  std::erase_if(places_, [&](const RankedPlace& one) { return one.place.address == address; });
  const auto behind = std::find_if(places_.begin(), places_.end(), [rank](const RankedPlace& one) { return one.rank > rank; });
  places_.insert(behind, {rank, {std::move(address), label, rank >= kSeldom}, std::move(filter)});
}

std::vector<Place> Site::places_of(const vault::Directory& state, MemberId member) const {
  std::vector<Place> out;
  out.reserve(places_.size());
  for (const RankedPlace& one : places_) {
    if (!one.filter || one.filter(state, member)) out.push_back(one.place);
  }
  return out;
}

Response Site::show(const Visit& visit, const PageHandler& handler) {
  auto instead = gate_ ? gate_(visit) : std::optional<Response>();
  Response out = instead ? std::move(*instead) : handler(visit);
  if (out.notice.text != nullptr) {
    sessions_.set_notice(visit.session, std::move(out.notice));
  } else if (!visit.notice.empty() && out.status == 303) {
    // Nobody saw the sentence yet: it goes on to the next page. Its words are those of this moment.
    sessions_.set_notice(visit.session, {"{1}", {visit.notice}});
  }
  return out;
}

void Site::get(std::string pattern, PageHandler handler) {
  router_.get(std::move(pattern), [this, handler = std::move(handler)](const Request& request, const PathParameters& parameters) {
    const auto who = visit(request, parameters);
    if (!who) return Response::redirect(address_with("/sign-in", {}, {{"to", address_with(request.path, request.query)}}));
    return show(*who, handler);
  });
}

std::optional<Response> Site::refuse_post(const Request& request) {
  if (!request.content_type.empty()) {
    return problem(request, 415, Error(ErrorCode::unsupported, "The form did not arrive whole. Send it again."));
  }
  if (is_repeated(request.form)) return problem(request, 400, Error(ErrorCode::invalid_input, "The form did not arrive whole. Send it again."));
  if (!is_own_post(request)) {
    return problem(request, 403, Error(ErrorCode::denied, "This form did not come from a page of ours. Open the page again and repeat."));
  }
  return std::nullopt;
}

void Site::post(std::string pattern, PageHandler handler) {
  router_.post(std::move(pattern), [this, handler = std::move(handler)](const Request& request, const PathParameters& parameters) {
    if (auto refused = refuse_post(request)) return std::move(*refused);
    const std::string_view csrf = request.form.get("csrf");
    if (!Sessions::is_csrf_of(token_of(request), csrf)) {
      if (sessions_.is_csrf_of_ours(csrf)) return of_other_session(request, parameters);
      return problem(request, 403, Error(ErrorCode::denied, "This form did not come from a page of ours. Open the page again and repeat."));
    }
    const auto who = visit(request, parameters);
    if (!who) return ended(request);
    return show(*who, handler);
  });
}

void Site::open_get(std::string pattern, OutsideHandler handler) {
  router_.get(std::move(pattern), [this, handler = std::move(handler)](const Request& request, const PathParameters& parameters) {
    return handler({request, parameters, words_of(request)});
  });
}

void Site::open_post(std::string pattern, OutsideHandler handler) {
  router_.post(std::move(pattern), [this, handler = std::move(handler)](const Request& request, const PathParameters& parameters) {
    if (auto refused = refuse_post(request)) return std::move(*refused);
    return handler({request, parameters, words_of(request)});
  });
}

// The session is over, the form is genuine: nothing of it may be lost. If the server still knows whose it was, it becomes
// a draft at once; if not (it was started anew), the sign-in page carries it along.
Response Site::ended(const Request& request) {
  const std::string typed = schema::to_urlencoded(without_secrets(request.form));
  if (const auto member = sessions_.ended(token_of(request))) {
    const auto kept = vault_.keep_draft(*member, request.path, view(typed));
    if (kept) return Response::redirect(address_with("/sign-in", {}, {{"kept", "1"}, {"to", request.path}}));
  }
  return sign_in_page(request, {}, 401, typed);
}

// A form of ours from before: in another window she signed out, or in anew. Nothing is done; what was typed waits for her.
Response Site::of_other_session(const Request& request, const PathParameters& parameters) {
  const std::string typed = schema::to_urlencoded(without_secrets(request.form));
  const auto who = visit(request, parameters);
  if (!who) return sign_in_page(request, {}, 401, typed);
  return show(*who, [&](const Visit& visit) {
    if (!router_.has(Method::get, request.path)) {
      return error_page(visit, Error(ErrorCode::conflict, "You signed in anew after this page was opened. Open it again and repeat."));
    }
    const auto kept = vault_.keep_draft(visit.keyring.member(), request.path, view(typed));
    if (!kept) return error_page(visit, kept.error());
    return Response::redirect(request.path, N_("You signed in anew after this page was opened. What you typed is kept: look through it and save it again."));
  });
}

Response Site::problem(const Request& request, int status, const Error& error, std::string_view incident) {
  const Catalogue& words = words_of(request);
  Page page{words, std::string(words.text(N_("This did not work"))), "", "", "/", "", problem_main(words, error, incident)};
  page.main.add(way_on(words));
  return Response::page(layout(page), status);
}

Response Site::keep_draft(const Visit& visit) {
  const std::string place(visit.request.form.get("draft-place"));
  if (!router_.has(Method::post, place)) return Response::plain(404, "");
  schema::FormData form;
  for (const auto& [name, value] : visit.request.form.fields()) {
    if (name != "csrf" && name != "draft-place") form.add(name, value);
  }
  const std::string typed = schema::to_urlencoded(form);
  if (typed.size() > kDraftLimit) return Response::plain(413, "");
  const auto kept = vault_.keep_draft(visit.keyring.member(), place, view(typed));
  return Response::plain(kept ? 204 : status_of(kept.error()), "");
}

Response Site::choose_language(const Request& request, std::string_view code) {
  Response out = Response::redirect(safe_return(request.query.get("to")));
  const auto language = language_from_code(code);
  if (!language) return out;
  const PathParameters none;
  if (const auto who = visit(request, none)) return choose_language(*who, *language, safe_return(request.query.get("to")));
  out.headers.emplace_back("Set-Cookie", cookie(kLanguageCookie, arasha::code(*language), kYear));
  return out;
}

Response Site::choose_language(const Visit& visit, Language language, const std::string& to) {
  Response out = Response::redirect(to);
  sessions_.set_language(visit.session, language);
  // Sealed to the member, like a draft. If it cannot be kept now, this browser keeps it all the same.
  static_cast<void>(vault_.keep_draft(visit.keyring.member(), kLanguagePlace, view(arasha::code(language))));
  out.headers.emplace_back("Set-Cookie", cookie(kLanguageCookie, arasha::code(language), kYear));
  return out;
}

Response Site::handle(const Request& request) {
  if (is_repeated(request.query)) {
    return problem(request, 400, Error(ErrorCode::invalid_input, "This address is not complete."));
  }
  return router_.route(request);
}

// --- Device marks: random id ‖ tag, in a cookie that says only "somebody signed in here before".

std::string Site::device_mark(std::string_view device) const {
  const crypto::Hash tag = crypto::tag(device_key_, "arasha/device-mark/v1", {view(device)});
  return std::string(device) + "." + to_base32(BytesView(tag).first(20));
}

std::string Site::device_of_browser(const Request& request) const {
  const auto found = request.cookies.find(cookie_name(kDeviceCookie));
  if (found == request.cookies.end()) return {};
  const std::string device = found->second.substr(0, found->second.find('.'));
  return crypto::equal(view(device_mark(device)), view(found->second)) ? device : std::string();
}

Response Site::begin(const Request& request, const vault::Keyring& keyring, const std::string& to) {
  sessions_.end(token_of(request));
  std::optional<Language> language;
  if (const auto kept = vault_.draft(keyring, kLanguagePlace); kept && *kept) language = language_from_code(text_view(**kept));
  std::string device = device_of_browser(request);
  if (device.empty()) {
    std::array<std::uint8_t, 16> random{};
    crypto::random_bytes(random);
    device = to_base32(random);
  }
  Response out = Response::redirect(to);
  out.headers.emplace_back("Set-Cookie", cookie(cookie_name(kSessionCookie), sessions_.start(keyring, request.user_agent, language)));
  out.headers.emplace_back("Set-Cookie", cookie(cookie_name(kDeviceCookie), device_mark(device), kYear));
  if (language) out.headers.emplace_back("Set-Cookie", cookie(kLanguageCookie, arasha::code(*language), kYear));
  return out;
}

Response Site::sign_out(const Request& request, const std::string& to) {
  sessions_.end(token_of(request));
  Response out = Response::redirect(to);
  out.headers.emplace_back("Set-Cookie", cookie(cookie_name(kSessionCookie), ""));
  out.headers.emplace_back("Clear-Site-Data", "\"cache\", \"storage\"");
  return out;
}

Response no_page(const Visit& visit) { return error_page(visit, Error(ErrorCode::not_found, "There is no such page.")); }

}  // namespace arasha::web

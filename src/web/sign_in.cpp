// Signing in: the page, the check of the passphrase and its limits.
#include "web/site.h"

namespace arasha::web {
namespace {

// Checks of passphrases take half a second and much memory each: no more of the workers than this may be busy with them.
constexpr int kChecksAtOnce = 12;
constexpr std::size_t kCarriedLimit = 256 * 1024;

}  // namespace

Result<vault::Keyring> Site::try_secret(const Request& request, std::string_view name, const std::function<Result<vault::Keyring>()>& check) {
  const Error busy(ErrorCode::busy, "Too many people sign in at this moment. Wait a little and try again.");
  const std::string device = device_of_browser(request);
  const Throttle::Try attempt{name, request.from, device};
  const struct Turn {
    std::atomic<int>& count;
    int before;
    explicit Turn(std::atomic<int>& c) : count(c), before(c.fetch_add(1)) {}
    ~Turn() { --count; }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
  } turn(checking_);
  if (turn.before >= kChecksAtOnce) return busy;
  switch (throttle_.ask(attempt, vault_.clock().now())) {
    case Throttle::Answer::busy: return busy;
    case Throttle::Answer::wait: {
      // The same work as for a wrong passphrase, so that the answer comes after the same time.
      auto refused = vault_.sign_in("", "");
      if (!refused && refused.error().code == ErrorCode::busy) return busy;
      return Error(ErrorCode::denied, "The name or the passphrase is not right. Check both and try again.");
    }
    case Throttle::Answer::go: break;
  }
  auto keyring = check();
  if (keyring) {
    throttle_.succeeded(attempt);
  } else if (keyring.error().code != ErrorCode::denied) {
    throttle_.not_checked(attempt);
  }
  return keyring;
}

Response Site::sign_in_page(const Request& request, const FieldErrors& errors, int status, const std::string& carried) {
  const Catalogue& words = words_of(request);
  const bool posted = request.method == Method::post;
  const bool to_other = posted && request.path != "/sign-in";  // a form for another page, sent without a session
  const std::string to = to_other ? request.path : safe_return(posted ? request.form.get("to") : request.query.get("to"));
  Html main = error_summary(words, errors);
  main.add(heading(words.text(N_("Sign in"))));
  if (carried.size() > kCarriedLimit) {
    main.add(warning(words, words.text(N_("Your session had ended, and the text is too long to be kept. Go back in the browser, copy it, and sign in again."))));
  } else if (request.query.has("kept") || !carried.empty()) {
    main.add(inset(Html::text(words.text(N_("Your session had ended. What you typed is kept; sign in and it will be there.")))));
  }
  Html fields = hidden("to", to);
  if (!carried.empty() && carried.size() <= kCarriedLimit) fields.add(hidden("carried", carried));
  TextField name{.name = "name", .label = std::string(words.text(N_("Name")))};
  name.kind = TextKind::name;
  name.autocomplete = "username";
  if (!to_other) name.value = std::string(request.form.get("name"));
  fields.add(text_field(words, name, errors));
  fields.add(password_field(words, {.name = "password", .label = std::string(words.text(N_("Passphrase")))}, {}));
  fields.add(button(words.text(N_("Sign in"))));
  main.add(el("form", {{"class", "arasha-narrow"}, {"method", "post"}, {"action", "/sign-in"}, {"novalidate", ""}}, fields));
  if (router_.has(Method::get, "/activate")) main.add(paragraph(link("/activate", words.text(N_("I have an activation code")))));
  main.add(details(words.text(N_("I cannot sign in")),
                   paragraph(words.text(N_("A steward of your organisation can invite you again, with a new code; your cases stay where they are. After several wrong tries, wait a few minutes before the next one.")))));
  Page page{words, std::string(words.text(N_("Sign in"))), "", "", "/sign-in", "", std::move(main)};
  page.query = to == "/" ? "" : "to=" + url_part(to);
  page.wrong = !errors.empty();
  return Response::page(layout(page), status);
}

Response Site::sign_in(const Request& request) {
  if (auto refused = refuse_post(request)) return std::move(*refused);
  const std::string name(request.form.get("name"));
  const std::string carried(request.form.get("carried"));
  auto keyring = try_secret(request, name, [&] { return vault_.sign_in(name, request.form.get("password")); });
  if (!keyring) return sign_in_page(request, {{"name", keyring.error()}}, status_of(keyring.error()), carried);
  const std::string to = safe_return(request.form.get("to"));
  if (!carried.empty() && carried.size() <= kCarriedLimit && router_.has(Method::post, to)) {
    if (const auto kept = vault_.keep_draft(keyring->member(), to, view(carried)); !kept) {
      return sign_in_page(request, {{"name", kept.error()}}, status_of(kept.error()), carried);
    }
  }
  return begin(request, *keyring, router_.has(Method::get, to.substr(0, to.find('?'))) ? to : "/");
}

}  // namespace arasha::web

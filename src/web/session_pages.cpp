// My sessions: which are open, and how to end them.
#include "web/site.h"

namespace arasha::web {
namespace {

std::string device_words(const Catalogue& words, const SessionInfo& session) {
  const char* browser = N_("Another browser");
  switch (session.browser) {
    case Browser::chrome: browser = "Chrome"; break;
    case Browser::firefox: browser = "Firefox"; break;
    case Browser::safari: browser = "Safari"; break;
    case Browser::edge: browser = "Edge"; break;
    case Browser::opera: browser = "Opera"; break;
    case Browser::yandex: browser = "Yandex Browser"; break;
    case Browser::samsung: browser = "Samsung Internet"; break;
    case Browser::unknown: break;
  }
  std::string out(session.browser == Browser::unknown ? words.text(browser) : std::string_view(browser));
  if (session.device == Device::computer) out += ", " + std::string(words.text(N_("computer")));
  if (session.device == Device::telephone) out += ", " + std::string(words.text(N_("telephone or tablet")));
  return out;
}

}  // namespace

Response Site::account(const Visit& visit) {
  const Catalogue& words = visit.words;
  Page page = visit.page(std::string(words.text(N_("My account"))));
  page.main = heading(page.title);
  page.main.add(paragraph(words.text(N_("You are signed in as {1}."), {visit.member})));
  page.main.add(paragraph(words.plural("{1} session is open.", "{1} sessions are open.", static_cast<std::int64_t>(sessions_.count(visit.keyring.member()))), " ",
                          link("/account/sessions", words.text(N_("My sessions")))));
  page.main.add(post_form("/sign-out", visit.csrf, button(words.text(N_("Sign out")))));
  return Response::page(layout(page));
}

Response Site::sessions_page(const Visit& visit) {
  const Catalogue& words = visit.words;
  Page page = visit.page(std::string(words.text(N_("My sessions"))));
  page.back = "/account";
  page.main = heading(page.title);
  page.main.add(paragraph(words.text(N_("Where you are signed in now. End what you do not know, and change your passphrase then."))));
  const auto open = sessions_.list(visit.keyring.member());
  const std::string own = Sessions::id_of(visit.session);
  Table table(words, words.text(N_("My sessions")), {{N_("Browser")}, {N_("Signed in")}, {N_("Last used")}, {N_("End")}});
  for (const SessionInfo& session : open) {
    table.row();
    table.cell(device_words(words, session));
    table.cell(words.moment(session.started));
    table.cell(words.moment(session.used));
    if (session.id == own) {
      table.cell(tag(Meaning::good, words.text(N_("This one"))));
    } else {
      table.cell(post_form("/account/sessions", visit.csrf, hidden("session", session.id),
                           el("button", {{"class", "arasha-button-link"}, {"type", "submit"}}, words.text(N_("End this session")))));
    }
  }
  page.main.add(std::move(table).html());
  if (open.size() > 1) {
    page.main.add(post_form("/account/sessions", visit.csrf, hidden("session", "others"),
                            el("button", {{"class", "govuk-button govuk-button--secondary"}, {"type", "submit"}}, words.text(N_("End all other sessions")))));
  }
  page.main.add(post_form("/sign-out", visit.csrf, button(words.text(N_("Sign out")))));
  return Response::page(layout(page));
}

Response Site::end_session(const Visit& visit) {
  const std::string_view which = visit.request.form.get("session");
  if (which == "others") {
    sessions_.end_others(visit.keyring.member(), visit.session);
    return Response::redirect("/account/sessions", N_("All other sessions have ended."));
  }
  if (!sessions_.end_one(visit.keyring.member(), which)) return Response::redirect("/account/sessions", N_("That session had ended already."));
  if (which == Sessions::id_of(visit.session)) return sign_out(visit.request, "/sign-in");
  return Response::redirect("/account/sessions", N_("The session has ended."));
}

}  // namespace arasha::web

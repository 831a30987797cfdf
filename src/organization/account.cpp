// My account: who I am here, what I may open, my passphrase, my language.
#include "organization/room.h"
#include "vault/spoken.h"

namespace arasha::organization {
namespace {

Html languages(const Catalogue& words) {
  Html items;
  for (const Language language : kLanguages) {
    const std::string code_text(code(language));
    const std::string name(own_name(language));
    if (language == words.language()) {
      items.add(el("li", {}, el("strong", {}, name)));
    } else {
      items.add(el("li", {}, el("a", {{"href", "/language/" + code_text + "?to=%2Faccount"}, {"class", "govuk-link"}, {"lang", code_text}, {"hreflang", code_text}}, name)));
    }
  }
  return el("ul", {{"class", "govuk-list"}}, items);
}

Html circle_list(const Catalogue& words, const vault::Directory& state, MemberId me) {
  Html items;
  for (const CircleId id : circles_of(state, me)) {
    Html item = web::link("/circles/" + id.text(), circle_name(words, state, id));
    if (state.is_steward_of(me, id)) item.add(" ").add(web::tag(web::Meaning::plain, words.text(N_("Steward"))));
    items.add(el("li", {}, item));
  }
  return items.is_empty() ? Html::text(words.text(N_("None"))) : el("ul", {{"class", "govuk-list"}}, items);
}

web::Response account_page(web::Site& site, const Visit& visit) {
  const Catalogue& words = visit.words;
  const vault::Vault& vault = site.vault();
  const auto state = vault.directory();
  const MemberId me = visit.keyring.member();
  const vault::Member* member = state->member(me);
  if (member == nullptr) return unknown(visit);
  web::Page page = page_of(vault, visit, std::string(words.text(N_("My account"))));
  page.main = web::heading(page.title);
  web::SummaryList list;
  list.add(words.text(N_("Name")), member->name);
  list.add(words.text(N_("Organisation")), state->name());
  Html status = status_tag(words, *state, *member);
  if (member->administrator) status.add(" ").add(web::tag(web::Meaning::plain, words.text(N_("Administrator"))));
  list.add(words.text(N_("Status")), status);
  list.add(words.text(N_("Circles")), circle_list(words, *state, me));
  const std::string opens = compartment_names(words, opened_to(*state, me));
  list.add(words.text(N_("May open")), opens.empty() ? words.text(N_("Nothing")) : std::string_view(opens));
  list.add(words.text(N_("Passphrase")), Html::text(words.text(N_("Only you know it"))),
           web::link("/account/passphrase", words.text(N_("Change")), words.text(N_("Passphrase"))));
  list.add(words.text(N_("Sessions")), words.plural("{1} session is open.", "{1} sessions are open.", static_cast<std::int64_t>(site.sessions().count(me))),
           web::link("/account/sessions", words.text(N_("See and end sessions"))));
  list.add(words.text(N_("Language")), languages(words));
  page.main.add(list.html());
  page.main.add(web::subheading(words.text(N_("My eight words"))));
  page.main.add(web::paragraph(words.text(N_("They stand for your keys. Read them aloud to a steward who asks, face to face or in a video call. They are no secret."))));
  page.main.add(spoken(vault::fingerprint_words(member->keys)));
  page.main.add(web::post_form("/sign-out", visit.csrf, web::button(words.text(N_("Sign out")))));
  return answer(std::move(page));
}

web::Response passphrase_page(const vault::Vault& vault, const Visit& visit, const web::FieldErrors& errors, int status) {
  const Catalogue& words = visit.words;
  web::Page page = page_of(vault, visit, std::string(words.text(N_("Change the passphrase"))));
  page.back = "/account";
  page.wrong = !errors.empty();
  page.main = web::error_summary(words, errors);
  page.main.add(web::heading(page.title));
  page.main.add(web::paragraph(words.text(N_("There is no need to change it now and then. Change it when somebody may have seen it. All your other sessions end."))));
  const web::PasswordField current{.name = "current", .label = std::string(words.text(N_("Your present passphrase")))};
  const web::PasswordField fresh{.name = "fresh", .label = std::string(words.text(N_("Your new passphrase"))),
                                 .hint = std::string(words.text(N_("At least 15 characters. Several words in a row are easy to remember and hard to guess. You may paste it."))), .fresh = true};
  const web::PasswordField again{.name = "again", .label = std::string(words.text(N_("The new passphrase again"))), .fresh = true};
  page.main.add(web::post_form("/account/passphrase", visit.csrf, web::password_field(words, current, errors), web::password_field(words, fresh, errors),
                               web::password_field(words, again, errors), web::button(words.text(N_("Change the passphrase")))));
  page.main.add(passphrase_offer(words));
  return answer(std::move(page), status);
}

web::Response change_passphrase(web::Site& site, const Visit& visit) {
  const schema::FormData& form = visit.request.form;
  vault::Vault& vault = site.vault();
  if (form.get("fresh") != form.get("again")) {
    return passphrase_page(vault, visit, {{"again", Error(ErrorCode::invalid_input, "The two passphrases are not the same. Type both again.")}}, 400);
  }
  // Whoever sits down at an open session guesses no faster here than at the sign-in page.
  auto changed = site.try_secret(visit.request, visit.member, [&]() -> Result<vault::Keyring> {
    TRY_VOID(vault.change_password(visit.keyring, form.get("current"), form.get("fresh")));
    return vault::Keyring(visit.keyring.member(), visit.keyring.seed().clone());
  });
  if (!changed) {
    Error error = changed.error();
    if (error.code == ErrorCode::denied) error.text = "The present passphrase is not right. Type it again.";
    return passphrase_page(vault, visit, {{error.code == ErrorCode::invalid_input ? "fresh" : "current", error}}, web::status_of(error));
  }
  site.sessions().end_others(visit.keyring.member(), visit.session);
  return web::Response::redirect("/account", N_("The new passphrase works. All your other sessions have ended."));
}

}  // namespace

void add_account_pages(web::Site& site) {
  vault::Vault& vault = site.vault();
  site.get("/account", [&site](const Visit& visit) { return account_page(site, visit); });
  site.get("/account/passphrase", [&vault](const Visit& visit) { return passphrase_page(vault, visit, {}, 200); });
  site.post("/account/passphrase", [&site](const Visit& visit) { return change_passphrase(site, visit); });
}

}  // namespace arasha::organization

// From the activation code to the first circle: the only pages that somebody sees who belongs to no circle yet.
#include <algorithm>

#include "organization/room.h"
#include "vault/spoken.h"

namespace arasha::organization {
namespace {

web::Response activation_page(const web::Outside& outside, const web::FieldErrors& errors, int status) {
  const Catalogue& words = outside.words;
  const schema::FormData& typed = outside.request.form;
  Html main = web::error_summary(words, errors);
  main.add(web::heading(words.text(N_("Activate your account"))));
  main.add(web::paragraph(words.text(N_("A colleague gave you a code. With it you choose your passphrase; nobody else ever knows it, and nobody can read it back to you."))));
  const web::TextField name{.name = "name", .label = std::string(words.text(N_("Name"))), .hint = std::string(words.text(N_("As your colleague told it to you."))),
                            .value = std::string(typed.get("name")), .kind = web::TextKind::name, .autocomplete = "username"};
  const web::TextField code{.name = "code", .label = std::string(words.text(N_("Activation code"))),
                            .hint = std::string(words.text(N_("24 letters and digits. Capitals, blanks and hyphens do not matter."))),
                            .value = std::string(typed.get("code")), .kind = web::TextKind::one_time_code};
  const web::PasswordField fresh{.name = "fresh", .label = std::string(words.text(N_("Your new passphrase"))),
                                 .hint = std::string(words.text(N_("At least 15 characters. Several words in a row are easy to remember and hard to guess. You may paste it."))),
                                 .fresh = true};
  const web::PasswordField again{.name = "again", .label = std::string(words.text(N_("The new passphrase again"))), .fresh = true};
  main.add(el("form", {{"method", "post"}, {"action", "/activate"}, {"novalidate", ""}}, web::text_field(words, name, errors), web::text_field(words, code, errors),
              passphrase_offer(words), web::password_field(words, fresh, errors), web::password_field(words, again, errors), web::button(words.text(N_("Activate")))));
  main.add(web::paragraph(web::link("/sign-in", words.text(N_("I have a passphrase already")))));
  web::Page page = outside.page(std::string(words.text(N_("Activate your account"))));
  page.main = std::move(main);
  page.wrong = !errors.empty();
  return answer(std::move(page), status);
}

web::Response activate(web::Site& site, const web::Outside& outside) {
  const schema::FormData& form = outside.request.form;
  if (form.get("fresh") != form.get("again")) {
    return activation_page(outside, {{"again", Error(ErrorCode::invalid_input, "The two passphrases are not the same. Type both again.")}}, 400);
  }
  const auto check = [&] { return site.vault().activate(form.get("name"), form.get("code"), form.get("fresh")); };
  auto keyring = site.try_secret(outside.request, form.get("name"), check);
  if (!keyring) return activation_page(outside, {{keyring.error().code == ErrorCode::invalid_input ? "fresh" : "code", keyring.error()}}, web::status_of(keyring.error()));
  return site.begin(outside.request, *keyring, "/welcome");
}

std::vector<std::string> stewards_of(const vault::Directory& state, const vault::Circle& circle) {
  std::vector<std::string> out;
  for (const auto& [id, steward] : circle.members) {
    if (steward) out.push_back(member_name(state, id));
  }
  return out;
}

Html waits_for_words(const Catalogue& words, const vault::Directory& state, const vault::Member& member) {
  Html out = web::paragraph(words.text(N_("Your passphrase works. Before anything opens, a steward must be sure that these keys are yours. Meet one of them, or call with video, and read these eight words aloud:")));
  out.add(spoken(vault::fingerprint_words(member.keys)));
  out.add(web::paragraph(words.text(N_("The steward sees eight words too. They must be the same."))));
  if (const vault::Circle* stewards = state.circle(vault::CircleKind::stewards)) {
    out.add(web::subheading(words.text(N_("Your stewards"))));
    out.add(bullets(stewards_of(state, *stewards)));
  }
  return out;
}

Html waits_for_circle(const Catalogue& words, const vault::Directory& state) {
  Html out = web::paragraph(words.text(N_("Your eight words are confirmed. What you may open comes from circles: groups of colleagues who share a key. You are in none yet. Ask a steward of the circle where you will work to add you:")));
  std::vector<std::string> lines;
  for (const auto& [id, circle] : state.circles()) lines.push_back(circle_name(words, circle) + ": " + joined(stewards_of(state, circle)));
  std::sort(lines.begin(), lines.end());
  out.add(bullets(lines));
  return out;
}

web::Response welcome_page(const vault::Vault& vault, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto state = vault.directory();
  const vault::Member* member = state->member(visit.keyring.member());
  if (member == nullptr) return unknown(visit);
  const Rights rights = rights_of(*state, member->id);
  if (rights.in_circle) return web::Response::redirect("/");
  if (rights.accounts) return web::Response::redirect("/members");
  web::Page page = page_of(vault, visit, words.text(N_("Welcome, {1}"), {member->name}));
  page.main = web::heading(page.title);
  page.main.add(rights.verified ? waits_for_circle(words, *state) : waits_for_words(words, *state, *member));
  page.main.add(web::inset(Html::text(words.text(N_("When that is done, open this page again: it leads to your work.")))));
  page.main.add(web::actions(web::button_link("/welcome", words.text(N_("Look again")), web::ButtonKind::secondary)));
  return answer(std::move(page));
}

}  // namespace

Html passphrase_offer(const Catalogue& words) {
  return web::details(words.text(N_("No idea for a passphrase?")),
                      el("div", {}, web::paragraph(words.text(N_("Take these six words. They were drawn at random for you, just now, and are kept nowhere:"))),
                         spoken(vault::suggested_passphrase()),
                         web::paragraph(words.text(N_("Write them on paper and keep the paper on you until you know them by heart.")))));
}

void add_activation_pages(web::Site& site) {
  vault::Vault& vault = site.vault();
  site.open_get("/activate", [](const web::Outside& outside) { return activation_page(outside, {}, 200); });
  site.open_post("/activate", [&site](const web::Outside& outside) { return activate(site, outside); });
  site.get("/welcome", [&vault](const Visit& visit) { return welcome_page(vault, visit); });
}

}  // namespace arasha::organization

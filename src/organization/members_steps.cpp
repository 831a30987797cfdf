// Steps with an account: invite, compare the eight words, close, admit again.
#include "organization/room.h"
#include "vault/spoken.h"

namespace arasha::organization {
namespace {

using vault::Member;
using vault::MemberStatus;

// --- Invite

web::Response invite_page(const vault::Vault& vault, const Visit& visit, const web::FieldErrors& errors, int status) {
  const Catalogue& words = visit.words;
  if (!rights_of(*vault.directory(), visit.keyring.member()).accounts) return refuse(visit);
  web::Page page = page_of(vault, visit, std::string(words.text(N_("Invite somebody"))));
  page.back = "/members";
  page.main = web::error_summary(words, errors);
  page.main.add(web::heading(page.title));
  const schema::FormData& typed = visit.request.form;
  web::TextField name{.name = "name", .label = std::string(words.text(N_("Name"))),
                      .hint = std::string(words.text(N_("The person signs in with it, and colleagues see it beside every entry."))),
                      .value = std::string(typed.get("name")), .kind = web::TextKind::name, .max_length = 100};
  web::ChoiceField right{.name = "administrator", .label = std::string(words.text(N_("Looks after the machine"))),
                         .choices = {{"yes", std::string(words.text(N_("This person is an administrator"))),
                                      std::string(words.text(N_("Invites people and closes accounts. Opens no case: that comes from circles only.")))}},
                         .kind = web::ChoiceKind::checkboxes, .optional = true};
  if (typed.has("administrator")) right.chosen = {"yes"};
  page.main.add(web::post_form("/members/new", visit.csrf, web::text_field(words, name, errors), web::choice_field(words, right, errors),
                               web::button(words.text(N_("Make the account")))));
  return answer(std::move(page), status);
}

// The one page that shows the code.
web::Response code_page(const vault::Vault& vault, const Visit& visit, const std::string& name, const std::string& code) {
  const Catalogue& words = visit.words;
  web::Page page = page_of(vault, visit, words.text(N_("The activation code for {1}"), {name}));
  page.main = web::heading(page.title);
  page.main.add(web::warning(words, words.text(N_("This code is shown only now. Write it down before you leave this page."))));
  page.main.add(spoken(code));
  page.main.add(web::subheading(words.text(N_("How to pass it on"))));
  page.main.add(bullets({std::string(words.text(N_("Give it to the person face to face or read it out by telephone; not in the same message as the address of this site."))),
                         words.text(N_("The person opens the page {1}, and types the name “{2}”, the code, and a passphrase of her or his own."), {"/activate", name}),
                         std::string(words.text(N_("The code works once, for fourteen days.")))}));
  page.main.add(web::subheading(words.text(N_("What comes next"))));
  page.main.add(web::paragraph(words.text(N_("After that a steward compares eight words with the person, and the stewards of the circles add her or him."))));
  page.main.add(web::actions(web::button_link("/members", words.text(N_("To the members")))));
  return answer(std::move(page));
}

web::Response invite(vault::Vault& vault, const Visit& visit) {
  const std::string name(visit.request.form.get("name"));
  const auto made = vault.add_member(visit.keyring, name, visit.request.form.get("administrator") == "yes");
  if (!made) {
    const Error& error = made.error();
    if (error.code == ErrorCode::denied) return refuse(visit);
    return invite_page(vault, visit, {{"name", error}}, error.code == ErrorCode::conflict ? 409 : 400);
  }
  return code_page(vault, visit, member_name(*vault.directory(), made->member), made->code);
}

// --- Compare the eight words

web::Response verify_page(const vault::Vault& vault, const Visit& visit, const web::FieldErrors& errors, int status) {
  const Catalogue& words = visit.words;
  const auto state = vault.directory();
  const Member* member = member_in(*state, visit);
  if (member == nullptr) return unknown(visit);
  if (!rights_of(*state, visit.keyring.member()).steward) return refuse(visit);
  if (member->status != MemberStatus::unverified) return web::Response::redirect("/members/" + member->id.text());
  const std::string address = "/members/" + member->id.text();
  const std::string eight = vault::fingerprint_words(member->keys);
  web::Page page = page_of(vault, visit, words.text(N_("Compare eight words with {1}"), {member->name}));
  page.back = address;
  page.main = web::error_summary(words, errors);
  page.main.add(web::heading(page.title));
  page.main.add(web::paragraph(words.text(N_("Meet the person, or see each other in a video call. Let her or him read the eight words from the page “My account”, and compare them with these:"))));
  page.main.add(spoken(eight));
  page.main.add(web::paragraph(words.text(N_("The words stand for the keys of this account. If they are the same, nobody stands between you and the person. A message or an e-mail proves nothing."))));
  web::ChoiceField sure{.name = "compared", .label = std::string(words.text(N_("Your confirmation"))),
                        .choices = {{"yes", words.text(N_("I saw {1}, and all eight words are the same"), {member->name})}},
                        .kind = web::ChoiceKind::checkboxes};
  page.main.add(web::post_form(address + "/verify", visit.csrf, web::hidden("words", eight), web::choice_field(words, sure, errors),
                               web::button(words.text(N_("Confirm this person")))));
  page.main.add(web::details(words.text(N_("The words are different")),
                             web::paragraph(words.text(N_("Do not confirm. Somebody else may have used the code. Close this account, tell the other stewards, and invite the person again with a new code given face to face.")))));
  return answer(std::move(page), status);
}

web::Response verify(vault::Vault& vault, const Visit& visit) {
  const auto state = vault.directory();
  const Member* member = member_in(*state, visit);
  if (member == nullptr) return unknown(visit);
  if (visit.request.form.get("compared") != "yes") {
    return verify_page(vault, visit, {{"compared", Error(ErrorCode::invalid_input, "Compare the words with the person first, then tick the box.")}}, 400);
  }
  // Only the keys whose words were on the page are confirmed.
  if (visit.request.form.get("words") != vault::fingerprint_words(member->keys)) {
    return web::error_page(visit, Error(ErrorCode::conflict, "The keys of this account have changed since the page was shown. Compare the words again."));
  }
  if (auto done = vault.verify_member(visit.keyring, member->id, member->keys); !done) {
    return done.error().code == ErrorCode::denied ? refuse(visit) : web::error_page(visit, done.error());
  }
  return web::Response::redirect("/members/" + member->id.text(), N_("Confirmed. Now the stewards of the circles can add this person."));
}

// --- Close, admit again: both begin with leaving every circle

// Circles of the member that only somebody else can take her out of.
std::vector<CircleId> in_the_way(const vault::Directory& state, MemberId by, MemberId member) {
  std::vector<CircleId> out;
  for (const CircleId id : circles_of(state, member)) {
    if (!state.is_steward_of(by, id)) out.push_back(id);
  }
  return out;
}

web::Response in_the_way_page(const vault::Vault& vault, const Visit& visit, const Member& member, const std::vector<CircleId>& circles) {
  const Catalogue& words = visit.words;
  const auto state = vault.directory();
  web::Page page = page_of(vault, visit, words.text(N_("First {1} leaves these circles"), {member.name}));
  page.back = "/members/" + member.id.text();
  page.main = web::heading(page.title);
  page.main.add(web::paragraph(words.text(N_("Whoever takes somebody out of a circle makes its next key, so only its stewards can do that. Ask:"))));
  std::vector<std::string> lines;
  for (const CircleId id : circles) {
    std::vector<std::string> stewards;
    for (const auto& [who, steward] : state->circle(id)->members) {
      if (steward && who != member.id) stewards.push_back(member_name(*state, who));
    }
    const std::string whom = stewards.empty() ? std::string(words.text(N_("nobody else is a steward of it"))) : joined(stewards);
    lines.push_back(circle_name(words, *state, id) + ": " + whom);
  }
  page.main.add(bullets(lines));
  // Who follows the link is told; who posts is refused.
  return answer(std::move(page), visit.request.method == web::Method::get ? 200 : 409);
}

web::Response confirm_step(const vault::Vault& vault, const Visit& visit, const Member& member, web::Confirm confirm) {
  web::Page page = page_of(vault, visit, confirm.question);
  confirm.csrf = visit.csrf;
  confirm.action = visit.request.path;
  confirm.back = "/members/" + member.id.text();
  page.back = confirm.back;
  page.main = web::confirm(visit.words, confirm);
  return answer(std::move(page));
}

// The member of the address if this step with her is open to who asks; an answer otherwise.
struct Step {
  std::shared_ptr<const vault::Directory> state;
  const Member* member = nullptr;
  std::optional<web::Response> instead;
};
Step step_with(const vault::Vault& vault, const Visit& visit, bool stewards_only) {
  Step out{vault.directory(), nullptr, std::nullopt};
  const MemberId by = visit.keyring.member();
  const Rights rights = rights_of(*out.state, by);
  out.member = member_in(*out.state, visit);
  if (out.member == nullptr) {
    out.instead = unknown(visit);
  } else if (!(stewards_only ? rights.steward : rights.accounts) || out.member->id == by) {
    out.instead = refuse(visit);
  } else if (out.member->status == MemberStatus::closed) {
    out.instead = web::Response::redirect("/members/" + out.member->id.text());
  } else if (const auto circles = in_the_way(*out.state, by, out.member->id); !circles.empty()) {
    out.instead = in_the_way_page(vault, visit, *out.member, circles);
  }
  return out;
}

web::Response close_page(const vault::Vault& vault, const Visit& visit) {
  const Step step = step_with(vault, visit, false);
  if (step.instead) return *step.instead;
  const Catalogue& words = visit.words;
  return confirm_step(vault, visit, *step.member,
                      {.question = words.text(N_("Close the account of {1}?"), {step.member->name}),
                       .explanation = std::string(words.text(N_("The person is signed out at once and can never sign in with this account again. Every circle that the person was in gets a new key. What the person wrote stays in the cases, with the name. What was read before, was read."))),
                       .action = {}, .csrf = {}, .yes = std::string(words.text(N_("Close the account"))), .back = {}});
}

web::Response close(vault::Vault& vault, const Visit& visit) {
  const Step step = step_with(vault, visit, false);
  if (step.instead) return *step.instead;
  if (auto done = vault.close_member(visit.keyring, step.member->id); !done) return web::error_page(visit, done.error());
  return web::Response::redirect("/members/" + step.member->id.text(), N_("The account is closed."));
}

web::Response readmit_page(const vault::Vault& vault, const Visit& visit) {
  const Step step = step_with(vault, visit, true);
  if (step.instead) return *step.instead;
  const Catalogue& words = visit.words;
  return confirm_step(vault, visit, *step.member,
                      {.question = words.text(N_("Give {1} a new activation code?"), {step.member->name}),
                       .explanation = std::string(words.text(N_("Do this when the passphrase is forgotten or the old code is lost, and only when the person asks you face to face. The old passphrase stops working and the person leaves every circle. With the code the person makes new keys; then you compare eight words again and the stewards add the person to the circles again. No case is lost. Drafts that were not saved are."))),
                       .action = {}, .csrf = {}, .yes = std::string(words.text(N_("Give a new activation code"))), .back = {}});
}

web::Response readmit(vault::Vault& vault, const Visit& visit) {
  const Step step = step_with(vault, visit, true);
  if (step.instead) return *step.instead;
  const std::string name = step.member->name;
  const auto made = vault.readmit_member(visit.keyring, step.member->id);
  if (!made) return web::error_page(visit, made.error());
  return code_page(vault, visit, name, made->code);
}

}  // namespace

void add_member_steps(web::Site& site) {
  vault::Vault& vault = site.vault();
  site.get("/members/new", [&vault](const Visit& visit) { return invite_page(vault, visit, {}, 200); });
  site.post("/members/new", [&vault](const Visit& visit) { return invite(vault, visit); });
  site.get("/members/{member}/verify", [&vault](const Visit& visit) { return verify_page(vault, visit, {}, 200); });
  site.post("/members/{member}/verify", [&vault](const Visit& visit) { return verify(vault, visit); });
  site.get("/members/{member}/close", [&vault](const Visit& visit) { return close_page(vault, visit); });
  site.post("/members/{member}/close", [&vault](const Visit& visit) { return close(vault, visit); });
  site.get("/members/{member}/readmit", [&vault](const Visit& visit) { return readmit_page(vault, visit); });
  site.post("/members/{member}/readmit", [&vault](const Visit& visit) { return readmit(vault, visit); });
}

}  // namespace arasha::organization

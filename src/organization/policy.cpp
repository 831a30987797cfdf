// Which circles receive a part of new cases.
#include <algorithm>
#include <charconv>

#include "arasha/options.pb.h"
#include "organization/room.h"

namespace arasha::organization {
namespace {

std::optional<vault::Compartment> compartment_in(const Visit& visit) {
  const std::string& text = visit.parameters.at("compartment");
  vault::Compartment out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  const auto& known = compartments();
  const bool fits = error == std::errc() && end == text.data() + text.size() && std::find(known.begin(), known.end(), out) != known.end();
  return fits ? std::optional(out) : std::nullopt;
}

web::Response policy_page(const vault::Vault& vault, const Visit& visit, const std::vector<std::string>& chosen, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  const auto compartment = compartment_in(visit);
  if (!compartment) return unknown(visit);
  const auto state = vault.directory();
  if (!rights_of(*state, visit.keyring.member()).steward) return refuse(visit);
  web::Page page = page_of(vault, visit, words.text(N_("Who receives: {1}"), {std::string(compartment_name(words, *compartment))}));
  page.back = "/circles";
  page.main = web::error_summary(words, errors);
  page.main.add(web::heading(page.title));
  page.main.add(web::paragraph(compartment_content(words, *compartment)));
  page.main.add(web::inset(Html::text(words.text(N_("This counts for cases that are opened from now on. Cases that exist stay with the circles that have them.")))));
  if (*compartment == CLUES) page.main.add(web::paragraph(words.text(N_("The circles that are chosen when the first clue is compared keep the key. Choose them before: a circle that is added later compares nothing. Whoever is in one of them could try out telephone numbers with a copy of the database (see the threat model)."))));
  web::ChoiceField circles{.name = "circles", .label = std::string(words.text(N_("Circles"))),
                           .hint = std::string(words.text(N_("As few as can do the work."))), .choices = {}, .chosen = chosen,
                           .kind = web::ChoiceKind::checkboxes};
  for (const auto& [id, circle] : state->circles()) {
    circles.choices.push_back({id.text(), circle_name(words, circle), std::string(circle_purpose(words, circle))});
  }
  std::sort(circles.choices.begin(), circles.choices.end(), [](const web::Choice& a, const web::Choice& b) { return a.text < b.text; });
  page.main.add(web::post_form(visit.request.path, visit.csrf, web::choice_field(words, circles, errors), web::button(words.text(N_("Save")))));
  return answer(std::move(page), errors.empty() ? 200 : 400);
}

web::Response present_policy(const vault::Vault& vault, const Visit& visit) {
  std::vector<std::string> chosen;
  if (const auto compartment = compartment_in(visit)) {
    for (const CircleId id : vault.directory()->readers(*compartment)) chosen.push_back(id.text());
  }
  return policy_page(vault, visit, chosen, {});
}

web::Response change_policy(vault::Vault& vault, const Visit& visit) {
  const auto compartment = compartment_in(visit);
  if (!compartment) return unknown(visit);
  std::vector<CircleId> circles;
  std::vector<std::string> chosen;
  for (const std::string_view text : visit.request.form.all("circles")) {
    const auto id = CircleId::from_text(text);
    if (!id || vault.directory()->circle(*id) == nullptr) return unknown(visit);
    circles.push_back(*id);
    chosen.emplace_back(text);
  }
  std::sort(circles.begin(), circles.end());
  circles.erase(std::unique(circles.begin(), circles.end()), circles.end());
  if (circles.empty()) {
    return policy_page(vault, visit, chosen, {{"circles", Error(ErrorCode::invalid_input, "Choose one circle at least, or nobody could open it.")}});
  }
  if (auto done = vault.change_policy(visit.keyring, *compartment, circles); !done) {
    return done.error().code == ErrorCode::denied ? refuse(visit) : web::error_page(visit, done.error());
  }
  return web::Response::redirect("/circles", N_("Saved. It counts for cases that are opened from now on."));
}

}  // namespace

void add_policy_pages(web::Site& site) {
  vault::Vault& vault = site.vault();
  site.get("/circles/policy/{compartment}", [&vault](const Visit& visit) { return present_policy(vault, visit); });
  site.post("/circles/policy/{compartment}", [&vault](const Visit& visit) { return change_policy(vault, visit); });
}

}  // namespace arasha::organization

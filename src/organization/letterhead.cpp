// The letterhead of papers: for each language one with the name of the organisation, and a neutral one.
#include "paper/letterhead.h"

#include <algorithm>

#include "base/text.h"
#include "organization/room.h"

namespace arasha::organization {
namespace {

struct Field {
  Language language;
  bool neutral;
  std::string name() const { return std::string(neutral ? "neutral-" : "own-") + std::string(code(language)); }
};
std::vector<Field> fields() {
  std::vector<Field> out;
  for (const bool neutral : {false, true}) {
    for (const Language language : {Language::ru, Language::kk, Language::en}) out.push_back({language, neutral});
  }
  return out;
}

web::Response letterhead_page(const vault::Vault& vault, const Visit& visit, const schema::FormData* typed, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  const auto state = vault.directory();
  if (!rights_of(*state, visit.keyring.member()).steward) return refuse(visit);
  web::Page page = page_of(vault, visit, std::string(words.text(N_("Letterhead"))));
  page.back = "/settings";
  page.wrong = !errors.empty();
  page.main = web::error_summary(words, errors);
  page.main.add(web::heading(page.title));
  page.main.add(web::paragraph(words.text(N_("It stands at the head of letters and papers. The first line is the name, then come the address of the office and the telephone. Never the address of the shelter."))));
  Html inside;
  for (const bool neutral : {false, true}) {
    inside.add(web::subheading(words.text(neutral ? N_("Neutral letterhead") : N_("With the name of the organisation"))));
    if (neutral) inside.add(web::paragraph(words.text(N_("For certificates and letters that must not tell what the organisation does. Where it is empty, such a paper has no head."))));
    for (const Field& field : fields()) {
      if (field.neutral != neutral) continue;
      const std::string value = typed != nullptr ? std::string(typed->get(field.name())) : state->setting(paper::letterhead_setting(field.language, neutral));
      inside.add(web::text_field(words, {.name = field.name(), .label = std::string(own_name(field.language)), .value = value, .optional = true, .lang = std::string(code(field.language)), .rows = 4}, errors));
    }
  }
  page.main.add(web::post_form("/settings/letterhead", visit.csrf, inside, web::actions(web::button(words.text(N_("Save"))), web::link(page.back, words.text(N_("Cancel"))))));
  return answer(std::move(page), errors.empty() ? 200 : 400);
}

web::Response change(vault::Vault& vault, const Visit& visit) {
  if (!rights_of(*vault.directory(), visit.keyring.member()).steward) return refuse(visit);
  web::FieldErrors errors;
  std::vector<std::pair<std::string, std::string>> changes;
  for (const Field& field : fields()) {
    const auto text = clean_text(visit.request.form.get(field.name()));
    const auto lines = text ? static_cast<std::size_t>(std::count(text->begin(), text->end(), '\n')) + 1 : 0;
    // A letter of Cyrillic takes two bytes.
    if (!text || text->size() > vault::kLongestSetting || lines > paper::kLetterheadLines) {
      errors.push_back({field.name(), Error(ErrorCode::invalid_input, "Write at most 6 lines and 200 letters.")});
      continue;
    }
    const std::string setting = paper::letterhead_setting(field.language, field.neutral);
    if (*text != vault.directory()->setting(setting)) changes.emplace_back(setting, *text);
  }
  if (!errors.empty()) return letterhead_page(vault, visit, &visit.request.form, errors);
  for (auto& [name, value] : changes) {
    if (auto done = vault.change_setting(visit.keyring, name, value); !done) return done.error().code == ErrorCode::denied ? refuse(visit) : web::error_page(visit, done.error());
  }
  return web::Response::redirect("/settings", changes.empty() ? N_("Nothing was changed.") : N_("Saved."));
}

}  // namespace

void add_letterhead_pages(web::Site& site) {
  vault::Vault& vault = site.vault();
  site.get("/settings/letterhead", [&vault](const Visit& visit) { return letterhead_page(vault, visit, nullptr, {}); });
  site.post("/settings/letterhead", [&vault](const Visit& visit) { return change(vault, visit); });
}

}  // namespace arasha::organization

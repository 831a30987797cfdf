// Which country pack counts here: a steward chooses among those on the shelf.
#include "organization/room.h"

namespace arasha::organization {
namespace {

std::string title_of(const Catalogue& words, const pack::Pack& pack) {
  return words.text(N_("{1}, version {2}"), {pack::in_language(pack.about().title(), words.language()), std::to_string(pack.about().version())});
}

// The packs that were left out, each with its first problem and where that stands.
Html left_out(const Catalogue& words, const pack::Shelf& shelf) {
  if (shelf.refused().empty()) return {};
  Html items;
  for (const pack::Shelf::Refused& one : shelf.refused()) {
    std::string line = one.folder + ": " + words.error(one.error);
    if (!one.error.detail.empty()) line += " [" + one.error.detail + "]";
    items.add(el("li", {}, line));
  }
  Html out = web::warning(words, words.text(N_("Packs of your own were left out, for something is wrong with them. Whoever looks after the server puts them right and starts it again.")));
  out.add(el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items));
  return out;
}

web::Response choose_page(const vault::Vault& vault, const pack::Shelf& shelf, const Visit& visit, const std::string& chosen, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  if (!rights_of(*vault.directory(), visit.keyring.member()).steward) return refuse(visit);
  web::Page page = page_of(vault, visit, std::string(words.text(N_("Norms of which country"))));
  page.back = "/settings";
  page.wrong = !errors.empty();
  page.main = web::error_summary(words, errors);
  page.main.add(web::heading(page.title));
  page.main.add(web::paragraph(words.text(N_("The country pack says which services there are and who pays for them, which criteria and deadlines count. What is written already keeps the names of its day."))));
  page.main.add(left_out(words, shelf));
  web::ChoiceField packs{.name = "pack", .label = std::string(words.text(N_("Country pack"))), .choices = {}, .chosen = {chosen}};
  for (const auto& one : shelf.packs()) {
    packs.choices.push_back({one->about().id(), title_of(words, *one), std::string(words.text(shelf.is_own(*one) ? N_("A pack of your own.") : N_("It came with the program.")))});
  }
  page.main.add(web::post_form("/settings/norms", visit.csrf, web::choice_field(words, packs, errors),
                               web::actions(web::button(words.text(N_("Save"))), web::link(page.back, words.text(N_("Cancel"))))));
  return answer(std::move(page), errors.empty() ? 200 : 400);
}

web::Response change(vault::Vault& vault, const pack::Shelf& shelf, const Visit& visit) {
  const std::string chosen(visit.request.form.get("pack"));
  if (!rights_of(*vault.directory(), visit.keyring.member()).steward) return refuse(visit);
  if (shelf.find(chosen) == nullptr) {
    return choose_page(vault, shelf, visit, chosen, {{"pack", Error(ErrorCode::invalid_input, "Choose one of the answers in the list.")}});
  }
  if (chosen == vault.directory()->setting(pack::kPackSetting)) return web::Response::redirect("/settings", N_("Nothing was changed."));
  if (auto done = vault.change_setting(visit.keyring, pack::kPackSetting, chosen); !done) {
    return done.error().code == ErrorCode::denied ? refuse(visit) : web::error_page(visit, done.error());
  }
  return web::Response::redirect("/settings", N_("Saved."));
}

}  // namespace

Html norms_part(const Catalogue& words, const vault::Directory& state, const pack::Shelf& shelf) {
  const std::string& chosen = state.setting(pack::kPackSetting);
  Html out = web::subheading(words.text(N_("Norms of the country")));
  if (shelf.is_missing(chosen)) {
    out.add(web::warning(words, words.text(N_("The chosen country pack is not here. Until it is back, the international minimum counts. Ask whoever looks after the server."))));
  }
  if (!shelf.refused().empty()) out.add(web::paragraph(words.plural("{1} pack was left out, for something is wrong with it.", "{1} packs were left out, for something is wrong with them.", static_cast<std::int64_t>(shelf.refused().size()))));
  web::SummaryList list;
  list.add(words.text(N_("Country pack")), title_of(words, shelf.chosen(chosen)), web::link("/settings/norms", words.text(N_("Change")), words.text(N_("Country pack"))));
  out.add(list.html());
  out.add(web::paragraph(web::link("/norms", words.text(N_("Look at the norms, and which of them nobody has verified")))));
  return out;
}

void add_norm_pages(web::Site& site, const pack::Shelf& shelf) {
  vault::Vault& vault = site.vault();
  site.get("/settings/norms", [&vault, &shelf](const Visit& visit) {
    return choose_page(vault, shelf, visit, shelf.chosen(vault.directory()->setting(pack::kPackSetting)).about().id(), {});
  });
  site.post("/settings/norms", [&vault, &shelf](const Visit& visit) { return change(vault, shelf, visit); });
}

}  // namespace arasha::organization

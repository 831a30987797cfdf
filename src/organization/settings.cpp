// The organisation: its name, what it would be recovered with, what keeps it safe.
#include "base/text.h"
#include "organization/room.h"
#include "vault/spoken.h"

namespace arasha::organization {
namespace {

Html recovery_part(const Catalogue& words, const vault::Directory& state) {
  Html out = web::subheading(words.text(N_("If passphrases or the machine are lost")));
  const std::vector<std::string> numbers{std::to_string(state.threshold()), std::to_string(state.trustees())};
  out.add(web::paragraph(state.trustees() == 1 ? std::string(words.text(N_("One trustee holds the whole recovery share. Whoever has it can replace any passphrase; if it is lost, nobody can.")))
                                               : words.text(N_("Any {1} of {2} trustees together can replace a lost passphrase or bring back a lost machine."), numbers)));
  out.add(web::paragraph(words.text(N_("Twice a year let the trustees read out their shares and try them on example data. This program does not know when that was done last."))));
  return out;
}

Html safety_part(const Catalogue& words, const vault::Vault& vault, const vault::Directory& state) {
  Html out = web::subheading(words.text(N_("Copies and checks")));
  if (vault.is_behind_checkpoint()) {
    out.add(web::warning(words, words.text(N_("The database is older than its checkpoint: it was put back to an earlier day. Ask who restored it."))));
  }
  web::SummaryList list;
  list.add(words.text(N_("Make a backup")), el("code", {}, "arasha backup --data … --out …"));
  list.add(words.text(N_("Check every chain and signature")), el("code", {}, "arasha verify --data …"));
  list.add(words.text(N_("Blocks in the key chain")), words.number(static_cast<std::int64_t>(state.length())));
  if (const auto last = vault.store().last_leaf(); last && *last) {
    list.add(words.text(N_("Lines in the ledger")), words.number(static_cast<std::int64_t>((*last)->seq + 1)));
  }
  out.add(list.html());
  out.add(web::paragraph(words.text(N_("Whoever has the machine runs these commands; both work while people use the program, and neither needs a passphrase. Keep a copy away from this building."))));
  return out;
}

Html bullets_of_links(const Catalogue& words, const std::vector<std::pair<const char*, const char*>>& links) {
  Html items;
  for (const auto& [address, text] : links) items.add(el("li", {}, web::link(address, words.text(text))));
  return el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items);
}

web::Response settings_page(const vault::Vault& vault, const pack::Shelf& shelf, const Visit& visit, const web::FieldErrors& errors, std::string_view typed) {
  const Catalogue& words = visit.words;
  const auto state = vault.directory();
  if (!rights_of(*state, visit.keyring.member()).steward) return refuse(visit);
  web::Page page = page_of(vault, visit, std::string(words.text(N_("Settings"))));
  page.main = web::error_summary(words, errors);
  page.main.add(web::heading(page.title));
  const web::TextField name{.name = "name", .label = std::string(words.text(N_("Name of the organisation"))), .value = std::string(typed), .max_length = 100};
  page.main.add(web::post_form("/settings", visit.csrf, web::text_field(words, name, errors), web::button(words.text(N_("Save")))));
  page.main.add(web::subheading(words.text(N_("Who receives what"))));
  page.main.add(web::paragraph(web::link("/circles", words.text(N_("Circles, and which part of a case each receives")))));
  page.main.add(web::paragraph(web::link("/settings/letterhead", words.text(N_("Letterhead of letters and papers")))));
  page.main.add(web::subheading(words.text(N_("Our own forms"))));
  page.main.add(web::paragraph(web::link("/settings/forms", words.text(N_("Forms and questions that your organisation adds to the case")))));
  page.main.add(web::paragraph(web::link("/settings/intake", words.text(N_("Forms for partners and for the public")))));
  page.main.add(norms_part(words, *state, shelf));
  page.main.add(web::subheading(words.text(N_("Keeping and work"))));
  page.main.add(el("ul", {{"class", "govuk-list"}}, el("li", {}, web::link("/settings/retention", words.text(N_("How long cases are kept")))),
                   el("li", {}, web::link("/settings/templates", words.text(N_("Sets of tasks"))))));
  page.main.add(web::subheading(words.text(N_("Oversight"))));
  page.main.add(bullets_of_links(words, {{"/settings/emergency", N_("Opening files in an emergency")}, {"/settings/alerts", N_("Signs in the reading record")}, {"/settings/caseload", N_("Norm for open cases")}}));
  page.main.add(recovery_part(words, *state));
  page.main.add(safety_part(words, vault, *state));
  page.main.add(web::subheading(words.text(N_("About this program"))));
  web::SummaryList about;
  about.add(words.text(N_("Version")), ARASHA_VERSION);
  about.add(words.text(N_("Eight words of this organisation")), spoken(vault::fingerprint_words(*state)));
  about.add(words.text(N_("Sessions end")), words.text(N_("after 15 minutes without use, and 10 hours after signing in")));
  page.main.add(about.html());
  return answer(std::move(page), errors.empty() ? 200 : 400);
}

web::Response rename(vault::Vault& vault, const pack::Shelf& shelf, const Visit& visit) {
  const auto name = clean_text(visit.request.form.get("name"));
  const Error wrong(ErrorCode::invalid_input, "Enter the name of the organisation, at most 100 letters.");
  if (!name || name->empty() || length(*name) > 100 || name->find('\n') != std::string::npos) {
    return settings_page(vault, shelf, visit, {{"name", wrong}}, visit.request.form.get("name"));
  }
  if (*name != vault.directory()->name()) {
    if (auto done = vault.rename(visit.keyring, *name); !done) {
      return done.error().code == ErrorCode::denied ? refuse(visit) : web::error_page(visit, done.error());
    }
  }
  return web::Response::redirect("/settings", N_("Saved."));
}

}  // namespace

void add_setting_pages(web::Site& site, const pack::Shelf& shelf) {
  vault::Vault& vault = site.vault();
  site.get("/settings", [&vault, &shelf](const Visit& visit) { return settings_page(vault, shelf, visit, {}, vault.directory()->name()); });
  site.post("/settings", [&vault, &shelf](const Visit& visit) { return rename(vault, shelf, visit); });
  site.place(80, "/settings", N_("Settings"), [](const vault::Directory& state, MemberId member) { return rights_of(state, member).steward; });
}

}  // namespace arasha::organization

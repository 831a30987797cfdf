// Forms as a file: keeping one, taking one over; and the answers to a form as a table.
#include "casework/own/answers.h"
#include "casework/own/changes.h"
#include "casework/own/pages.h"
#include "casework/own/set_file.h"

namespace arasha::casework {
namespace {

constexpr const char* kTextType = "text/plain; charset=utf-8";

web::Response all_forms(const Desk& desk, const Visit&) {
  OwnFormSet set;
  for (const auto& form : current_forms(*desk.vault.directory())) *set.add_forms() = form->definition();
  return web::Response::download("forms.txt", kTextType, write_form_file(set));
}

web::Response one_form(const Desk& desk, const Visit& visit) {
  const auto form = current_form(*desk.vault.directory(), visit.parameters.at("form"));
  if (form == nullptr) return no_page(visit);
  OwnFormSet set;
  *set.add_forms() = form->definition();
  return web::Response::download(form->definition().name() + ".txt", kTextType, write_form_file(set));
}

web::Response import_page(const Visit& visit, const std::string& typed, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("Take over a file of forms"))));
  page.back = kFormsAddress;
  page.wrong = !errors.empty();
  page.main = web::error_summary(words, errors);
  page.main.add(web::heading(page.title));
  page.main.add(web::paragraph(words.text(N_("Open the file, copy all of it and put it in here. You see what would change before anything does."))));
  const web::TextField text{.name = "file", .label = std::string(words.text(N_("The text of the file"))), .value = typed, .rows = 12};
  page.main.add(web::post_form("/settings/forms/import", visit.csrf, web::text_field(words, text, errors),
                               web::actions(web::button(words.text(N_("See what would change"))), web::link(page.back, words.text(N_("Cancel"))))));
  return web::Response::page(web::layout(page), errors.empty() ? 200 : 400);
}

web::Response show_import(const Desk&, const Visit& visit) { return import_page(visit, "", {}); }

Html step_html(const Catalogue& words, const ImportStep& step) {
  web::Meaning meaning = web::Meaning::fresh;
  const char* way = N_("New");
  if (step.way == ImportStep::Way::changed) meaning = web::Meaning::waiting, way = N_("Is changed");
  if (step.way == ImportStep::Way::same) meaning = web::Meaning::over, way = N_("Is here already");
  if (step.way == ImportStep::Way::refused) meaning = web::Meaning::danger, way = N_("Does not fit");
  Html out = web::subheading(form_title(words, step.form));
  out.add(el("p", {{"class", "arasha-tags"}}, web::tag(meaning, words.text(way)), " ", quiet(step.form.name() + ", " + label(words, "own_compartment", code_of(step.form.compartment())))));
  Html items;
  for (const schema::FieldError& error : step.errors) items.add(el("li", {}, words.error(error.error)));
  if (step.errors.empty()) {
    for (const std::string& line : form_changes(words, step.before, step.form)) items.add(el("li", {}, line));
  }
  if (!items.is_empty()) out.add(el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items));
  return out;
}

web::Response import_forms(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const std::string typed(visit.request.form.get("file"));
  const auto set = read_form_file(typed);
  if (!set) return import_page(visit, typed, {{"file", set.error()}});
  const auto steps = plan_import(*set, *desk.vault.directory());
  std::vector<FormDraft> drafts;
  bool refused = false;
  std::string seen;  // what the person saw: the versions that stood there
  for (const ImportStep& step : steps) {
    refused = refused || step.way == ImportStep::Way::refused;
    if (step.way == ImportStep::Way::fresh || step.way == ImportStep::Way::changed) drafts.push_back({step.base, step.form});
    seen += step.form.name() + "=" + std::to_string(step.base) + " ";
  }
  Html notice;
  if (visit.request.form.get("seen") == seen && !refused) {
    if (drafts.empty()) return web::Response::redirect(kFormsAddress, N_("Nothing was changed."));
    const auto done = put_into_use(desk.vault, visit.keyring, drafts);
    if (done) return web::Response::redirect(kFormsAddress, N_("Taken over. The forms are in use."));
    if (done.error().code != ErrorCode::conflict) return web::error_page(visit, done.error());
    notice = web::warning(words, words.error(done.error()));
  } else if (visit.request.form.has("seen")) {
    notice = web::warning(words, words.text(N_("The forms here were changed meanwhile. Look again at what would change.")));
  }
  web::Page page = visit.page(std::string(words.text(N_("What would change"))));
  page.back = "/settings/forms/import";
  page.main = notice;
  page.main.add(web::heading(page.title));
  if (refused) page.main.add(web::warning(words, words.text(N_("Nothing is taken over, for a form does not fit to the one of the same name that is here. Give it another name in the file, or take it out."))));
  for (const ImportStep& step : steps) page.main.add(step_html(words, step));
  if (refused) {
    page.main.add(web::actions(web::button_link(page.back, words.text(N_("Back")))));
  } else {
    page.main.add(web::post_form("/settings/forms/import", visit.csrf, web::hidden("file", typed), web::hidden("seen", seen),
                                 web::actions(web::button(words.text(N_("Take over and put into use"))), web::link(kFormsAddress, words.text(N_("Cancel"))))));
  }
  return web::Response::page(web::layout(page), refused ? 409 : 200);
}

// Not for stewards alone: for whoever reads that part of cases.
web::Response answers_page(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto state = desk.vault.directory();
  const auto form = current_form(*state, visit.parameters.at("form"));
  if (form == nullptr || !reads(*state, visit.keyring.member(), form->type().compartment)) return no_page(visit);
  web::Page page = visit.page(form_title(words, form->definition()));
  page.back = may_make_forms(*state, visit.keyring.member()) ? form_address(form->definition().name()) : "/";
  page.main = web::heading(words.text(N_("All answers as a table")), page.title);
  page.main.add(web::warning(words, words.text(N_("The table is for your own organisation only. It is recorded in the reading record, with every case in it."))));
  const web::ChoiceField with{.name = "sensitive", .label = std::string(words.text(N_("Which columns"))),
                              .choices = {{"no", std::string(words.text(N_("Ordinary answers only"))), {}},
                                          {"yes", std::string(words.text(N_("Also those by which a person can be found, and those on health, sexual life or crime"))), {}}},
                              .chosen = {"no"}};
  page.main.add(web::post_form(visit.request.path, visit.csrf, web::choice_field(words, with), web::actions(web::button(words.text(N_("Make the table"))))));
  return web::Response::page(web::layout(page));
}

web::Response answers_file(const Desk& desk, const Visit& visit) {
  const auto state = desk.vault.directory();
  const auto form = current_form(*state, visit.parameters.at("form"));
  if (form == nullptr || !reads(*state, visit.keyring.member(), form->type().compartment)) return no_page(visit);
  const auto table = answers_of(desk.vault, visit.keyring, *form, visit.request.form.get("sensitive") == "yes", visit.words);
  if (!table) return web::error_page(visit, table.error());
  return web::Response::download(form->definition().name() + ".csv", "text/csv; charset=utf-8", table->csv);
}

}  // namespace

void add_own_file_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/settings/forms/file", steward_page<all_forms>);
  on_get(site, desk, "/settings/forms/form/{form}/file", steward_page<one_form>);
  on_get(site, desk, "/settings/forms/import", steward_page<show_import>);
  on_post(site, desk, "/settings/forms/import", steward_page<import_forms>);
  on_get(site, desk, "/settings/forms/form/{form}/answers", answers_page);
  on_post(site, desk, "/settings/forms/form/{form}/answers", answers_file);
}

}  // namespace arasha::casework

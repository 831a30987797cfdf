// Sets of tasks, as a manager arranges them.
#include "casework/retention/settings.h"
#include "casework/services/norms.h"
#include "casework/tasks/templates.h"
#include "casework/tasks/use_template.h"

namespace arasha::casework {
namespace {

constexpr const char* kNew = "new";

std::string address_of(const std::string& key) { return "/settings/templates/" + key; }

web::Response not_a_steward(const Visit& visit) { return web::error_page(visit, Error(ErrorCode::denied, "You may not do this. Ask a steward.")); }

// A steward who also works with cases: the sets stand in a file that Casework opens.
bool may_change(const Desk& desk, const Visit& visit) {
  const auto state = desk.vault.directory();
  return is_steward(*state, visit.keyring.member()) && (may_write(desk, visit, template_file(desk.vault), ASSISTANCE) || reads(*state, visit.keyring.member(), ASSISTANCE));
}

Result<std::vector<TaskSet>> sets_for(const Desk& desk, const Visit& visit) {
  TRY(own, own_sets(desk.vault, visit.keyring));
  return task_sets(own, norms_of(desk).contents(), today(desk), visit.words.language());
}

web::Response list(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  if (!may_change(desk, visit)) return not_a_steward(visit);
  const auto sets = sets_for(desk, visit);
  if (!sets) return web::error_page(visit, sets.error());
  web::Page page = visit.page(std::string(words.text(N_("Sets of tasks"))));
  page.back = "/settings";
  page.main = web::heading(page.title);
  page.main.add(web::paragraph(words.text(N_("What is usually to be done after an event. In a case the set is offered when the event has happened; whoever uses it can change every task first."))));
  web::Table table(words, page.title, {{N_("Name of the set")}, {N_("The days count from")}, {N_("Tasks"), "", true}, {N_("Is it offered")}, {N_("Where it comes from")}}, sets->size());
  for (const TaskSet& one : *sets) {
    table.row();
    table.cell(web::link(address_of(one.key), one.tasks.name()));
    table.cell(label(words, "template_event", one.tasks.event()));
    table.cell(words.number(one.tasks.tasks_size()));
    table.cell(one.is_offered() ? words.text(N_("Yes")) : words.text(N_("No")));
    table.cell(words.text(one.version.is_nil() ? N_("The country pack") : N_("Your organisation")));
  }
  page.main.add(std::move(table).html());
  page.main.add(web::button_link(address_of(kNew), words.text(N_("Make a new set")), web::ButtonKind::secondary));
  return web::Response::page(web::layout(page));
}

struct Form {
  std::string key;
  std::string seen;   // version, or empty
  std::string set;    // of the country pack
  const schema::FormData& typed;
  const web::FieldErrors& errors;
  Html notice = {};
  int status = 200;
};

web::Response form_page(const Visit& visit, const Form& form) {
  const Catalogue& words = visit.words;
  const auto& descriptor = *TaskTemplate::descriptor();
  web::Page page = visit.page(std::string(words.text(N_("Set of tasks"))));
  page.back = "/settings/templates";
  page.wrong = !form.errors.empty();
  web::Labels labels;
  add_labels(labels, words, descriptor);
  page.main = web::error_summary(words, form.errors, labels);
  page.main.add(web::heading(page.title));
  page.main.add(web::hint(words.text(schema::entry_type_of<TaskTemplate>().help.c_str())));
  page.main.add(form.notice);
  Html fields = once_field(form.typed);
  fields.add(web::hidden("seen", form.seen));
  fields.add(web::hidden("of-pack", form.set));
  fields.add(el("button", {{"class", "govuk-visually-hidden"}, {"type", "submit"}, {"tabindex", "-1"}, {"aria-hidden", "true"}}, words.text(N_("Save"))));
  for (const schema::FormField& field : schema::form_fields(descriptor)) {
    if (field.name != "set") fields.add(web::form_field(words, field, field.name, form.typed, form.errors));
  }
  fields.add(web::actions(web::button(words.text(N_("Save"))), web::link(page.back, words.text(N_("Cancel")))));
  page.main.add(kept_form(address_of(form.key), visit.csrf, fields));
  return web::Response::page(web::layout(page), form.status);
}

web::Response show(const Desk& desk, const Visit& visit) {
  if (!may_change(desk, visit)) return not_a_steward(visit);
  const std::string& key = visit.parameters.at("key");
  schema::FormData typed = draft_of(desk, visit);
  if (key == kNew) {
    if (typed.fields().empty()) typed.add("used", "yes");
    return form_page(visit, {key, "", "", typed, {}});
  }
  const auto sets = sets_for(desk, visit);
  if (!sets) return web::error_page(visit, sets.error());
  const TaskSet* set = find_set(*sets, key);
  if (set == nullptr) return no_page(visit);
  if (typed.fields().empty()) typed = schema::to_form(set->tasks);
  return form_page(visit, {key, set->version.is_nil() ? "" : set->version.text(), set->tasks.set(), typed, {}});
}

void check_lines(const TaskTemplate& set, web::FieldErrors& errors) {
  for (int i = 0; i < set.tasks_size(); ++i) {
    if (set.tasks(i).days().size() <= 4 && std::stoi("0" + set.tasks(i).days()) <= 3650) continue;
    errors.push_back({schema::row_name("tasks", i) + "-days", Error(ErrorCode::invalid_input, N_("At most 3650 days, that is ten years."))});
  }
}

web::Response save(const Desk& desk, const Visit& visit) {
  if (!may_change(desk, visit)) return not_a_steward(visit);
  const std::string& key = visit.parameters.at("key");
  const schema::FormData& typed = visit.request.form;
  const std::string seen(typed.get("seen"));
  const std::string of_pack(typed.get("of-pack"));
  if (!typed.get(web::kMoreRows).empty()) return form_page(visit, {key, seen, of_pack, typed, {}});
  TaskTemplate set;
  web::FieldErrors errors = schema::parse_form(typed, set);
  // What the pack does not have is no set of it.
  set.clear_set();
  for (const pack::TaskSet& one : norms_of(desk).contents().task_sets()) {
    if (one.id() == of_pack) set.set_set(of_pack);
  }
  if (errors.empty()) check_lines(set, errors);
  if (!errors.empty()) return form_page(visit, {key, seen, of_pack, typed, errors, {}, 400});
  const auto version = EntryId::from_text(seen);
  const auto saved = save_set(desk.vault, visit.keyring, set, version ? *version : EntryId(), once_of<EntryId>(visit));
  if (!saved && saved.error().code == ErrorCode::conflict) {
    const auto sets = sets_for(desk, visit);
    if (!sets) return web::error_page(visit, sets.error());
    // What stands there now, below what was typed; saving again goes over it.
    const TaskSet* now = find_set(*sets, key);
    for (const TaskSet& one : *sets) {
      if (now == nullptr && !of_pack.empty() && one.tasks.set() == of_pack) now = &one;
    }
    if (now == nullptr) return web::error_page(visit, saved.error());
    Html notice = web::warning(visit.words, visit.words.error(saved.error()));
    notice.add(web::inset(values_of(visit.words, now->tasks)));
    return form_page(visit, {now->key, now->version.text(), of_pack, typed, {}, notice, 409});
  }
  if (!saved) return web::error_page(visit, saved.error());
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::redirect("/settings/templates", N_("Saved."));
}

}  // namespace

void add_template_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/settings/templates", list);
  on_get(site, desk, "/settings/templates/{key}", show);
  on_post(site, desk, "/settings/templates/{key}", save);
  add_use_of_templates(site, desk);
}

}  // namespace arasha::casework

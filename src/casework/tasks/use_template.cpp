#include "casework/tasks/use_template.h"

#include <algorithm>

#include "casework/rules.h"
#include "casework/services/norms.h"
#include "casework/tasks/templates.h"

namespace arasha::casework {
namespace {

struct Opened {
  FileId file;
  Story story;
  std::string alias;
  std::vector<TaskSet> sets;
};
Result<Opened> open(const Desk& desk, const Visit& visit) {
  const Error none(ErrorCode::not_found, "There is no such page.");
  const auto file = file_of(visit);
  if (!file || !may_write(desk, visit, *file, ASSISTANCE)) return none;
  Opened out;
  out.file = *file;
  TRY(story, Cases(desk.vault).read(visit.keyring, *file));
  const auto* opened = story.last<CaseOpened>();
  if (opened == nullptr) return none;
  out.alias = opened->alias();
  out.story = std::move(story);
  TRY(own, own_sets(desk.vault, visit.keyring));
  out.sets = task_sets(own, norms_of(desk).contents(), today(desk), visit.words.language());
  return out;
}

std::string prefix_of(std::size_t row) { return "task-" + std::to_string(row) + "-"; }
std::string use_field(std::size_t row) { return "use-" + std::to_string(row); }

// The sets whose event has a day in this case.
web::Response choose(const Visit& visit, const Opened& opened, std::string_view event) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("Use a set of tasks"))));
  page.back = "/case/" + opened.file.text();
  page.main = web::heading(opened.alias, page.title);
  Html items;
  for (const TaskSet& one : opened.sets) {
    if (!one.is_offered() || (!event.empty() && one.tasks.event() != event)) continue;
    const auto day = event_day(opened.story, one.tasks.event());
    if (!day) continue;
    items.add(el("li", {}, web::link(page.back + "/tasks?set=" + one.key, one.tasks.name()), " ",
                 quiet(label(words, "template_event", one.tasks.event()) + ", " + words.date(*day))));
  }
  if (items.is_empty()) page.main.add(web::empty_state(words.text(N_("No set fits.")), words.text(N_("A set is offered when the event from which its days count has happened in the case."))));
  else page.main.add(el("ul", {{"class", "govuk-list govuk-list--spaced"}}, items));
  return web::Response::page(web::layout(page));
}

Html who_field(const Catalogue& words, const std::vector<web::Choice>& colleagues, const std::string& name, std::string_view chosen, const web::FieldErrors& errors) {
  web::ChoiceField who{name, std::string(words.text(N_("Who does it"))), {}, colleagues};
  who.kind = web::ChoiceKind::select;
  who.nothing = std::string(words.text(N_("Whoever looks after the case")));
  if (!chosen.empty()) who.chosen.emplace_back(chosen);
  return web::choice_field(words, who, errors);
}

schema::FormData beginning(const std::vector<OfferedTask>& tasks) {
  schema::FormData out;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    if (!tasks[i].written) out.add(use_field(i), "1");
    const schema::FormData one = schema::to_form(tasks[i].task, prefix_of(i));
    for (const auto& [name, value] : one.fields()) out.add(name, value);
    out.add(prefix_of(i) + "member", tasks[i].task.member());
  }
  return out;
}

struct Form {
  const Opened& opened;
  const TaskSet& set;
  Date event;
  const std::vector<OfferedTask>& tasks;
  const schema::FormData& typed;
  const web::FieldErrors& errors;
};

Html row_html(const Catalogue& words, const Form& form, std::size_t i, const std::vector<web::Choice>& colleagues) {
  const std::string prefix = prefix_of(i);
  const std::string what(form.typed.get(prefix + "what"));
  Html legend = el("legend", {{"class", "govuk-fieldset__legend govuk-fieldset__legend--s"}}, words.text(N_("Task {1}"), {words.number(static_cast<std::int64_t>(i + 1))}));
  if (form.tasks[i].written) {
    return el("fieldset", {{"class", "govuk-fieldset arasha-row"}}, legend, el("p", {{"class", "govuk-body"}}, form.tasks[i].task.what(), " ", quiet(words.text(N_("It stands in the case already.")))));
  }
  Html out = legend;
  web::ChoiceField use{use_field(i), std::string(words.text(N_("Write this task"))), {}, {{"1", what.empty() ? std::string(words.text(N_("Yes"))) : what}}};
  use.kind = web::ChoiceKind::checkboxes;
  use.optional = true;
  if (form.typed.has(use_field(i))) use.chosen = {"1"};
  out.add(web::choice_field(words, use));
  Html more;
  for (const char* name : {"what", "due", "priority"}) {
    more.add(web::form_field(words, field_named(*Task::descriptor(), name), prefix + name, form.typed, form.errors));
  }
  more.add(who_field(words, colleagues, prefix + "member", form.typed.get(prefix + "member"), form.errors));
  const bool wrong = std::any_of(form.errors.begin(), form.errors.end(), [&](const auto& error) { return error.field.starts_with(prefix); });
  const auto due = schema::read_date(form.typed.get(prefix + "due-day"), form.typed.get(prefix + "due-month"), form.typed.get(prefix + "due-year"));
  out.add(web::details(words.text(N_("By {1}. Change it"), {due ? date_label(words, *due) : std::string()}), more, wrong || !due));
  return el("fieldset", {{"class", "govuk-fieldset arasha-row"}}, out);
}

web::Response ask(const Desk& desk, const Visit& visit, const Form& form) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(form.set.tasks.name());
  page.back = "/case/" + form.opened.file.text();
  page.wrong = !form.errors.empty();
  web::Labels labels;
  for (std::size_t i = 0; i < form.tasks.size(); ++i) add_labels(labels, words, *Task::descriptor(), prefix_of(i));
  page.main = web::error_summary(words, form.errors, labels);
  page.main.add(web::heading(form.opened.alias, page.title));
  page.main.add(web::paragraph(words.text(N_("Counted from: {1}, {2}. The tasks that are ticked are written when you press the button, all at once."),
                                          {label(words, "template_event", form.set.tasks.event()), words.date(form.event)})));
  const auto colleagues = colleagues_of(desk, visit, form.opened.file);
  Html fields = web::hidden("set", form.set.key);
  fields.add(web::hidden("event", to_iso(form.event)));
  for (std::size_t i = 0; i < form.tasks.size(); ++i) fields.add(row_html(words, form, i, colleagues));
  const bool all_written = std::all_of(form.tasks.begin(), form.tasks.end(), [](const OfferedTask& one) { return one.written; });
  if (all_written) {
    page.main.add(web::inset(Html::text(words.text(N_("All tasks of this set stand in the case already.")))));
    page.main.add(web::button_link(page.back, words.text(N_("Back to the case")), web::ButtonKind::secondary));
    return web::Response::page(web::layout(page));
  }
  fields.add(web::actions(web::button(words.text(N_("Write the tasks"))), web::link(page.back, words.text(N_("Cancel")))));
  page.main.add(web::post_form(page.back + "/tasks", visit.csrf, fields));
  return web::Response::page(web::layout(page), form.errors.empty() ? 200 : 400);
}

web::Response show(const Desk& desk, const Visit& visit) {
  const auto opened = open(desk, visit);
  if (!opened) return web::error_page(visit, opened.error());
  const TaskSet* set = find_set(opened->sets, visit.request.query.get("set"));
  const auto day = set == nullptr ? std::nullopt : event_day(opened->story, set->tasks.event());
  if (!day) return choose(visit, *opened, visit.request.query.get("event"));
  const auto tasks = offered_tasks(opened->story, *set, *day, visit.words.language(), visit.keyring.member());
  return ask(desk, visit, {*opened, *set, *day, tasks, beginning(tasks), {}});
}

web::Response write(const Desk& desk, const Visit& visit) {
  const auto opened = open(desk, visit);
  if (!opened) return web::error_page(visit, opened.error());
  const schema::FormData& typed = visit.request.form;
  const TaskSet* set = find_set(opened->sets, typed.get("set"));
  const auto day = set == nullptr ? std::nullopt : event_day(opened->story, set->tasks.event());
  const std::string back = "/case/" + opened->file.text();
  // The event's day, or the set, was changed meanwhile: what was ticked would be counted from another day.
  if (!day || to_iso(*day) != typed.get("event")) return web::Response::redirect(back + "/tasks", N_("The case changed in the meantime. Look at the tasks again."));
  auto tasks = offered_tasks(opened->story, *set, *day, visit.words.language(), visit.keyring.member());
  web::FieldErrors errors;
  std::vector<Task> written;
  std::vector<EntryId> ids;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    if (tasks[i].written || !typed.has(use_field(i))) continue;
    Task task;
    const std::string prefix = prefix_of(i);
    for (schema::FieldError& error : schema::parse_form(typed, task, prefix)) errors.push_back(std::move(error));
    const std::string member(typed.get(prefix + "member"));
    const auto colleagues = colleagues_of(desk, visit, opened->file);
    const bool known = member.empty() || std::any_of(colleagues.begin(), colleagues.end(), [&](const auto& one) { return one.value == member; });
    if (!known) errors.push_back({prefix + "member", Error(ErrorCode::invalid_input, "Choose a colleague who may open this case.")});
    task.set_member(member);
    task.set_from_set(tasks[i].task.from_set());
    for (schema::FieldError& error : check(opened->story, task, today(desk))) errors.push_back({prefix + error.field, error.error});
    written.push_back(std::move(task));
    ids.push_back(tasks[i].once);
  }
  if (!errors.empty()) return ask(desk, visit, {*opened, *set, *day, tasks, typed, errors});
  if (written.empty()) {
    const bool sent_again = std::any_of(tasks.begin(), tasks.end(), [](const OfferedTask& one) { return one.written; });
    if (sent_again) return web::Response::redirect(back, N_("The tasks are written."));
    return ask(desk, visit, {*opened, *set, *day, tasks, typed, {{use_field(0), Error(ErrorCode::invalid_input, "Tick at least one task, or go back.")}}});
  }
  std::vector<Cases::Addition> additions;
  for (std::size_t i = 0; i < written.size(); ++i) additions.push_back({&written[i], ids[i]});
  const auto added = Cases(desk.vault).add_all(visit.keyring, opened->file, additions);
  if (!added) return web::error_page(visit, added.error());
  return web::Response::redirect(back, N_("The tasks are written."));
}

}  // namespace

std::string sets_address(FileId file, const std::string& event) {
  return "/case/" + file.text() + "/tasks" + (event.empty() ? "" : "?event=" + event);
}

std::string offer_text(const Catalogue& words, const std::string& event) {
  return words.text(N_("Use a set of tasks: {1}"), {label(words, "template_event", event)});
}

void add_use_of_templates(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/case/{file}/tasks", show);
  on_post(site, desk, "/case/{file}/tasks", write);
}

}  // namespace arasha::casework

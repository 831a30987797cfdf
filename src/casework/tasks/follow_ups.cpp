// The follow-ups after a return, planned at once: a task for each day that the pack's norm names, looked at and put right
// before it is written.
#include <algorithm>

#include "arasha/tasks.pb.h"
#include "casework/parts.h"
#include "casework/services/norms.h"

namespace arasha::casework {
namespace {

constexpr std::size_t kMost = 12;

// The days of every norm that is valid on the day of the arrival and counts from it.
std::vector<Date> days_after(const pack::Pack& norms, Date arrival) {
  std::vector<Date> out;
  for (const pack::Deadline* deadline : pack::all_on(norms.contents().deadlines(), arrival)) {
    if (deadline->after() != pack::RETURN) continue;
    const auto days = pack::due_dates(*deadline, arrival);
    out.insert(out.end(), days.begin(), days.end());
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  if (out.size() > kMost) out.resize(kMost);
  return out;
}

bool is_planned(const Story& story, const std::string& day) {
  const auto all = story.all<Task>();
  return std::any_of(all.begin(), all.end(), [&](const Item* item) { return item->as<Task>()->due() == day; });
}

struct Case {
  FileId file;
  Story story;
  Date arrival;
};
Result<Case> open(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  const Error none(ErrorCode::not_found, "There is no such page.");
  if (!file || !may_write(desk, visit, *file, ASSISTANCE)) return none;
  TRY(story, Cases(desk.vault).read(visit.keyring, *file));
  if (story.last<CaseOpened>() == nullptr) return none;
  const auto* journey = story.last<Return>();
  const auto arrival = journey == nullptr ? Result<Date>(none) : date_from_iso(journey->arrival());
  if (!arrival) return Error(ErrorCode::invalid_input, "Write down the arrival first: the follow-ups count from that day.");
  return Case{*file, std::move(story), *arrival};
}

web::Response ask(const Desk& desk, const Visit& visit, const web::FieldErrors& errors = {}, int status = 200) {
  const Catalogue& words = visit.words;
  const auto what = open(desk, visit);
  if (!what) return web::error_page(visit, what.error());
  web::Page page = visit.page(std::string(words.text(N_("Plan the follow-ups"))));
  page.back = "/case/" + what->file.text();
  page.wrong = !errors.empty();
  page.main = web::error_summary(words, errors);
  page.main.add(web::heading(page.title));
  const auto days = days_after(norms_of(desk), what->arrival);
  if (days.empty()) {
    page.main.add(web::empty_state(words.text(N_("The norms name no days for follow-ups.")), words.text(N_("Add a task for each day yourself."))));
    return web::Response::page(web::layout(page), status);
  }
  page.main.add(web::paragraph(words.text(N_("Counted from the arrival on {1}. A task is written for each day that is ticked, for whoever looks after the case."), {words.date(what->arrival)})));
  web::ChoiceField field{"day", std::string(words.text(N_("Days"))), {}, {}};
  field.kind = web::ChoiceKind::checkboxes;
  for (const Date day : days) {
    const std::string iso = to_iso(day);
    const bool planned = is_planned(what->story, iso);
    field.choices.push_back({iso, words.date(day), planned ? std::string(words.text(N_("A task for this day is there already."))) : std::string()});
    if (!planned) field.chosen.push_back(iso);
  }
  page.main.add(web::post_form(visit.request.path, visit.csrf, web::choice_field(words, field, errors),
                               web::actions(web::button(words.text(N_("Write the tasks"))), web::link(page.back, words.text(N_("Cancel"))))));
  page.main.add(web::paragraph(web::link("/norms", words.text(N_("The norms and their sources")))));
  return web::Response::page(web::layout(page), status);
}

web::Response show(const Desk& desk, const Visit& visit) { return ask(desk, visit); }

web::Response write(const Desk& desk, const Visit& visit) {
  const auto what = open(desk, visit);
  if (!what) return web::error_page(visit, what.error());
  const auto days = days_after(norms_of(desk), what->arrival);
  std::vector<Task> tasks;
  for (const std::string_view chosen : visit.request.form.all("day")) {
    const bool offered = std::any_of(days.begin(), days.end(), [&](Date day) { return to_iso(day) == chosen; });
    if (!offered) return ask(desk, visit, {{"day", Error(ErrorCode::invalid_input, "Choose one of the answers in the list.")}}, 400);
    if (is_planned(what->story, std::string(chosen))) continue;  // sent twice, or by a colleague in between
    Task task;
    task.set_what(std::string(visit.words.text(N_("Follow-up: ask how the person is"))));
    task.set_due(std::string(chosen));
    tasks.push_back(std::move(task));
  }
  if (visit.request.form.all("day").empty()) {
    return ask(desk, visit, {{"day", Error(ErrorCode::invalid_input, "Choose at least one day, or go back.")}}, 400);
  }
  std::vector<Cases::Addition> additions;
  for (const Task& task : tasks) additions.push_back({&task, EntryId()});
  if (!additions.empty()) {
    const auto added = Cases(desk.vault).add_all(visit.keyring, what->file, additions);
    if (!added) return web::error_page(visit, added.error());
  }
  return web::Response::redirect("/case/" + what->file.text(), N_("The follow-ups are planned."));
}

}  // namespace

void add_follow_up_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/case/{file}/follow-ups", show);
  on_post(site, desk, "/case/{file}/follow-ups", write);
}

}  // namespace arasha::casework

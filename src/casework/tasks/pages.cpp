// To do: what has a day, of all cases that this member may open, late things first; as a calendar file; and "done".
#include <algorithm>

#include "arasha/returning.pb.h"
#include "casework/lists/seen.h"
#include "casework/parts.h"
#include "casework/tasks/all_dues.h"
#include "casework/tasks/calendar.h"
#include "casework/tasks/dues.h"
#include "casework/tasks/panel.h"
#include "casework/tasks/words.h"
#include "projection/due_rows.h"

namespace arasha::casework {
namespace {

constexpr std::size_t kMost = 200;            // rows on one page
constexpr std::size_t kChangedShown = 10;
constexpr std::size_t kMostInCalendar = 2'000;

struct Whose {
  const char* code;
  const char* text;
};
constexpr Whose kWhose[] = {{"mine", N_("Mine")}, {"all", N_("Everybody's")}, {"nobody", N_("Nobody's")}};
constexpr Whose kSpans[] = {{"late", N_("Late only")}, {"week", N_("Until in a week")}, {"month", N_("Until in a month")}, {"any", N_("Everything")}};

std::string chosen_of(const Visit& visit, const char* name, std::span<const Whose> among, const char* otherwise) {
  const std::string_view asked = visit.request.query.get(name);
  const bool known = std::any_of(among.begin(), among.end(), [&](const Whose& one) { return asked == one.code; });
  return known ? std::string(asked) : otherwise;
}

Html when(const Catalogue& words, const projection::DueRow& row, const std::string& today) {
  Html out = Html::text(date_label(words, row.due.date()));
  if (row.late) {
    out.add(" ");
    out.add(web::tag(web::Meaning::danger, words.text(N_("Late"))));
  } else if (row.due.date() == today) {
    out.add(" ");
    out.add(web::tag(web::Meaning::waiting, words.text(N_("Today"))));
  }
  return out;
}

Html dues_table(const Desk& desk, const Visit& visit, const projection::DueList& found, bool with_owner) {
  const Catalogue& words = visit.words;
  const auto state = desk.vault.directory();
  const std::string day = to_iso(today(desk));
  std::vector<web::Column> columns = {{N_("What is to be done")}, {N_("Day")}, {N_("Case")}};
  if (with_owner) columns.push_back({N_("Who does it")});
  columns.push_back({N_("Done?")});
  web::Table table(words, words.text(N_("To do")), columns, found.rows.size());
  for (const projection::DueRow& row : found.rows) {
    table.row();
    if (row.due.priority() == "urgent") table.cell(due_text(words, row.due), " ", web::tag(web::Meaning::danger, words.text(N_("Urgent"))));
    else table.cell(due_text(words, row.due));
    table.cell(when(words, row, day));
    CaseCard danger;
    danger.set_danger(row.urgency == 3 ? "immediate" : row.urgency == 2 ? "possible" : "");
    table.cell(web::link("/case/" + row.file.text(), row.alias.empty() ? words.text(N_("Case")) : std::string_view(row.alias)), " ", danger_tag(words, danger));
    if (with_owner) table.cell(member_name(*state, row.owner));
    table.cell(done_button(visit, row.file, row.due, "todo"));
  }
  return std::move(table).html();
}

Html choices(const Visit& visit, const char* name, const char* label, std::span<const Whose> among, const std::string& chosen) {
  const Catalogue& words = visit.words;
  Html items;
  for (const Whose& one : among) {
    const std::string address = web::address_with("/todo", visit.request.query, {{name, one.code}});
    items.add(el("li", {}, el("a", {{"class", "arasha-filter-link"}, {"href", address}, {"aria-current", "true", chosen == one.code}}, words.text(one.text))));
  }
  return el("nav", {{"aria-label", std::string(words.text(label))}, {"class", "arasha-filter-links"}}, el("ul", {}, items));
}

web::Response todo(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const Date day = today(desk);
  std::string whose = chosen_of(visit, "whose", kWhose, "mine");
  const std::string span = chosen_of(visit, "until", kSpans, "month");
  projection::DueQuery query;
  query.today = to_iso(day);
  query.until = until_of(span, day);
  query.member = whose == "mine" ? visit.keyring.member().text() : whose == "nobody" ? "-" : "";
  query.limit = kMost;
  auto found = all_dues(desk, visit, query);
  // Who has nothing of her own, a director say, begins with everybody's.
  if (found && found->rows.empty() && !visit.request.query.has("whose")) {
    whose = "all";
    query.member.clear();
    found = all_dues(desk, visit, query);
  }
  if (!found) return web::error_page(visit, found.error());
  const auto changed = changed_by_others(desk, visit);
  if (!changed) return web::error_page(visit, changed.error());
  const std::size_t shown = found->rows.size() + std::min(changed->size(), kChangedShown);
  if (auto recorded = desk.vault.record(visit.keyring, vault::Action::listed, FileId(), static_cast<std::uint32_t>(shown)); !recorded) {
    return web::error_page(visit, recorded.error());
  }
  web::Page page = visit.page(std::string(words.text(N_("To do"))));
  page.main = web::heading(page.title);
  page.main.add(changed_section(words, *desk.vault.directory(), *changed, kChangedShown));
  page.main.add(choices(visit, "whose", N_("Whose"), kWhose, whose));
  page.main.add(choices(visit, "until", N_("Until when"), kSpans, span));
  if (found->rows.empty()) {
    page.main.add(web::empty_state(words.text(N_("Nothing is to be done.")), words.text(N_("Tasks, hearings, permits and consents that end appear here with their day."))));
  } else {
    page.main.add(web::paragraph(words.plural("{1} thing", "{1} things", static_cast<std::int64_t>(found->total)), ", ",
                                 words.plural("{1} late", "{1} late", static_cast<std::int64_t>(found->late))));
    page.main.add(dues_table(desk, visit, *found, whose == "all"));
    if (found->total > found->rows.size()) page.main.add(web::hint(words.text(N_("Only the first ones are shown: the late ones by danger, then by day."))));
  }
  if (!found->rows.empty()) page.main.add(web::paragraph(web::link("/out/todo?whose=" + whose + "&until=" + span, words.text(N_("This list as a table for Excel")))));
  page.main.add(web::paragraph(el("a", {{"class", "govuk-link"}, {"href", "/todo/calendar"}, {"download", ""}}, words.text(N_("Calendar file of my days, without names")))));
  return web::Response::page(web::layout(page));
}

web::Response calendar(const Desk& desk, const Visit& visit) {
  projection::DueQuery query;
  query.today = to_iso(today(desk));
  query.member = visit.keyring.member().text();
  query.limit = kMostInCalendar;
  const auto found = all_dues(desk, visit, query);
  if (!found) return web::error_page(visit, found.error());
  if (auto recorded = desk.vault.record(visit.keyring, vault::Action::exported, FileId(), static_cast<std::uint32_t>(found->rows.size())); !recorded) {
    return web::error_page(visit, recorded.error());
  }
  std::vector<Date> days;
  for (const projection::DueRow& row : found->rows) {
    if (const auto day = date_from_iso(row.due.date()); day && !row.late) days.push_back(*day);
  }
  const std::string mark = to_base32(crypto::fingerprint("arasha/calendar/v1", {visit.keyring.member().bytes()})).substr(0, 16);
  return web::Response::download("arasha.ics", "text/calendar; charset=utf-8", to_calendar(visit.words, std::move(days), desk.vault.clock().now(), mark));
}

// The decision of a conference that has this number.
web::Response decision_done(const Desk& desk, const Visit& visit, FileId file, const Item& item, const std::string& back) {
  CaseConference conference = *item.as<CaseConference>();
  auto& decisions = *conference.mutable_decisions();
  const auto found = std::find_if(decisions.begin(), decisions.end(), [&](const auto& one) { return one.number() == visit.request.form.get("row"); });
  if (found == decisions.end()) return no_page(visit);
  if (!found->done().empty()) return web::Response::redirect(back, N_("It was done already."));
  found->set_done(to_iso(today(desk)));
  const auto saved = Cases(desk.vault).correct(visit.keyring, file, item.latest().id, conference);
  if (!saved) return web::error_page(visit, saved.error());
  return web::Response::redirect(back, N_("Done."));
}

// One press: the task is corrected to be done today. Who else changed it in between is not overwritten.
web::Response done(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  const auto entry = EntryId::from_text(visit.parameters.at("entry"));
  if (!file || !entry) return no_page(visit);
  Cases cases(desk.vault);
  const auto story = cases.read(visit.keyring, *file);
  if (!story) return web::error_page(visit, story.error());
  const Item* item = story->find(*entry);
  const std::string back = visit.request.form.get("back") == "todo" ? "/todo" : "/case/" + file->text();
  const Task* task = item == nullptr ? nullptr : item->as<Task>();
  if (task == nullptr && item != nullptr && item->as<CaseConference>() != nullptr) return decision_done(desk, visit, *file, *item, back);
  if (task == nullptr) return no_page(visit);
  if (!task->done().empty()) return web::Response::redirect(back, N_("It was done already."));
  Task finished = *task;
  finished.set_done(to_iso(today(desk)));
  const auto saved = cases.correct(visit.keyring, *file, *entry, finished);
  if (!saved) return web::error_page(visit, saved.error());
  return web::Response::redirect(back, N_("Done."));
}

}  // namespace

void add_task_pages(web::Site& site, const Desk& desk) {
  site.place(11, "/todo", N_("To do"), [](const vault::Directory& state, MemberId member) {
    return reads(state, member, ASSISTANCE) || reads(state, member, LEGAL) || reads(state, member, HEALTH);
  });
  on_get(site, desk, "/todo", todo);
  on_get(site, desk, "/todo/calendar", calendar);
  on_post(site, desk, "/file/{file}/done/{entry}", done);
}

}  // namespace arasha::casework

// Commissions: the list with the next meeting and what is open; and one of them with its meetings.
#include <algorithm>

#include "cooperation/single.h"

namespace arasha::cooperation {
namespace {

std::string level_and_region(const Catalogue& words, const std::string& level, const std::string& region) {
  const std::string text = label(words, "commission_level", level);
  return region.empty() ? text : text + ", " + region;
}

Html open_words(const Catalogue& words, const CommissionRow& row) {
  Html out = Html::text(words.number(static_cast<std::int64_t>(row.open)));
  if (row.late == 0) return out;
  out.add(" ");
  out.add(web::tag(web::Meaning::danger, words.text(N_("late: {1}"), {words.number(static_cast<std::int64_t>(row.late))})));
  return out;
}

Html meetings_table(const Catalogue& words, FileId file, const Story& story) {
  auto meetings = story.all<Meeting>();
  std::stable_sort(meetings.begin(), meetings.end(), [](const Item* a, const Item* b) { return a->as<Meeting>()->date() > b->as<Meeting>()->date(); });
  web::Table table(words, words.text(N_("Meetings")), {{N_("Date")}, {N_("Kind of meeting")}, {N_("State")}, {N_("Number of the protocol")}, {N_("Decisions")}, {N_("Still open")}}, meetings.size());
  for (const Item* item : meetings) {
    const auto* meeting = item->as<Meeting>();
    const auto decisions = decisions_of(story, *item);
    const auto open = std::count_if(decisions.begin(), decisions.end(), [&](const Item* one) { return !standing_of(story, *one).is_over(); });
    table.row();
    table.cell(web::link(meeting_address(file, reference_to(*item)), date_label(words, meeting->date())));
    table.cell(label(words, "meeting_kind", meeting->kind()));
    table.cell(meeting_tag(words, meeting->state()));
    table.cell(meeting->protocol());
    table.cell(words.number(static_cast<std::int64_t>(decisions.size())));
    table.cell(words.number(open));
  }
  return std::move(table).html();
}

Html members_table(const Catalogue& words, const Commission& commission) {
  web::Table table(words, words.text(N_("Members of the commission")), {{N_("Name")}, {N_("Body")}, {N_("What kind of body")}, {N_("Office")}}, static_cast<std::size_t>(commission.members_size()));
  for (const auto& member : commission.members()) {
    table.row();
    table.cell(member.name());
    table.cell(member.body());
    table.cell(label(words, "agency_type", member.type()));
    table.cell(member.office());
  }
  return std::move(table).html();
}

}  // namespace

web::Response commission_list(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto cards = load(desk, visit);
  if (!cards) return web::error_page(visit, cards.error());
  const auto rows = commission_rows(*cards, today(desk));
  web::Page page = visit.page(std::string(words.text(N_("Commissions"))));
  page.main = web::heading(page.title);
  page.main.add(tabs(words, "/cooperation/commissions"));
  if (writes(desk, visit)) page.main.add(web::actions(web::button_link("/cooperation/new/Commission", words.text(N_("Write down a commission")))));
  if (rows.empty()) {
    page.main.add(web::empty_state(words.text(N_("There is no commission yet.")), words.text(N_("Commissions, councils and working groups appear here with their next meeting and what is open."))));
    return web::Response::page(web::layout(page));
  }
  const auto paging = web::Paging::of(visit.request.query, rows.size());
  web::Table table(words, words.text(N_("Commissions")), {{N_("Title")}, {N_("Level")}, {N_("Next meeting")}, {N_("Last meeting")}, {N_("Open decisions")}}, paging.last - paging.first);
  for (std::size_t i = paging.first; i < paging.last; ++i) {
    const CommissionRow& row = rows[i];
    table.row();
    table.cell(web::link(address(row.file), row.card->title()));
    table.cell(level_and_region(words, row.card->code(), row.card->region()));
    if (row.next == nullptr) table.cell(quiet(words.text(N_("none planned"))));
    else table.cell(web::link(meeting_address(row.file, row.next->entry()), date_label(words, row.next->date())));
    if (row.last == nullptr) table.cell(quiet(words.text(N_("none yet"))));
    else table.cell(web::link(meeting_address(row.file, row.last->entry()), date_label(words, row.last->date())));
    table.cell(open_words(words, row));
  }
  page.main.add(std::move(table).html());
  page.main.add(web::pagination(words, paging, "/cooperation/commissions", visit.request.query));
  return web::Response::page(web::layout(page));
}

web::Response commission_page(const Desk& desk, const Visit& visit, const Opened& opened) {
  const Catalogue& words = visit.words;
  const Item& item = *opened.story.all<Commission>().back();
  const auto* commission = item.as<Commission>();
  web::Page page = visit.page(commission->name());
  page.back = "/cooperation/commissions";
  page.main = web::heading(level_and_region(words, commission->level(), commission->region()), page.title);
  web::SummaryList facts;
  facts.add(words.text(N_("Founded on")), date_label(words, commission->founded()));
  facts.add(words.text(N_("By which act")), commission->founded_by());
  facts.add(words.text(N_("Chair")), responsible(commission->chair(), commission->chair_office()));
  facts.add(words.text(N_("Secretary")), commission->secretary());
  facts.add(words.text(N_("Meetings in a year")), commission->per_year());
  facts.add(words.text(N_("Note")), commission->note());
  page.main.add(facts.html());
  page.main.add(correct_link(desk, visit, opened.file, item));

  Html meetings;
  if (writes(desk, visit)) meetings.add(web::actions(web::button_link(add_address(opened.file, *Meeting::descriptor()), words.text(N_("Plan a meeting")))));
  if (opened.story.all<Meeting>().empty()) meetings.add(web::paragraph(words.text(N_("There is no meeting yet."))));
  else meetings.add(meetings_table(words, opened.file, opened.story));
  meetings.add(web::paragraph(web::link("/cooperation/work?file=" + opened.file.text(), words.text(N_("All decisions of this commission")))));
  page.main.add(section(words.text(N_("Meetings")), "meetings", meetings));
  if (commission->members_size() > 0) page.main.add(section(words.text(N_("Members of the commission")), "members", members_table(words, *commission)));
  page.main.add(history(words, *desk.vault.directory(), item));
  return web::Response::page(web::layout(page));
}


}  // namespace arasha::cooperation

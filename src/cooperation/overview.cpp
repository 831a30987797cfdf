// The first page of the room: what needs somebody, soonest first; and its days as a calendar file.
#include <algorithm>

#include "arasha/options.pb.h"
#include "base/calendar.h"
#include "cooperation/parts.h"

namespace arasha::cooperation {
namespace {

constexpr int kDueSoon = 30;        // days
constexpr int kMeetingsSoon = 45;
constexpr std::size_t kShown = 30;  // of decisions and actions

struct Line {
  std::string day;  // yyyy-mm-dd; empty ones first
  Html what;
  Html when;
  Html where;
};

bool is_within(const std::string& iso, Date day, int days) {
  const auto date = date_from_iso(iso);
  return date && std::chrono::sys_days(*date) <= std::chrono::sys_days(day) + std::chrono::days(days);
}

void add_agreements(const Catalogue& words, const Cards& cards, Date day, std::vector<Line>& out) {
  for (const AgreementRow& row : agreement_rows(cards, day)) {
    const bool ends = row.validity == Validity::over || row.validity == Validity::runs_out || row.validity == Validity::prolonged;
    const Html where = web::link(address(row.file), row.card->title());
    if (ends) {
      const char* what = row.validity == Validity::over ? N_("Renew the agreement, or write down its end")
                         : row.validity == Validity::prolonged ? N_("Write down until when it is valid now") : N_("Talk about going on");
      Html when = Html::text(date_label(words, row.card->until()) + " ");
      when.add(web::tag(row.validity == Validity::over ? web::Meaning::danger : web::Meaning::waiting, validity_words(words, row)));
      out.push_back({row.card->until(), Html::text(words.text(what)), when, where});
    }
    const bool in_force = row.validity != Validity::ended && !row.card->review().empty();
    if (in_force && is_within(row.card->review(), day, kDueSoon)) {
      out.push_back({row.card->review(), Html::text(words.text(N_("Look at the protocol of information sharing again"))), Html::text(date_label(words, row.card->review())), where});
    }
  }
}

void add_meetings(const Catalogue& words, const Cards& cards, Date day, std::vector<Line>& out) {
  const std::string now = to_iso(day);
  for (const auto& [file, card] : cards) {
    for (const auto& meeting : card.meetings()) {
      if (meeting.state() != "planned" || !is_within(meeting.date(), day, kMeetingsSoon)) continue;
      const bool past = meeting.date() < now;
      Html when = Html::text(date_label(words, meeting.date()) + (meeting.time().empty() ? "" : ", " + meeting.time()));
      if (meeting.date() == now) when.add(" "), when.add(web::tag(web::Meaning::waiting, words.text(N_("Today"))));
      out.push_back({meeting.date(), web::link(meeting_address(file, meeting.entry()), words.text(past ? N_("Was this meeting held? Write its decisions down") : N_("Meeting"))), when,
                     web::link(address(file), card.title())});
    }
  }
}

Html lines_table(const Catalogue& words, std::string_view caption, std::vector<Line> lines) {
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.day < b.day; });
  web::Table table(words, caption, {{N_("What")}, {N_("Day")}, {N_("Where")}}, lines.size());
  for (const Line& line : lines) {
    table.row();
    table.cell(line.what);
    table.cell(line.when);
    table.cell(line.where);
  }
  return std::move(table).html();
}

void add_work(const Catalogue& words, const std::vector<WorkRow>& rows, std::vector<Line>& out) {
  std::size_t shown = 0;
  for (const WorkRow& row : rows) {
    if (!row.days || *row.days > kDueSoon || shown++ == kShown) break;  // they are sorted by their days
    Html what = web::link(work_address(row.file, row.work->entry()), row.work->text());
    what.add(" ");
    what.add(quiet(responsible(row.work->body(), row.work->person())));
    out.push_back({row.work->due(), what, due_words(words, row.work->due(), row.days), web::link(address(row.file), row.card->title())});
  }
}

web::Response overview(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto cards = load(desk, visit);
  if (!cards) return web::error_page(visit, cards.error());
  const Date day = today(desk);
  const auto open = work_rows(*cards, {.state = "open"}, day);
  const auto late = static_cast<std::size_t>(std::count_if(open.begin(), open.end(), [](const WorkRow& row) { return row.is_late(); }));
  const auto mine = work_rows(*cards, {.state = "open", .member = visit.keyring.member().text()}, day);
  const auto number = [&](std::size_t value) { return words.number(static_cast<std::int64_t>(value)); };

  web::Page page = visit.page(std::string(words.text(N_("Cooperation of agencies"))));
  page.main = web::heading(page.title);
  page.main.add(tabs(words, kHome));
  Html figures = web::figure(number(late), words.text(N_("decisions and actions late")), "/cooperation/work?state=late");
  figures.add(web::figure(number(open.size()), words.text(N_("decisions and actions open")), "/cooperation/work"));
  figures.add(web::figure(number(mine.size()), words.text(N_("of these mine")), "/cooperation/work?whose=mine"));
  page.main.add(web::figures(figures));

  std::vector<Line> lines;
  add_agreements(words, *cards, day, lines);
  add_meetings(words, *cards, day, lines);
  add_work(words, open, lines);
  if (lines.empty()) {
    page.main.add(web::empty_state(words.text(N_("Nothing needs you here now.")), words.text(N_("Agreements that run out, meetings, and what is due by a decision appear here with their day."))));
  } else {
    page.main.add(section(words.text(N_("What is to be done")), "ahead", lines_table(words, words.text(N_("What is to be done")), std::move(lines))));
  }
  page.main.add(web::paragraph(el("a", {{"class", "govuk-link"}, {"href", "/cooperation/calendar"}, {"download", ""}},
                                  words.text(N_("Calendar file of meetings and days, without names")))));
  return web::Response::page(web::layout(page));
}

// Calendars stand on telephones that others see: how many of what, and no title, for a title may hold a name.
std::string summary_of(const Catalogue& words, const DayAhead& day) {
  std::string out;
  const auto add = [&](std::size_t count, const std::string& text) {
    if (count > 0) out += (out.empty() ? "" : ", ") + text;
  };
  add(day.meetings, words.plural("{1} meeting of a commission", "{1} meetings of commissions", static_cast<std::int64_t>(day.meetings)));
  add(day.due, words.plural("{1} decision or action due", "{1} decisions or actions due", static_cast<std::int64_t>(day.due)));
  add(day.run_out, words.plural("{1} agreement to be looked at", "{1} agreements to be looked at", static_cast<std::int64_t>(day.run_out)));
  return "Arasha: " + out;
}

web::Response calendar(const Desk& desk, const Visit& visit) {
  const auto cards = load(desk, visit, vault::Action::exported);
  if (!cards) return web::error_page(visit, cards.error());
  std::vector<CalendarDay> days;
  for (const DayAhead& day : days_ahead(*cards, today(desk))) {
    std::string id = "cooperation-" + to_iso(day.day);
    days.push_back({day.day, summary_of(visit.words, day), std::move(id)});
  }
  const std::string mark = to_base32(crypto::fingerprint("arasha/calendar/v1", {visit.keyring.member().bytes()})).substr(0, 16);
  return web::Response::download("cooperation.ics", "text/calendar; charset=utf-8", calendar_file(days, desk.vault.clock().now(), mark));
}

}  // namespace

void add_overview_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/cooperation", overview);
  on_get(site, desk, "/cooperation/calendar", calendar);
}

}  // namespace arasha::cooperation

// Cases whose clock has run, runs out soon, or is stopped by a hold; and the certificates of those that are gone.
#include <algorithm>

#include "casework/retention/erasure.h"
#include "casework/retention/pages.h"
#include "casework/retention/settings.h"
#include "casework/services/norms.h"

namespace arasha::casework {
namespace {

constexpr std::size_t kMost = 2'000;      // closed cases that are looked at
constexpr std::size_t kMostDues = 500;
constexpr std::size_t kShown = 100;
constexpr int kSoon = 90;                 // days

Date days_after(Date day, int days) { return Date(std::chrono::sys_days(day) + std::chrono::days(days)); }

struct View {
  const char* code;
  const char* text;
};
constexpr View kViews[] = {{"over", N_("The period is over")}, {"soon", N_("Soon")}, {"held", N_("On hold")}, {"undecided", N_("Not decided")}};

bool belongs(const RetentionRow& row, std::string_view shown, Date day) {
  const RetentionClock& clock = row.standing.clock;
  const bool held = row.standing.has(Obstacle::held);
  if (shown == "held") return held;
  if (shown == "undecided") return !held && (row.standing.has(Obstacle::undecided) || row.standing.has(Obstacle::age_unknown));
  if (held || !clock.may) return false;
  return shown == "over" ? *clock.may <= day : *clock.may > day && *clock.may <= days_after(day, kSoon);
}

Html state_of(const Catalogue& words, const RetentionRow& row, Date day) {
  Html out;
  if (row.card.retention().proposed()) out.add(web::tag(web::Meaning::waiting, words.text(N_("Waits for a second person"))));
  for (const Obstacle one : row.standing.obstacles) {
    if (one != Obstacle::not_yet) out.add(el("div", {}, words.text(sentence_of(one))));
  }
  if (row.standing.clock.must && *row.standing.clock.must < day && row.standing.obstacles.empty()) out.add(web::tag(web::Meaning::danger, words.text(N_("Late"))));
  return out;
}

Html rows_html(const Visit& visit, const std::vector<const RetentionRow*>& rows, Date day) {
  const Catalogue& words = visit.words;
  web::Table table(words, words.text(N_("Cases")), {{N_("Case")}, {N_("Closed")}, {N_("It is kept at least until")}, {N_("It is erased by")}, {N_("State")}}, rows.size());
  for (const RetentionRow* row : rows) {
    const auto& clock = row->standing.clock;
    table.row();
    table.cell(web::link("/case/" + row->file.text(), row->card.alias().empty() ? words.text(N_("Case")) : std::string_view(row->card.alias())));
    table.cell(date_label(words, row->card.closed()));
    table.cell(clock.may ? words.date(*clock.may) : std::string("–"));
    table.cell(clock.must ? words.date(*clock.must) : std::string("–"));
    table.cell(state_of(words, *row, day));
  }
  return std::move(table).html();
}

web::Response list_page(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const Date day = today(desk);
  const std::string_view asked = visit.request.query.get("show");
  const bool known = std::any_of(std::begin(kViews), std::end(kViews), [&](const View& one) { return asked == one.code; });
  const std::string shown = known ? std::string(asked) : "over";
  const auto rows = retention_rows(desk, visit.keyring, "", kMost);
  if (!rows) return web::error_page(visit, rows.error());
  web::Page page = visit.page(std::string(words.text(N_("Keeping and erasing"))));
  page.main = web::heading(page.title);
  page.main.add(web::paragraph(words.text(N_("Closed cases, and how long they are kept. A case is erased by two people: one proposes it, another one confirms."))));
  Html choices;
  for (const View& one : kViews) {
    const auto count = std::count_if(rows->begin(), rows->end(), [&](const RetentionRow& row) { return belongs(row, one.code, day); });
    choices.add(el("li", {}, el("a", {{"class", "arasha-filter-link"}, {"href", "/retention?show=" + std::string(one.code)}, {"aria-current", "true", shown == one.code}},
                                std::string(words.text(one.text)) + " " + words.number(count))));
  }
  page.main.add(el("nav", {{"aria-label", std::string(words.text(N_("Which cases")))}, {"class", "arasha-filter-links"}}, el("ul", {}, choices)));
  std::vector<const RetentionRow*> fitting;
  for (const RetentionRow& row : *rows) {
    if (belongs(row, shown, day)) fitting.push_back(&row);
  }
  std::stable_sort(fitting.begin(), fitting.end(), [](const auto* a, const auto* b) {
    const auto last = [](const RetentionRow& row) { return row.standing.clock.must ? row.standing.clock.must : row.standing.clock.may; };
    return last(*a).value_or(Date()) < last(*b).value_or(Date());
  });
  const std::size_t found = fitting.size();
  if (fitting.size() > kShown) fitting.resize(kShown);
  if (auto recorded = desk.vault.record(visit.keyring, vault::Action::listed, FileId(), static_cast<std::uint32_t>(fitting.size())); !recorded) {
    return web::error_page(visit, recorded.error());
  }
  if (fitting.empty()) page.main.add(web::empty_state(words.text(N_("No case is here.")), words.text(N_("Look at the other lists above."))));
  else page.main.add(rows_html(visit, fitting, day));
  if (found > fitting.size()) page.main.add(web::hint(words.plural("{1} case in all; the first ones are shown.", "{1} cases in all; the first ones are shown.", static_cast<std::int64_t>(found))));
  Html ways = el("li", {}, web::link("/erased", words.text(N_("Certificates of cases that were erased"))));
  if (is_steward(*desk.vault.directory(), visit.keyring.member())) ways.add(el("li", {}, web::link("/settings/retention", words.text(N_("Decide how long cases are kept")))));
  page.main.add(el("ul", {{"class", "govuk-list"}}, ways));
  return web::Response::page(web::layout(page));
}

}  // namespace

Result<std::vector<RetentionRow>> retention_rows(const Desk& desk, const vault::Keyring& by, const std::string& closed_until, std::size_t limit) {
  std::vector<RetentionRow> out;
  std::vector<bool> other_open;
  {
    TRY(access, desk.tables.projection().enter(by, ASSISTANCE));
    projection::CaseQuery query;
    query.state = "closed";
    query.closed_until = closed_until;
    query.limit = limit;
    query.ascending = true;
    for (auto& row : desk.tables.cases().list(access, query).rows) {
      // The work of others has no clock here.
      if (row.card.provenance() == "ctdc_import") continue;
      out.push_back({row.file, std::move(row.card), {}});
    }
    for (const RetentionRow& row : out) {
      const auto person = FileId::from_text(row.card.person());
      const auto others = person ? desk.tables.cases().of_person(access, *person) : std::vector<projection::CaseRow>();
      other_open.push_back(std::any_of(others.begin(), others.end(), [](const auto& one) { return one.card.state() != "closed"; }));
    }
  }
  const auto periods = periods_of(desk.vault.directory());
  const pack::Contents& norms = norms_of(desk).contents();
  const Date day = today(desk);
  TRY(access, desk.tables.projection().enter(by, IDENTITY));
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto person = FileId::from_text(out[i].card.person());
    const auto card = person ? desk.tables.people().card(access, *person) : std::nullopt;
    out[i].standing = retention_standing(case_state(out[i].card, card ? &*card : nullptr, other_open[i]), norms, periods, day);
  }
  return out;
}

Result<projection::DueList> retention_dues(const Desk& desk, const vault::Keyring& by, const projection::DueQuery& query) {
  projection::DueList out;
  const auto day = date_from_iso(query.today);
  if (!day) return out;
  const auto shortest = shortest_period(norms_of(desk).contents(), periods_of(desk.vault.directory()), *day);
  if (!shortest) return out;
  // Nothing that was closed later can be due in the span.
  const auto last = date_from_iso(query.until);
  const Date until = query.until.empty() || !last ? days_after(*day, kSoon) : *last;
  const Date closed = until - std::chrono::months(*shortest);
  const Date closed_until = closed.ok() ? closed : Date(closed.year() / closed.month() / std::chrono::last);
  TRY(rows, retention_rows(desk, by, to_iso(closed_until), kMostDues));
  for (RetentionRow& row : rows) {
    const auto& clock = row.standing.clock;
    if (!clock.must || *clock.must > until || row.standing.has(Obstacle::held)) continue;
    const std::string& owner = row.card.owner();
    if (!query.member.empty() && query.member != (owner.empty() ? "-" : owner)) continue;
    projection::DueRow due;
    due.file = row.file;
    due.alias = row.card.alias();
    due.owner = owner;
    due.due.set_kind("retention");
    due.due.set_date(to_iso(*clock.must));
    due.late = *clock.must < *day;
    ++out.total;
    if (due.late) ++out.late;
    out.rows.push_back(std::move(due));
  }
  return out;
}

void add_retention_list(web::Site& site, const Desk& desk) {
  // Others come here from the list of cases.
  site.place(45, "/retention", N_("Keeping"), [](const vault::Directory& state, MemberId member) {
    return is_steward(state, member) && reads(state, member, ASSISTANCE);
  });
  on_get(site, desk, "/retention", list_page);
}

}  // namespace arasha::casework

// My work: what waits, the most dangerous first. The page that everybody begins with.
#include <algorithm>

#include "casework/clues/panel.h"
#include "casework/oversight/glass.h"
#include "casework/lists/flags_panel.h"
#include "casework/lists/seen.h"
#include "casework/plan/panel.h"
#include "casework/tasks/words.h"
#include "projection/due_rows.h"
#include "schema/vocabulary.h"

namespace arasha::casework {
namespace {

constexpr std::size_t kShown = 6;
constexpr std::size_t kMostDues = 200;

struct Part {
  const char* id;
  std::string title;
  std::string nothing;
  std::string all;  // address of the list
  projection::CaseList list;
};

Html case_item(const Catalogue& words, const vault::Directory& state, const projection::CaseRow& row, bool with_owner) {
  const CaseCard& card = row.card;
  Html first = el("a", {{"href", "/case/" + row.file.text()}, {"class", "govuk-link arasha-case-link"}}, card.alias());
  first.add(" ");
  first.add(danger_tag(words, card));
  first.add(" ");
  first.add(risk_tag(words, card));
  first.add(" ");
  first.add(flag_tags(words, card));
  if (card.awaiting_approval() > 0) first.add(" "), first.add(web::tag(web::Meaning::waiting, words.text(N_("Waits for approval"))));
  std::vector<std::string> parts;
  if (!card.identification().empty() && card.state() != "closed") parts.push_back(label(words, "identification_status", card.identification()));
  if (card.state() == "closed") parts.push_back(label(words, "closure_reason", card.closure_reason()));
  for (const std::string& type : card.exploitation()) parts.push_back(label(words, "exploitation", type));
  if (parts.empty() && card.sources_size() > 0) parts.push_back(label(words, "source", card.sources(0)));
  parts.push_back(date_label(words, card.state() == "closed" ? card.closed() : card.opened()));
  if (with_owner && !card.owner().empty()) parts.push_back(member_name(state, card.owner()));
  if (!card.approval_since().empty()) {
    const std::string who = member_name(state, card.approval_by());
    parts.push_back(words.text(N_("approval asked for: {1}"), {date_label(words, card.approval_since()) + (who.empty() ? "" : ", " + who)}));
  }
  std::string line;
  for (const std::string& part : parts) line += part.empty() ? "" : (line.empty() ? "" : " · ") + part;
  return el("li", {{"class", card.state() != "closed" && card.danger() == "immediate" ? "arasha-item arasha-item--danger" : "arasha-item"}},
            el("div", {}, first), quiet(line));
}

Html part_html(const Catalogue& words, const vault::Directory& state, const Part& part, bool with_owner) {
  const std::string number = words.number(static_cast<std::int64_t>(part.list.total));
  Html out = el("h2", {{"class", "govuk-heading-m"}, {"id", part.id}}, part.title, " ", el("span", {{"class", "arasha-count-of"}}, number));
  if (part.list.rows.empty()) {
    out.add(el("p", {{"class", "govuk-hint"}}, part.nothing));
  } else {
    Html items;
    for (const auto& row : part.list.rows) items.add(case_item(words, state, row, with_owner));
    out.add(el("ul", {{"class", "arasha-items"}}, items));
  }
  if (part.list.total > part.list.rows.size()) {
    out.add(el("p", {{"class", "govuk-body"}}, web::link(part.all, words.text(N_("See all: {1}"), {number}), part.title)));
  }
  return el("section", {{"class", std::string("arasha-part arasha-part--") + part.id}, {"aria-labelledby", part.id}}, out);
}

Html search_form(const Visit& visit) {
  const Catalogue& words = visit.words;
  const Html box = void_el("input", {{"class", "govuk-input"}, {"id", "q"}, {"name", "q"}, {"type", "search"}, {"autocomplete", "off"}, {"spellcheck", "false"},
                                     {"maxlength", "200"}});
  return el("form", {{"class", "arasha-search"}, {"method", "post"}, {"action", "/people"}, {"role", "search"}}, web::csrf_field(visit.csrf),
            el("label", {{"class", "govuk-label govuk-label--s"}, {"for", "q"}}, words.text(N_("Find a person by name, in any alphabet"))),
            el("div", {{"class", "arasha-search__row"}}, box,
               el("button", {{"class", "govuk-button"}, {"type", "submit"}}, words.text(N_("Search")))));
}

Result<std::vector<Part>> case_parts(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const std::string me = visit.keyring.member().text();
  const std::string month = to_iso(today(desk)).substr(0, 8) + "01";
  std::vector<Part> parts;
  TRY(access, desk.tables.projection().enter(visit.keyring, ASSISTANCE));
  const auto add = [&](const char* id, std::string title, std::string nothing, std::string address, projection::CaseQuery query) {
    query.limit = kShown;
    parts.push_back({id, std::move(title), std::move(nothing), std::move(address), desk.tables.cases().list(access, query)});
  };
  projection::CaseQuery query;
  query.state = "open";
  query.danger = "immediate";
  add("danger", std::string(words.text(N_("Immediate danger"))), "", "/cases?state=open&danger=immediate", query);
  query = {};
  query.state = "new";
  query.owner = "-";
  query.order = projection::CaseOrder::danger;
  add("new", std::string(words.text(N_("New, nobody looks after them yet"))), std::string(words.text(N_("Nothing new."))), "/cases?state=new&owner=-&sort=-danger", query);
  query = {};
  query.state = "open";
  query.owner = me;
  query.order = projection::CaseOrder::danger;
  add("mine", std::string(words.text(N_("Waiting for me"))), std::string(words.text(N_("No case is yours."))), "/cases?state=open&owner=" + me + "&sort=-danger", query);
  const std::string day = to_iso(today(desk));
  query = {};
  query.state = "open";
  query.owner = me;
  query.review_until = day;
  query.order = projection::CaseOrder::danger;
  add("review", std::string(words.text(N_("The plan is to be reviewed"))), "", "/cases?state=open&owner=" + me + "&review_until=" + day + "&sort=-danger", query);
  query = {};
  query.approval = "waits";
  query.order = projection::CaseOrder::approval;
  query.ascending = true;
  add("approval", std::string(words.text(N_("Waits for approval"))), "", "/cases?approval=waits", query);
  query = {};
  query.state = "closed";
  query.closed_from = month;
  add("closed", std::string(words.text(N_("Closed this month"))), std::string(words.text(N_("None so far."))), "/cases?state=closed&closed_from=" + month, query);
  return parts;
}

// Flags of my cases whose day has come.
Result<std::vector<projection::DueRow>> due_flags(const Desk& desk, const Visit& visit) {
  projection::DueQuery query;
  query.today = to_iso(today(desk));
  query.until = query.today;
  query.member = visit.keyring.member().text();
  query.limit = kMostDues;
  std::vector<projection::DueRow> rows;
  {
    TRY(access, desk.tables.projection().enter(visit.keyring, ASSISTANCE));
    rows = desk.tables.cases().dues(access, query).rows;
  }
  std::erase_if(rows, [](const projection::DueRow& row) { return row.due.kind() != "flag"; });
  return rows;
}

Html due_flags_section(const Catalogue& words, const std::vector<projection::DueRow>& rows) {
  if (rows.empty()) return {};
  Html items;
  for (std::size_t i = 0; i < rows.size() && i < kShown; ++i) {
    items.add(el("li", {{"class", "arasha-item"}}, el("div", {}, el("a", {{"href", "/case/" + rows[i].file.text()}, {"class", "govuk-link arasha-case-link"}}, rows[i].alias)),
                 quiet(due_text(words, rows[i].due) + " · " + date_label(words, rows[i].due.date()))));
  }
  Html out = el("h2", {{"class", "govuk-heading-m"}, {"id", "flags-due"}}, words.text(N_("Flags: the day has come")), " ",
                el("span", {{"class", "arasha-count-of"}}, words.number(static_cast<std::int64_t>(rows.size()))));
  out.add(el("ul", {{"class", "arasha-items"}}, items));
  if (rows.size() > kShown) out.add(el("p", {{"class", "govuk-body"}}, web::link("/todo", words.text(N_("See all: {1}"), {words.number(static_cast<std::int64_t>(rows.size()))}))));
  return el("section", {{"class", "arasha-part arasha-part--flags"}, {"aria-labelledby", "flags-due"}}, out);
}

// What people on duty may see of the cases: those who are in the house first, by room.
struct ShiftRow {
  FileId file;
  PresenceCard card;
};
Result<std::vector<ShiftRow>> shift_rows(const Desk& desk, const Visit& visit) {
  std::vector<ShiftRow> rows;
  std::set<FileId> seen;
  std::vector<vault::Recipient> recipients = {vault::recipient_of(visit.keyring.member())};
  for (const CircleId circle : desk.vault.directory()->readers(PRESENCE)) {
    if (visit.keyring.holds(circle)) recipients.push_back(vault::recipient_of(circle));
  }
  for (const vault::Recipient& recipient : recipients) {
    const auto use = [&](FileId file, std::uint32_t, BytesView content) -> Result<void> {
      TRY(card, schema::parse_as<PresenceCard>(content));
      if (seen.insert(file).second) rows.push_back({file, std::move(card)});
      return {};
    };
    TRY_VOID(desk.vault.each_card(visit.keyring, recipient, PRESENCE, use));
  }
  std::sort(rows.begin(), rows.end(), [](const ShiftRow& a, const ShiftRow& b) {
    if (a.card.room().empty() != b.card.room().empty()) return b.card.room().empty();
    return std::tie(a.card.room(), a.card.alias()) < std::tie(b.card.room(), b.card.alias());
  });
  return rows;
}

Html shift_table(const Visit& visit, const std::vector<ShiftRow>& rows, const web::Paging& paging) {
  const Catalogue& words = visit.words;
  web::Table table(words, words.text(N_("For the shift")),
                   {{N_("Case")}, {N_("What the person wants to be called")}, {N_("Room")}, {N_("Alerts")}, {N_("Food and religion")}});
  for (std::size_t i = paging.first; i < paging.last; ++i) {
    const PresenceCard& card = rows[i].card;
    table.row();
    table.cell(web::link("/case/" + rows[i].file.text(), card.alias().empty() ? words.text(N_("Case")) : std::string_view(card.alias())));
    table.cell(card.called());
    table.cell(card.room());
    table.cell(card.alerts());
    table.cell(card.diet());
  }
  Html out = std::move(table).html();
  out.add(web::pagination(words, paging, "/", visit.request.query));
  return out;
}

bool holds_any(const Desk& desk, const Visit& visit, vault::Compartment compartment) {
  const auto circles = desk.vault.directory()->readers(compartment);
  return std::any_of(circles.begin(), circles.end(), [&](CircleId id) { return visit.keyring.holds(id); });
}

web::Response shift_page(const Desk& desk, const Visit& visit, web::Page page) {
  const Catalogue& words = visit.words;
  const auto rows = shift_rows(desk, visit);
  if (!rows) return web::error_page(visit, rows.error());
  const auto paging = web::Paging::of(visit.request.query, rows->size());
  if (auto recorded = desk.vault.record(visit.keyring, vault::Action::listed, FileId(), static_cast<std::uint32_t>(paging.last - paging.first)); !recorded) {
    return web::error_page(visit, recorded.error());
  }
  page.main.add(el("p", {}, web::button_link("/contact", words.text(N_("New first contact")))));
  page.main.add(web::subheading(words.text(N_("For the shift"))));
  if (rows->empty()) page.main.add(web::empty_state(words.text(N_("Nobody is here.")), words.text(N_("People appear here when alerts or a safe contact are recorded for them."))));
  else page.main.add(shift_table(visit, *rows, paging));
  return web::Response::page(web::layout(page));
}

// Who may open no case still finds the way on.
web::Response without_cases(const Visit& visit, web::Page page) {
  const Catalogue& words = visit.words;
  page.main.add(web::paragraph(words.text(N_("Cases are not shown to you: none of your circles opens them. These places are yours:"))));
  Html items;
  for (const web::Place& place : visit.places) {
    if (place.address != "/") items.add(el("li", {}, web::link(place.address, words.text(place.label))));
  }
  page.main.add(el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items));
  return web::Response::page(web::layout(page));
}

web::Response my_work(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("My work"))));
  page.main = web::heading(page.title);
  const auto questions = questions_notice(desk, visit);
  if (!questions) return web::error_page(visit, questions.error());
  page.main.add(*questions);
  page.main.add(oversight_alarm(desk, visit));
  for (const auto& part : desk.added->my_work) page.main.add(part(visit));
  const auto parts = case_parts(desk, visit);
  if (!parts) return web::error_page(visit, parts.error());
  const auto changed = changed_by_others(desk, visit);
  if (!changed) return web::error_page(visit, changed.error());
  const auto flags = due_flags(desk, visit);
  if (!flags) return web::error_page(visit, flags.error());
  std::size_t shown = std::min(changed->size(), kShown) + std::min(flags->size(), kShown);
  for (const Part& part : *parts) shown += part.list.rows.size();
  if (!holds_any(desk, visit, ASSISTANCE) && shown == 0) {
    return holds_any(desk, visit, PRESENCE) ? shift_page(desk, visit, std::move(page)) : without_cases(visit, std::move(page));
  }
  if (auto recorded = desk.vault.record(visit.keyring, vault::Action::listed, FileId(), static_cast<std::uint32_t>(shown)); !recorded) {
    return web::error_page(visit, recorded.error());
  }
  const auto state = desk.vault.directory();
  page.main.add(el("div", {{"class", "arasha-top"}}, el("p", {}, web::button_link("/contact", words.text(N_("New first contact")))), search_form(visit)));
  Html sections = changed_section(words, *state, *changed, kShown);
  sections.add(due_flags_section(words, *flags));
  for (const Part& part : *parts) {
    const bool danger = std::string_view(part.id) == "danger";
    if ((danger || std::string_view(part.id) == "review" || std::string_view(part.id) == "approval") && part.list.total == 0) continue;
    const Html one = part_html(words, *state, part, danger || std::string_view(part.id) == "closed" || std::string_view(part.id) == "approval");
    if (danger) page.main.add(el("div", {{"class", "arasha-alarm"}}, one));
    else sections.add(one);
  }
  page.main.add(el("div", {{"class", "arasha-parts"}}, sections));
  page.main.add(el("p", {{"class", "govuk-body"}}, web::link("/cases", words.text(N_("All cases"))), " · ", web::link("/services/new", words.text(N_("Record services"))), " · ",
                   web::link("/out/services", words.text(N_("Services of a period as a table"))), " · ",
                   web::link("/norms", words.text(N_("Norms")))));
  return web::Response::page(web::layout(page));
}

}  // namespace

void add_work_pages(web::Site& site, const Desk& desk) {
  site.place(10, "/", N_("My work"));
  on_get(site, desk, "/", my_work);
}

}  // namespace arasha::casework

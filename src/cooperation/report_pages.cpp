// Reports and their recommendations: how far each is fulfilled, by which actions, and what shows it.
#include <algorithm>

#include "cooperation/single.h"

namespace arasha::cooperation {
namespace {

Html aims_table(const Catalogue& words, std::string_view caption, const std::vector<AimRow>& rows) {
  web::Table table(words, caption, {{N_("Number")}, {N_("What is recommended")}, {N_("To whom")}, {N_("Actions")}, {N_("Conclusion")}}, rows.size());
  for (const AimRow& row : rows) {
    table.row();
    table.cell(row.aim->number().empty() ? std::string("—") : row.aim->number());
    table.cell(web::link(recommendation_address(row.file, row.aim->entry()), row.aim->text()));
    table.cell(row.aim->to());
    table.cell(progress_words(words, row));
    table.cell(verdict_tag(words, row.aim->verdict()));
  }
  return std::move(table).html();
}

std::string kind_and_year(const Catalogue& words, const CooperationCard& card) { return label(words, "report_kind", card.code()) + ", " + card.year(); }

std::string fulfilled_words(const Catalogue& words, const CooperationCard& card) {
  const auto fulfilled = std::count_if(card.aims().begin(), card.aims().end(), [](const auto& aim) { return aim.verdict() == "fulfilled"; });
  return words.text(N_("{1} of {2} recommendations fulfilled"), {words.number(fulfilled), words.number(card.aims_size())});
}

AimRow row_of(const CooperationCard& card, FileId file, const std::string& entry, Date day, Cards& keep) {
  keep = {{file, card}};
  for (const AimRow& row : aim_rows(keep, day)) {
    if (row.aim->entry() == entry) return row;
  }
  return {};
}

struct OpenedAim {
  Opened opened;
  const Item* item = nullptr;
};
Result<OpenedAim> open_aim(const Desk& desk, const Visit& visit) {
  TRY(opened, open(desk, visit));
  OpenedAim out{std::move(opened), nullptr};
  out.item = entry_of<Recommendation>(visit, out.opened.story);
  if (out.item == nullptr) return Error(ErrorCode::not_found, "There is no such page.");
  return out;
}

Html actions_section(const Desk& desk, const Visit& visit, const Opened& opened, const Item& item) {
  const Catalogue& words = visit.words;
  const Date day = today(desk);
  const auto actions = actions_of(opened.story, item);
  Html out;
  if (actions.empty()) out.add(web::paragraph(words.text(N_("It is not broken down into actions yet: who does what by which day?"))));
  Html items;
  for (const Item* one : actions) {
    const auto* action = one->as<RecommendedAction>();
    const Standing standing = standing_of(opened.story, *one);
    std::optional<int> days;
    const auto due = date_from_iso(action->due());
    if (due && !standing.is_over()) days = static_cast<int>((std::chrono::sys_days(*due) - std::chrono::sys_days(day)).count());
    Html line = web::link(work_address(opened.file, reference_to(*one)), action->text());
    line.add(web::void_el("br", {}));
    line.add(responsible(action->body(), action->person()) + " · ");
    line.add(due_words(words, action->due(), days));
    line.add(" ");
    line.add(state_tag(words, standing.state));
    for (const Item* said : progress_of(opened.story, *one)) line.add(evidence_list(words, *said->as<WorkProgress>()));
    items.add(el("li", {{"class", "arasha-item"}}, line));
  }
  if (!items.is_empty()) out.add(el("ul", {{"class", "arasha-items"}}, items));
  if (writes(desk, visit)) {
    out.add(web::actions(web::button_link(recommendation_address(opened.file, reference_to(item)) + "/actions", words.text(actions.empty() ? N_("Break it down into actions") : N_("Add actions")), web::ButtonKind::secondary)));
  }
  return section(words.text(N_("Actions and their evidence")), "actions", out);
}

Html verdict_section(const Desk& desk, const Visit& visit, const Opened& opened, const Item& item) {
  const Catalogue& words = visit.words;
  const auto state = desk.vault.directory();
  Html out;
  Html items;
  auto all = opened.story.all<RecommendationVerdict>();
  std::reverse(all.begin(), all.end());
  for (const Item* one : all) {
    const auto* verdict = one->as<RecommendationVerdict>();
    if (item_of<Recommendation>(opened.story, verdict->recommendation()) != &item) continue;
    Html line = verdict_tag(words, verdict->verdict());
    line.add(" " + date_label(words, verdict->date()) + ", " + member_name(*state, one->first().author));
    line.add(el("p", {{"class", "govuk-body arasha-kept"}}, verdict->reason()));
    line.add(history(words, *state, *one));
    line.add(correct_link(desk, visit, opened.file, *one));
    items.add(el("li", {{"class", "arasha-item"}}, line));
  }
  if (items.is_empty()) out.add(web::paragraph(words.text(N_("Nobody has decided yet whether it is fulfilled."))));
  else out.add(el("ul", {{"class", "arasha-items"}}, items));
  if (writes(desk, visit)) out.add(web::actions(web::button_link(add_address(opened.file, *RecommendationVerdict::descriptor(), &item), words.text(N_("Decide how far it is fulfilled")), web::ButtonKind::secondary)));
  return section(words.text(N_("Conclusion")), "verdict", out);
}

web::Response recommendation_page(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto found = open_aim(desk, visit);
  if (!found) return web::error_page(visit, found.error());
  const Opened& opened = found->opened;
  const auto* recommendation = found->item->as<Recommendation>();
  const CooperationCard summary = card(opened.story);
  Cards keep;
  const AimRow row = row_of(summary, opened.file, reference_to(*found->item), today(desk), keep);
  web::Page page = visit.page(recommendation->number().empty() ? std::string(words.text(N_("Recommendation"))) : words.text(N_("Recommendation {1}"), {recommendation->number()}));
  page.back = address(opened.file);
  page.main = web::heading(summary.title(), page.title);
  page.main.add(web::inset(el("span", {{"class", "arasha-kept"}}, recommendation->text())));
  web::SummaryList facts;
  facts.add(words.text(N_("To whom")), recommendation->to());
  if (row.aim != nullptr) facts.add(words.text(N_("How far it is")), progress_words(words, row));
  facts.add(words.text(N_("Conclusion")), verdict_tag(words, row.aim == nullptr ? std::string() : row.aim->verdict()));
  page.main.add(facts.html());
  page.main.add(correct_link(desk, visit, opened.file, *found->item));
  page.main.add(actions_section(desk, visit, opened, *found->item));
  page.main.add(verdict_section(desk, visit, opened, *found->item));
  page.main.add(history(words, *desk.vault.directory(), *found->item));
  return web::Response::page(web::layout(page));
}

}  // namespace

web::Response report_list(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto cards = load(desk, visit);
  if (!cards) return web::error_page(visit, cards.error());
  std::vector<const Cards::value_type*> reports;
  for (const auto& one : *cards) {
    if (one.second.kind() == "report") reports.push_back(&one);
  }
  std::stable_sort(reports.begin(), reports.end(), [](const auto* a, const auto* b) { return a->second.year() > b->second.year(); });
  const auto rows = aim_rows(*cards, today(desk));
  web::Page page = visit.page(std::string(words.text(N_("Reports and recommendations"))));
  page.main = web::heading(page.title);
  page.main.add(tabs(words, "/cooperation/reports"));
  if (writes(desk, visit)) page.main.add(web::actions(web::button_link("/cooperation/new/PublishedReport", words.text(N_("Write down a report")))));
  if (reports.empty()) {
    page.main.add(web::empty_state(words.text(N_("There is no report yet.")), words.text(N_("Write down a report, its recommendations, and break each down into actions."))));
    return web::Response::page(web::layout(page));
  }
  const auto paging = web::Paging::of(visit.request.query, reports.size(), 10);
  for (std::size_t i = paging.first; i < paging.last; ++i) {
    const auto& [file, report] = *reports[i];
    std::vector<AimRow> own;
    for (const AimRow& row : rows) {
      if (row.file == file) own.push_back(row);
    }
    Html inside = web::paragraph(kind_and_year(words, report), report.assessment().empty() ? std::string() : ". " + report.assessment(), ". ", fulfilled_words(words, report), " ");
    inside.add(web::paragraph(web::link(address(file), words.text(N_("Open the report")), report.title())));
    if (!own.empty()) inside.add(aims_table(words, report.title(), own));
    page.main.add(section(report.title(), "report-" + std::to_string(i), inside));
  }
  page.main.add(web::pagination(words, paging, "/cooperation/reports", visit.request.query));
  page.main.add(table_links(words, "recommendations", ""));
  return web::Response::page(web::layout(page));
}

web::Response report_page(const Desk& desk, const Visit& visit, const Opened& opened) {
  const Catalogue& words = visit.words;
  const Item& item = *opened.story.all<PublishedReport>().back();
  const auto* report = item.as<PublishedReport>();
  const Cards one = {{opened.file, card(opened.story)}};
  const auto rows = aim_rows(one, today(desk));
  web::Page page = visit.page(report->title());
  page.back = "/cooperation/reports";
  page.main = web::heading(kind_and_year(words, one.front().second), page.title);
  web::SummaryList facts;
  facts.add(words.text(N_("Who published it")), report->publisher());
  facts.add(words.text(N_("Published on")), date_label(words, report->published()));
  facts.add(words.text(N_("How the country was assessed")), report->assessment());
  facts.add(words.text(N_("Where it is to be read")), report->where());
  facts.add(words.text(N_("Note")), report->note());
  facts.add(words.text(N_("How far it is")), fulfilled_words(words, one.front().second));
  page.main.add(facts.html());
  page.main.add(correct_link(desk, visit, opened.file, item));
  Html inside;
  if (writes(desk, visit)) inside.add(web::actions(web::button_link(add_address(opened.file, *Recommendation::descriptor()), words.text(N_("Add a recommendation")))));
  if (rows.empty()) inside.add(web::paragraph(words.text(N_("There is no recommendation yet."))));
  else inside.add(aims_table(words, words.text(N_("Recommendations")), rows));
  inside.add(web::paragraph(web::link("/cooperation/work?file=" + opened.file.text(), words.text(N_("All actions of this report")))));
  page.main.add(section(words.text(N_("Recommendations")), "recommendations", inside));
  page.main.add(history(words, *desk.vault.directory(), item));
  return web::Response::page(web::layout(page));
}

void add_report_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/cooperation/{file}/recommendation/{entry}", recommendation_page);
}

}  // namespace arasha::cooperation

// All decisions and actions, by the risk of being late; and one of them with everything that was said about it.
#include <algorithm>

#include "cooperation/single.h"
#include "cooperation/work_query.h"
#include "schema/vocabulary.h"

namespace arasha::cooperation {
namespace {

struct Option {
  const char* code;
  const char* text;  // a msgid
};
constexpr Option kStates[] = {{"open", N_("Open")}, {"late", N_("Late only")}, {"done", N_("Carried out")}, {"dropped", N_("Dropped")}, {"all", N_("All")}};
constexpr Option kKinds[] = {{"decision", N_("Decisions of commissions")}, {"action", N_("Actions of recommendations")}};
constexpr Option kWhose[] = {{"mine", N_("Mine")}};

template <std::size_t N>
const Option* option(const Option (&all)[N], std::string_view code) {
  const auto found = std::find_if(std::begin(all), std::end(all), [&](const Option& one) { return code == one.code; });
  return found == std::end(all) ? nullptr : found;
}

web::ChoiceField select(const Catalogue& words, const char* name, const char* label, std::vector<web::Choice> choices, std::string_view chosen) {
  web::ChoiceField field{.name = name, .label = std::string(words.text(label)), .choices = std::move(choices), .kind = web::ChoiceKind::select, .nothing = std::string(words.text(N_("All")))};
  if (!chosen.empty()) field.chosen = {std::string(chosen)};
  return field;
}

template <std::size_t N>
std::vector<web::Choice> choices(const Catalogue& words, const Option (&all)[N]) {
  std::vector<web::Choice> out;
  for (const Option& one : all) out.push_back({one.code, std::string(words.text(one.text))});
  return out;
}

std::vector<web::Choice> plain(const std::vector<std::string>& values) {
  std::vector<web::Choice> out;
  for (const std::string& value : values) out.push_back({value, value});
  return out;
}

Html filter_fields(const Catalogue& words, const Cards& cards, const AskedWork& asked) {
  Html out;
  const auto put = [&](web::ChoiceField field) { out.add(web::choice_field(words, field)); };
  web::ChoiceField state = select(words, "state", N_("State"), choices(words, kStates), asked.address.get("state"));
  state.nothing.clear();
  if (state.chosen.empty()) state.chosen = {"open"};
  put(std::move(state));
  put(select(words, "whose", N_("Whose"), choices(words, kWhose), asked.address.get("whose")));
  put(select(words, "body", N_("Responsible body"), plain(bodies_in(cards)), asked.query.body));
  put(select(words, "kind", N_("Decisions or actions"), choices(words, kKinds), asked.query.kind));
  std::vector<web::Choice> levels;
  for (const schema::Option& one : schema::options_of("commission_level", words)) levels.push_back({one.code, one.label});
  put(select(words, "level", N_("Level"), std::move(levels), asked.query.level));
  std::vector<web::Choice> files;
  std::vector<web::Choice> meetings;
  for (const auto& [file, card] : cards) {
    if (card.kind() == "agreement") continue;
    files.push_back({file.text(), card.title()});
    for (const auto& meeting : card.meetings()) meetings.push_back({meeting.entry(), date_label(words, meeting.date()) + ", " + card.title()});
  }
  put(select(words, "file", N_("Commission or report"), std::move(files), asked.query.file));
  put(select(words, "of", N_("Meeting"), std::move(meetings), asked.query.of));
  put(select(words, "year", N_("Year"), plain(years_in(cards)), asked.query.year));
  return out;
}

struct OpenedWork {
  Opened opened;
  const Item* item = nullptr;
  std::string text = {};
  std::string body = {};
  std::string person = {};
  std::string due = {};
};
Result<OpenedWork> open_work(const Desk& desk, const Visit& visit) {
  TRY(opened, open(desk, visit));
  OpenedWork out{std::move(opened)};
  if (const Item* decision = entry_of<MeetingDecision>(visit, out.opened.story)) {
    const auto* one = decision->as<MeetingDecision>();
    out = {std::move(out.opened), decision, one->text(), one->body(), one->person(), one->due()};
  } else if (const Item* action = entry_of<RecommendedAction>(visit, out.opened.story)) {
    const auto* one = action->as<RecommendedAction>();
    out = {std::move(out.opened), action, one->text(), one->body(), one->person(), one->due()};
  } else {
    return Error(ErrorCode::not_found, "There is no such page.");
  }
  return out;
}

// Where it comes from: the meeting with its number on the protocol, or the recommendation.
void put_origin(const Catalogue& words, const OpenedWork& work, web::SummaryList& facts) {
  const Story& story = work.opened.story;
  if (const auto* decision = work.item->as<MeetingDecision>()) {
    const Item* meeting = item_of<Meeting>(story, decision->meeting());
    if (meeting == nullptr) return;
    facts.add(words.text(N_("Meeting")), web::link(meeting_address(work.opened.file, reference_to(*meeting)), date_label(words, meeting->as<Meeting>()->date())));
    facts.add(words.text(N_("Number on the protocol")), number_on_protocol(story, *work.item));
  } else if (const auto* action = work.item->as<RecommendedAction>()) {
    const Item* recommendation = item_of<Recommendation>(story, action->recommendation());
    if (recommendation != nullptr) facts.add(words.text(N_("Recommendation")), web::link(recommendation_address(work.opened.file, reference_to(*recommendation)), recommendation->as<Recommendation>()->text()));
  }
}

Html progress_section(const Desk& desk, const Visit& visit, const OpenedWork& work) {
  const Catalogue& words = visit.words;
  const auto state = desk.vault.directory();
  Html items;
  for (const Item* item : progress_of(work.opened.story, *work.item)) {
    const auto* progress = item->as<WorkProgress>();
    Html line = state_tag(words, progress->state());
    line.add(" " + date_label(words, progress->date()) + ", " + member_name(*state, item->first().author));
    if (!progress->note().empty()) line.add(el("p", {{"class", "govuk-body arasha-kept govuk-!-margin-bottom-1"}}, progress->note()));
    line.add(evidence_list(words, *progress));
    line.add(history(words, *state, *item));
    line.add(correct_link(desk, visit, work.opened.file, *item));
    items.add(el("li", {{"class", "arasha-item"}}, line));
  }
  Html out;
  if (items.is_empty()) out.add(web::paragraph(words.text(N_("Nothing was written down about it yet."))));
  else out.add(el("ul", {{"class", "arasha-items"}}, items));
  return section(words.text(N_("What was done, and what shows it")), "progress", out);
}

web::Response work_page(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto work = open_work(desk, visit);
  if (!work) return web::error_page(visit, work.error());
  const Standing standing = standing_of(work->opened.story, *work->item);
  std::optional<int> days;
  const auto due = date_from_iso(work->due);
  if (due && !standing.is_over()) days = static_cast<int>((std::chrono::sys_days(*due) - std::chrono::sys_days(today(desk))).count());
  const bool is_decision = work->item->as<MeetingDecision>() != nullptr;
  web::Page page = visit.page(std::string(words.text(is_decision ? N_("Decision of a meeting") : N_("Action"))));
  page.back = address(work->opened.file);
  page.main = web::heading(card(work->opened.story).title(), page.title);
  page.main.add(web::inset(el("span", {{"class", "arasha-kept"}}, work->text)));
  web::SummaryList facts;
  put_origin(words, *work, facts);
  facts.add(words.text(N_("Responsible body")), work->body);
  facts.add(words.text(N_("Responsible person")), work->person);
  facts.add(words.text(N_("By when")), due_words(words, work->due, days));
  Html state = state_tag(words, standing.state);
  if (!standing.since.empty()) state.add(" " + words.text(N_("since {1}"), {date_label(words, standing.since)}));
  facts.add(words.text(N_("State")), state);
  page.main.add(facts.html());
  if (writes(desk, visit)) {
    page.main.add(web::actions(web::button_link(add_address(work->opened.file, *WorkProgress::descriptor(), work->item), words.text(N_("Write down how far it is"))),
                               web::link(correct_address(work->opened.file, *work->item), words.text(N_("Correct")), page.title)));
  }
  page.main.add(progress_section(desk, visit, *work));
  page.main.add(history(words, *desk.vault.directory(), *work->item));
  return web::Response::page(web::layout(page));
}

}  // namespace

AskedWork read_work_query(const Catalogue& words, const Cards& cards, const schema::FormData& query, MemberId me) {
  AskedWork out;
  std::vector<std::pair<std::string, std::string>> names;  // of the filter, and its text on a chip
  const auto take = [&](const char* name, const char* label, const std::string& value, const std::string& text) {
    out.address.add(name, value);
    names.emplace_back(name, std::string(words.text(label)) + ": " + text);
  };
  if (const Option* state = option(kStates, query.get("state"))) {
    out.query.state = std::string_view(state->code) == "all" ? "" : state->code;
    out.address.add("state", state->code);
    if (std::string_view(state->code) != "open") names.emplace_back("state", std::string(words.text(N_("State"))) + ": " + std::string(words.text(state->text)));
  } else {
    out.query.state = "open";
  }
  if (query.get("whose") == "mine") {
    out.query.member = me.text();
    take("whose", N_("Whose"), "mine", std::string(words.text(N_("Mine"))));
  }
  const std::string body(query.get("body"));
  const auto bodies = bodies_in(cards);
  if (std::find(bodies.begin(), bodies.end(), body) != bodies.end()) take("body", N_("Responsible body"), out.query.body = body, body);
  if (const Option* kind = option(kKinds, query.get("kind"))) take("kind", N_("Decisions or actions"), out.query.kind = kind->code, std::string(words.text(kind->text)));
  const std::string level(query.get("level"));
  if (schema::has_code("commission_level", level)) take("level", N_("Level"), out.query.level = level, label(words, "commission_level", level));
  for (const auto& [file, card] : cards) {
    if (card.kind() != "agreement" && file.text() == query.get("file")) take("file", N_("Commission or report"), out.query.file = file.text(), card.title());
    for (const auto& meeting : card.meetings()) {
      if (meeting.entry() == query.get("of")) take("of", N_("Meeting"), out.query.of = meeting.entry(), date_label(words, meeting.date()));
    }
  }
  const std::string year(query.get("year"));
  const auto years = years_in(cards);
  if (std::find(years.begin(), years.end(), year) != years.end() && !year.empty()) take("year", N_("Year"), out.query.year = year, year);
  for (const auto& [name, text] : names) out.chips.push_back({text, web::address_with("/cooperation/work", out.address, {{name, ""}})});
  return out;
}

web::Response work_list(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto cards = load(desk, visit);
  if (!cards) return web::error_page(visit, cards.error());
  const AskedWork asked = read_work_query(words, *cards, visit.request.query, visit.keyring.member());
  const auto rows = work_rows(*cards, asked.query, today(desk));
  const auto late = std::count_if(rows.begin(), rows.end(), [](const WorkRow& row) { return row.is_late(); });
  web::Page page = visit.page(std::string(words.text(N_("Decisions and actions"))));
  page.main = web::heading(page.title);
  page.main.add(tabs(words, "/cooperation/work"));
  page.main.add(web::filter_panel(words, "/cooperation/work", filter_fields(words, *cards, asked), false));
  page.main.add(web::chips(words, asked.chips, "/cooperation/work"));
  if (rows.empty()) {
    page.main.add(web::empty_state(words.text(N_("No decision or action fits.")), words.text(N_("What commissions decide and what recommendations need appears here, what is late first."))));
    return web::Response::page(web::layout(page));
  }
  page.main.add(web::paragraph(words.plural("{1} decision or action", "{1} decisions or actions", static_cast<std::int64_t>(rows.size())), ", ", words.text(N_("late: {1}"), {words.number(late)})));
  const auto paging = web::Paging::of(visit.request.query, rows.size());
  web::Table table(words, words.text(N_("Decisions and actions")), {{N_("What")}, {N_("Responsible")}, {N_("By when")}, {N_("State")}, {N_("Where")}}, paging.last - paging.first);
  for (std::size_t i = paging.first; i < paging.last; ++i) {
    const WorkRow& row = rows[i];
    table.row();
    table.cell(web::link(work_address(row.file, row.work->entry()), row.work->text()));
    table.cell(responsible(row.work->body(), row.work->person()));
    table.cell(due_words(words, row.work->due(), row.days));
    table.cell(state_tag(words, row.work->state()));
    if (row.card->kind() == "commission") {
      table.cell(web::link(meeting_address(row.file, row.work->of()), row.card->title()), " ", quiet(date_label(words, row.work->date()) + ", " + row.work->number()));
    } else {
      table.cell(web::link(recommendation_address(row.file, row.work->of()), row.card->title()), " ", quiet(row.work->number()));
    }
  }
  page.main.add(std::move(table).html());
  page.main.add(web::pagination(words, paging, "/cooperation/work", asked.address));
  page.main.add(table_links(words, "work", schema::to_urlencoded(asked.address)));
  return web::Response::page(web::layout(page));
}

void add_work_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/cooperation/{file}/task/{entry}", work_page);
}

}  // namespace arasha::cooperation

// The list of cases: filters, order, pages; and several cases given to one colleague in one act.
#include <algorithm>

#include "casework/plan/panel.h"
#include "schema/vocabulary.h"

namespace arasha::casework {
namespace {

constexpr std::size_t kAtOnce = 100;

struct Filter {
  const char* name;        // in the address
  const char* label;       // a msgid
  const char* vocabulary;  // "": see below
  std::string projection::CaseQuery::*field;
};
constexpr const char* kStates = "state";
constexpr const char* kMembers = "member";
constexpr const char* kText = "";
constexpr const char* kDay = "day";
const Filter kFilters[] = {
    {"state", N_("State"), kStates, &projection::CaseQuery::state},
    {"owner", N_("Who looks after the case"), kMembers, &projection::CaseQuery::owner},
    {"danger", N_("Danger"), "danger", &projection::CaseQuery::danger},
    {"identification", N_("Identification"), "identification_status", &projection::CaseQuery::identification},
    {"exploitation", N_("Exploitation"), "exploitation", &projection::CaseQuery::exploitation},
    {"country", N_("Country of exploitation"), "country", &projection::CaseQuery::country},
    {"source", N_("Who told us"), "source", &projection::CaseQuery::source},
    {"provenance", N_("Where the record comes from"), "provenance", &projection::CaseQuery::provenance},
    {"alias", N_("Part of the alias"), kText, &projection::CaseQuery::alias},
    {"opened_from", N_("Opened from"), kDay, &projection::CaseQuery::opened_from},
    {"opened_until", N_("Opened until"), kDay, &projection::CaseQuery::opened_until},
    {"closed_from", N_("Closed from"), kDay, &projection::CaseQuery::closed_from},
    {"closed_until", N_("Closed until"), kDay, &projection::CaseQuery::closed_until},
    {"review_until", N_("Plan to be reviewed until"), kDay, &projection::CaseQuery::review_until}};

// Those who look after cases: verified members of the circles that read them.
std::vector<const vault::Member*> caseworkers(const vault::Directory& state) {
  std::vector<const vault::Member*> out;
  for (const auto& [id, member] : state.members()) {
    if (member.status == vault::MemberStatus::verified && reads(state, id, ASSISTANCE)) out.push_back(&member);
  }
  std::sort(out.begin(), out.end(), [](const auto* a, const auto* b) { return a->name < b->name; });
  return out;
}

std::vector<web::Choice> choices_of(const Catalogue& words, const vault::Directory& state, const Filter& filter) {
  std::vector<web::Choice> out;
  const std::string_view kind = filter.vocabulary;
  if (kind == kStates) {
    return {{"open", std::string(words.text(N_("New and active")))}, {"new", std::string(words.text(N_("New")))},
            {"active", std::string(words.text(N_("Active")))}, {"closed", std::string(words.text(N_("Closed")))}};
  }
  if (kind == kMembers) {
    out.push_back({"-", std::string(words.text(N_("Nobody")))});
    for (const vault::Member* member : caseworkers(state)) out.push_back({member->id.text(), member->name});
    return out;
  }
  for (const schema::Option& option : schema::options_of(kind, words)) out.push_back({option.code, option.label});
  return out;
}

// What a parameter asks for; nothing for a value that means nothing, so that no address breaks the page.
std::string asked(const Filter& filter, const schema::FormData& query) {
  const std::string value(query.get(filter.name));
  const std::string_view kind = filter.vocabulary;
  if (kind == kText) return value.size() > 40 ? std::string() : value;
  if (kind == kDay) {
    const auto day = schema::read_date(value);
    return day ? *day : std::string();
  }
  if (kind == kStates) return value == "open" || value == "new" || value == "active" || value == "closed" ? value : "";
  if (kind == kMembers) return value == "-" || MemberId::from_text(value).is_ok() ? value : "";
  return schema::has_code(kind, value) ? value : "";
}

std::string shown_value(const Catalogue& words, const vault::Directory& state, const Filter& filter, const std::string& value) {
  const std::string_view kind = filter.vocabulary;
  if (kind == kDay) return date_label(words, value);
  if (kind == kText) return value;
  if (kind == kMembers && value != "-") return member_name(state, value);
  if (kind != kStates && kind != kMembers) return label(words, kind, value);
  for (const web::Choice& choice : choices_of(words, state, filter)) {
    if (choice.value == value) return choice.text;
  }
  return value;
}

// As the filter takes it, and as fits a column.
std::string short_date(const std::string& iso) {
  return iso.size() == 10 ? iso.substr(8, 2) + "." + iso.substr(5, 2) + "." + iso.substr(0, 4) : iso;
}

struct Asked {
  projection::CaseQuery query;
  schema::FormData address;  // what holds of the parameters: for links to other pages and orders
  std::vector<web::Chip> chips;
  web::Sort sort;
};

const std::vector<web::Column>& columns() {
  static const std::vector<web::Column> all = {{N_("Case"), "alias"},   {N_("State")},          {N_("Danger"), "danger"},
                                               {N_("Who looks after the case")}, {N_("Identification")}, {N_("Opened"), "opened"},
                                               {N_("Changed"), "updated"}};
  return all;
}

Asked read(const Visit& visit, const vault::Directory& state) {
  Asked out;
  const schema::FormData& given = visit.request.query;
  for (const Filter& filter : kFilters) {
    const std::string value = asked(filter, given);
    if (value.empty()) continue;
    out.query.*filter.field = value;
    out.address.add(filter.name, value);
  }
  out.sort = web::Sort::of(given, columns(), "-updated");
  if (given.has("sort")) out.address.add("sort", (out.sort.descending ? "-" : "") + out.sort.by);
  for (const Filter& filter : kFilters) {
    const std::string value = asked(filter, given);
    if (value.empty()) continue;
    out.chips.push_back({std::string(visit.words.text(filter.label)) + ": " + shown_value(visit.words, state, filter, value),
                         web::address_with("/cases", out.address, {{filter.name, ""}})});
  }
  using projection::CaseOrder;
  out.query.order = out.sort.by == "alias" ? CaseOrder::alias : out.sort.by == "danger" ? CaseOrder::danger : out.sort.by == "opened" ? CaseOrder::opened : CaseOrder::updated;
  out.query.ascending = !out.sort.descending;
  return out;
}

Html filter_fields(const Catalogue& words, const vault::Directory& state, const Asked& asked) {
  Html out;
  for (const Filter& filter : kFilters) {
    const std::string value = asked.query.*filter.field;
    const std::string_view kind = filter.vocabulary;
    const std::string text(words.text(filter.label));
    if (kind == kText || kind == kDay) {
      web::TextField field{filter.name, text};
      field.value = value;
      if (kind == kDay) field.value = short_date(value);
      if (kind == kDay) field.hint = std::string(words.text(N_("For example 24.11.2026")));
      out.add(web::text_field(words, field));
      continue;
    }
    web::ChoiceField field{filter.name, text, {}, {}};
    field.choices = choices_of(words, state, filter);
    if (!value.empty()) field.chosen = {value};
    field.kind = web::ChoiceKind::select;
    field.nothing = std::string(words.text(N_("All")));
    out.add(web::choice_field(words, field));
  }
  if (asked.address.has("sort")) out.add(web::hidden("sort", asked.address.get("sort")));
  return out;
}

Html case_table(const Visit& visit, const vault::Directory& state, const Asked& asked, const projection::CaseList& list) {
  const Catalogue& words = visit.words;
  web::Table table(words, words.text(N_("Cases")), columns());
  table.sorted(asked.sort, "/cases", asked.address);
  for (const auto& [file, card] : list.rows) {
    const std::string id = file.text();
    table.row();
    const Html pick = el("label", {{"class", "arasha-pick"}},
                         void_el("input", {{"type", "checkbox"}, {"name", "case"}, {"value", id}}),
                         el("span", {{"class", "govuk-visually-hidden"}}, words.text(N_("Choose")), " ", card.alias()));
    table.cell(el("span", {{"class", "arasha-nowrap"}}, pick, web::link("/case/" + id, card.alias().empty() ? words.text(N_("Case")) : std::string_view(card.alias()))));
    table.cell(state_tag(words, card.state()));
    table.cell(danger_tag(words, card), " ", risk_tag(words, card));
    table.cell(member_name(state, card.owner()));
    table.cell(label(words, "identification_status", card.identification()));
    table.cell(el("span", {{"class", "arasha-nowrap"}}, short_date(card.opened())));
    table.cell(el("span", {{"class", "arasha-nowrap"}}, short_date(card.updated())));
  }
  return std::move(table).html();
}

Html assign_fields(const Visit& visit, const vault::Directory& state, const std::string& back) {
  const Catalogue& words = visit.words;
  web::ChoiceField who{"member", std::string(words.text(N_("Give the chosen cases to"))), {}, {}};
  for (const vault::Member* member : caseworkers(state)) who.choices.push_back({member->id.text(), member->name});
  who.kind = web::ChoiceKind::select;
  who.nothing = std::string(words.text(N_("Choose a colleague")));
  return el("div", {{"class", "arasha-assign"}}, web::hidden("back", back), web::choice_field(words, who),
            el("button", {{"class", "govuk-button govuk-button--secondary"}, {"type", "submit"}}, words.text(N_("Give the cases"))));
}

web::Response case_list(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto state = desk.vault.directory();
  Asked asked = read(visit, *state);
  projection::CaseList list;
  web::Paging paging;
  {
    auto access = desk.tables.projection().enter(visit.keyring, ASSISTANCE);
    if (!access) return web::error_page(visit, access.error());
    list = desk.tables.cases().list(*access, asked.query);
    paging = web::Paging::of(visit.request.query, list.total);
    if (paging.first > 0) {
      asked.query.offset = paging.first;
      list = desk.tables.cases().list(*access, asked.query);
    }
  }
  if (auto recorded = desk.vault.record(visit.keyring, vault::Action::listed, FileId(), static_cast<std::uint32_t>(list.rows.size())); !recorded) {
    return web::error_page(visit, recorded.error());
  }
  web::Page page = visit.page(std::string(words.text(N_("Cases"))));
  page.main = web::heading(page.title);
  page.main.add(el("p", {{"class", "govuk-hint"}}, words.plural("{1} case", "{1} cases", static_cast<std::int64_t>(list.total))));
  page.main.add(web::filter_panel(words, "/cases", filter_fields(words, *state, asked), false));
  page.main.add(web::chips(words, asked.chips, "/cases"));
  if (list.rows.empty()) {
    page.main.add(web::empty_state(words.text(N_("No case fits.")), asked.chips.empty() ? words.text(N_("Cases that your circles may open appear here.")) : words.text(N_("Take off a filter, or look for the person by name.")),
                                   web::actions(web::button_link("/people", words.text(N_("Find a person")), web::ButtonKind::secondary))));
    return web::Response::page(web::layout(page));
  }
  const std::string back = web::address_with("/cases", asked.address, {{"page", paging.number > 1 ? std::to_string(paging.number) : ""}});
  page.main.add(el("form", {{"method", "post"}, {"action", "/cases/assign"}}, web::csrf_field(visit.csrf), case_table(visit, *state, asked, list),
                   assign_fields(visit, *state, back)));
  page.main.add(web::pagination(words, paging, "/cases", asked.address));
  return web::Response::page(web::layout(page));
}

// What stands in the way of giving one case to that member; nothing: it can be done. Each case is asked for itself.
struct Chosen {
  FileId file;
  std::string alias;
  const char* obstacle = nullptr;  // a msgid
};

Chosen look_at(const Desk& desk, const Visit& visit, std::string_view id, MemberId member) {
  Chosen out;
  const char* unknown = N_("You cannot open this case.");
  const auto file = FileId::from_text(id);
  if (!file) return {FileId(), "", unknown};
  out.file = *file;
  const auto bytes = desk.vault.card(visit.keyring, *file, ASSISTANCE);
  if (!bytes || !*bytes) return {*file, "", unknown};
  const auto card = schema::parse_as<CaseCard>(**bytes);
  // A person's file, or another that is no case, has no alias.
  if (!card || card->alias().empty()) return {*file, "", unknown};
  out.alias = card->alias();
  const auto readers = readers_of(desk.vault, *file, ASSISTANCE);
  if (card->state() == "closed") out.obstacle = N_("The case is closed. Reopen it first.");
  else if (card->owner() == member.text()) out.obstacle = N_("This colleague looks after it already.");
  else if (!readers || !std::binary_search(readers->members.begin(), readers->members.end(), member)) out.obstacle = N_("This colleague cannot open the case.");
  return out;
}

Html chosen_list(const Catalogue& words, const std::vector<Chosen>& cases, bool possible) {
  Html items;
  for (const Chosen& one : cases) {
    if ((one.obstacle == nullptr) != possible) continue;
    Html item = one.alias.empty() ? Html::text(words.text(N_("A case"))) : web::link("/case/" + one.file.text(), one.alias);
    if (one.obstacle != nullptr) {
      item.add(" – ");
      item.add(words.text(one.obstacle));
    }
    items.add(el("li", {}, item));
  }
  return items.is_empty() ? Html() : el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items);
}

// First what would happen, then, on the second press, the deed and what came of it.
web::Response assign_cases(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const schema::FormData& form = visit.request.form;
  const std::string back = web::safe_return(form.get("back"));
  const auto state = desk.vault.directory();
  const auto member = MemberId::from_text(form.get("member"));
  const auto ids = form.all("case");
  const auto sorry = [&](const char* sentence) {
    web::Page page = visit.page(std::string(words.text(N_("Give cases to a colleague"))));
    page.back = back;
    page.main = web::heading(page.title);
    page.main.add(web::paragraph(words.text(sentence)));
    page.main.add(web::button_link(back, words.text(N_("Back to the list"))));
    return web::Response::page(web::layout(page), 400);
  };
  if (ids.empty()) return sorry(N_("No case was chosen. Mark the cases in the list first."));
  if (ids.size() > kAtOnce) return sorry(N_("These are too many at once. Choose at most 100."));
  if (!member || state->member(*member) == nullptr) return sorry(N_("No colleague was chosen. Choose one under the list."));
  std::vector<Chosen> cases;
  for (const std::string_view id : ids) cases.push_back(look_at(desk, visit, id, *member));

  web::Page page = visit.page(std::string(words.text(N_("Give cases to a colleague"))));
  page.back = back;
  page.main = web::heading(member_name(*state, *member), page.title);
  const bool confirmed = form.has("confirmed");
  if (confirmed) {
    Assignment assignment;
    assignment.set_member(member->text());
    for (Chosen& one : cases) {
      if (one.obstacle != nullptr) continue;
      const auto done = Cases(desk.vault).add(visit.keyring, one.file, assignment);
      if (!done) one.obstacle = done.error().text;
    }
  }
  const auto possible = std::count_if(cases.begin(), cases.end(), [](const Chosen& one) { return one.obstacle == nullptr; });
  if (possible > 0) {
    page.main.add(web::subheading(confirmed ? words.plural("{1} case was given", "{1} cases were given", possible)
                                            : words.plural("{1} case will be given", "{1} cases will be given", possible)));
    page.main.add(chosen_list(words, cases, true));
  }
  if (possible < static_cast<std::ptrdiff_t>(cases.size())) {
    page.main.add(web::subheading(words.text(N_("Not these"))));
    page.main.add(chosen_list(words, cases, false));
  }
  if (confirmed || possible == 0) {
    page.main.add(web::button_link(back, words.text(N_("Back to the list"))));
    return web::Response::page(web::layout(page));
  }
  Html fields = web::hidden("member", member->text());
  for (const Chosen& one : cases) {
    if (one.obstacle == nullptr) fields.add(web::hidden("case", one.file.text()));
  }
  fields.add(web::hidden("back", back));
  fields.add(web::hidden("confirmed", "1"));
  page.main.add(web::post_form("/cases/assign", visit.csrf, fields,
                               web::actions(web::button(words.text(N_("Give the cases"))), web::link(back, words.text(N_("Cancel"))))));
  return web::Response::page(web::layout(page));
}

}  // namespace

void add_list_pages(web::Site& site, const Desk& desk) {
  site.place(12, "/cases", N_("Cases"), [](const vault::Directory& state, MemberId member) {
    return reads(state, member, ASSISTANCE);
  });
  on_get(site, desk, "/cases", case_list);
  on_post(site, desk, "/cases/assign", assign_cases);
  site.get("/cases/assign", [](const Visit&) { return web::Response::redirect("/cases"); });
}

}  // namespace arasha::casework

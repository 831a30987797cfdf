#include "casework/lists/case_filter.h"

#include <algorithm>

#include "schema/vocabulary.h"

namespace arasha::casework {
namespace {

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
constexpr const char* kApproval = "approval";
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
    {"review_until", N_("Plan to be reviewed until"), kDay, &projection::CaseQuery::review_until},
    {"flag", N_("Flag"), "case_flag", &projection::CaseQuery::flag},
    {"approval", N_("Approval"), kApproval, &projection::CaseQuery::approval}};

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
  if (kind == kApproval) return {{"waits", std::string(words.text(N_("Waits for approval")))}};
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
  if (kind == kApproval) return value == "waits" ? value : "";
  return schema::has_code(kind, value) ? value : "";
}

std::string shown_value(const Catalogue& words, const vault::Directory& state, const Filter& filter, const std::string& value) {
  const std::string_view kind = filter.vocabulary;
  if (kind == kDay) return date_label(words, value);
  if (kind == kText) return value;
  if (kind == kMembers && value != "-") return member_name(state, value);
  if (kind != kStates && kind != kMembers && kind != kApproval) return label(words, kind, value);
  for (const web::Choice& choice : choices_of(words, state, filter)) {
    if (choice.value == value) return choice.text;
  }
  return value;
}

}  // namespace

// Those who look after cases: verified members of the circles that read them.
std::vector<const vault::Member*> caseworkers(const vault::Directory& state) {
  std::vector<const vault::Member*> out;
  for (const auto& [id, member] : state.members()) {
    if (member.status == vault::MemberStatus::verified && reads(state, id, ASSISTANCE)) out.push_back(&member);
  }
  std::sort(out.begin(), out.end(), [](const auto* a, const auto* b) { return a->name < b->name; });
  return out;
}

// As the filter takes it, and as fits a column.
std::string short_date(const std::string& iso) {
  return iso.size() == 10 ? iso.substr(8, 2) + "." + iso.substr(5, 2) + "." + iso.substr(0, 4) : iso;
}

const std::vector<web::Column>& case_columns() {
  static const std::vector<web::Column> all = {{N_("Case"), "alias"},   {N_("State")},          {N_("Danger"), "danger"},
                                               {N_("Who looks after the case")}, {N_("Identification")}, {N_("Opened"), "opened"},
                                               {N_("Changed"), "updated"}};
  return all;
}

AskedCases read_filter(const Catalogue& words, const vault::Directory& state, const schema::FormData& given) {
  AskedCases out;
  for (const Filter& filter : kFilters) {
    const std::string value = asked(filter, given);
    if (value.empty()) continue;
    out.query.*filter.field = value;
    out.address.add(filter.name, value);
  }
  if (given.get("view") == "all") out.address.add("view", "all");
  out.sort = web::Sort::of(given, case_columns(), "-updated");
  if (given.has("sort")) out.address.add("sort", (out.sort.descending ? "-" : "") + out.sort.by);
  for (const Filter& filter : kFilters) {
    const std::string value = asked(filter, given);
    if (value.empty()) continue;
    out.chips.push_back({std::string(words.text(filter.label)) + ": " + shown_value(words, state, filter, value),
                         web::address_with("/cases", out.address, {{filter.name, ""}})});
  }
  // Without the last one the whole list, and not what somebody chose to see first.
  if (out.chips.size() == 1) {
    for (const Filter& filter : kFilters) {
      if (!asked(filter, given).empty()) out.chips[0].without = web::address_with("/cases", out.address, {{filter.name, ""}, {"view", "all"}});
    }
  }
  using projection::CaseOrder;
  out.query.order = out.sort.by == "alias" ? CaseOrder::alias : out.sort.by == "danger" ? CaseOrder::danger
                    : out.sort.by == "opened" ? CaseOrder::opened : CaseOrder::updated;
  out.query.ascending = !out.sort.descending;
  // What waits longest comes first, unless another order was asked for.
  if (out.query.approval == "waits" && !given.has("sort")) {
    out.query.order = CaseOrder::approval;
    out.query.ascending = true;
  }
  return out;
}

Html filter_fields(const Catalogue& words, const vault::Directory& state, const AskedCases& asked) {
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
  if (asked.address.has("view")) out.add(web::hidden("view", "all"));
  if (asked.address.has("sort")) out.add(web::hidden("sort", asked.address.get("sort")));
  return out;
}

std::string address_of(const AskedCases& asked) { return schema::to_urlencoded(asked.address); }

schema::FormData filter_from(std::string_view address) {
  const auto read = schema::parse_urlencoded(address);
  return read ? *read : schema::FormData();
}

}  // namespace arasha::casework

#include "statistics/pages.h"

#include <algorithm>

#include "arasha/options.pb.h"
#include "statistics/labels.h"
#include "statistics/page_views.h"

namespace arasha::statistics {
namespace {

using web::el;
using web::Html;
using web::Visit;

struct House {
  vault::Vault& vault;
  projection::Projection& projection;
  const FactsTable& facts;
};

bool is_reader(const vault::Directory& state, MemberId member) {
  const auto readers = state.readers(FACTS);
  return std::any_of(readers.begin(), readers.end(), [&](CircleId circle) { return state.is_in(member, circle); });
}

// Who may open the cases themselves, or counts them for the organisation, is told nothing by a small number.
bool may_show_all(const vault::Directory& state, MemberId member) {
  return state.is_in(member, vault::CircleKind::casework) || state.is_in(member, vault::CircleKind::statistics);
}

Error not_a_reader() { return {ErrorCode::denied, "You are not in the circles that may count cases. Ask a steward."}; }

// Everything that a page shows, counted while the table stands still.
struct Figures {
  std::size_t cases = 0;  // that were looked at
  CountResult total;
  std::vector<CountResult> tables;     // of the query: the table, then the totals of its two columns; or the overview
  std::vector<CountResult> flags;      // of the overview
  ConditionValues values;
};

const std::vector<std::string>& overview_columns() {
  static const std::vector<std::string> columns = {"yearOfRegistration", "citizenship", "CountryOfExploitation", "gender"};
  return columns;
}
const std::vector<std::string>& overview_flags() {
  static const std::vector<std::string> columns = {"isForcedLabour",   "isSexualExploit", "isSexAndLabour",         "isForcedMarriage",
                                                   "isForcedMilitary", "isOrganRemoval",  "isSlaveryAndPractices", "isOtherExploit"};
  return columns;
}

class Counting {
 public:
  Counting(const FactsTable& facts, const projection::Access& access, const PageQuery& query)
      : facts_(facts), access_(access), query_(query), limit_(query.show_all ? 0 : kHideBelow) {}

  Result<Figures> all(bool with_values) {
    Figures out;
    out.cases = facts_.size(access_);
    TRY(total, by({}));
    out.total = std::move(total);
    if (query_.by.empty()) {
      for (const std::string& column : overview_columns()) TRY_VOID(add({column}, out.tables));
      for (const std::string& column : overview_flags()) TRY_VOID(add({column}, out.flags));
    } else {
      TRY_VOID(add(query_.by, out.tables));
      if (query_.by.size() > 1) {
        for (const std::string& column : query_.by) TRY_VOID(add({column}, out.tables));
      }
    }
    if (with_values) TRY_VOID(add_values(out.values));
    return out;
  }

 private:
  Result<CountResult> by(std::vector<std::string> columns) {
    return facts_.count(access_, {.by = std::move(columns), .where = query_.where, .suppress = limit_});
  }
  Result<void> add(std::vector<std::string> columns, std::vector<CountResult>& out) {
    TRY(result, by(std::move(columns)));
    out.push_back(std::move(result));
    return {};
  }
  Result<void> add_values(ConditionValues& out) {
    for (const std::string& column : columns_for_conditions()) {
      TRY(result, facts_.count(access_, {.by = {column}}));
      for (CountRow& row : result.rows) out[column].push_back(std::move(row.values[0]));
    }
    return {};
  }

  const FactsTable& facts_;
  const projection::Access& access_;
  const PageQuery& query_;
  std::uint64_t limit_;
};

// Recorded before anything is shown.
Result<Figures> figures(const House& house, const Visit& visit, PageQuery& query, vault::Action action) {
  const auto state = house.vault.directory();
  const MemberId member = visit.keyring.member();
  if (!is_reader(*state, member)) return not_a_reader();
  if (!may_show_all(*state, member)) query.show_all = false;
  Result<Figures> out = [&]() -> Result<Figures> {
    TRY(access, house.projection.enter(visit.keyring, FACTS));
    return Counting(house.facts, access, query).all(action == vault::Action::counted);
  }();
  if (!out) return out;
  TRY_VOID(house.vault.record(visit.keyring, action, FileId(), static_cast<std::uint32_t>(out->cases)));
  return out;
}

Html all_link(const Catalogue& words, const PageQuery& query, const std::string& column) {
  PageQuery one = query;
  one.by = {column};
  return el("p", {{"class", "govuk-body"}},
            el("a", {{"href", address_of(one, "/statistics")}, {"class", "govuk-link"}}, words.text(N_("All values")),
               el("span", {{"class", "govuk-visually-hidden"}}, ": ", column_label(column, words))));
}

Html overview(const Catalogue& words, const PageQuery& query, const Figures& figures) {
  constexpr std::size_t kMost = 10;
  const auto half = [](const Html& inside) { return el("div", {{"class", "govuk-grid-column-one-half"}}, inside); };
  std::vector<Html> parts;
  for (const CountResult& result : figures.tables) {
    const std::string& column = result.by[0];
    const bool is_year = column == "yearOfRegistration";
    Html part = value_table(words, result, is_year, is_year ? 0 : kMost);
    part.add(all_link(words, query, column));
    parts.push_back(std::move(part));
  }
  parts.insert(parts.begin() + 1, flag_table(words, figures.flags));
  Html out;
  for (std::size_t i = 0; i < parts.size(); i += 2) {
    Html row = half(parts[i]);
    if (i + 1 < parts.size()) row.add(half(parts[i + 1]));
    out.add(el("div", {{"class", "govuk-grid-row"}}, row));
  }
  return out;
}

Html result_view(const Catalogue& words, const PageQuery& query, const Figures& figures) {
  std::vector<const CountResult*> shown = {&figures.total};
  for (const CountResult& result : figures.tables) shown.push_back(&result);
  for (const CountResult& result : figures.flags) shown.push_back(&result);
  Html out = query.by.empty()       ? overview(words, query, figures)
             : query.by.size() == 1 ? value_table(words, figures.tables[0], query.by_name)
                                    : pair_table(words, figures.tables[0], figures.tables[1], figures.tables[2], query.by_name);
  out.add(meaning(words, shown));
  return out;
}

Html total_line(const Catalogue& words, const CountResult& total) {
  const std::string number = number_label(total.total_shown, total.total, total.suppress, words);
  return el("p", {{"class", "govuk-body-l"}}, words.text(N_("Cases counted: {1}"), {number}));
}

Html leave_links(const Catalogue& words, const PageQuery& query) {
  Html links = el("a", {{"href", address_of(query, "/statistics/print")}, {"class", "govuk-button govuk-button--secondary"}, {"role", "button"}},
                  words.text(N_("To print")));
  if (!query.by.empty()) {
    links.add(el("a", {{"href", address_of(query, "/statistics/table.csv")}, {"download", ""}, {"class", "govuk-button govuk-button--secondary"}, {"role", "button"}},
                 words.text(N_("Download as a table"))));
  }
  return el("div", {{"class", "govuk-button-group"}}, links);
}

Html source_line(const Catalogue& words) {
  return el("p", {{"class", "govuk-hint"}},
            words.text(N_("Counted are cases whose facts were written for counting. Columns and codes are those of the Counter-Trafficking "
                          "Data Collaborative (ctdatacollaborative.org); records imported from its dataset are counted too.")));
}

web::Response statistics_page(const House& house, const Visit& visit) {
  PageQuery query = page_query(visit.request.query);
  const auto found = figures(house, visit, query, vault::Action::counted);
  if (!found) return web::error_page(visit, found.error());
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("Statistics"))));
  page.main = web::heading(page.title);
  page.main.add(query_form(words, query, found->values, may_show_all(*house.vault.directory(), visit.keyring.member())));
  page.main.add(el("h2", {{"class", "govuk-heading-m"}}, query.by.empty() ? words.text(N_("Overview")) : words.text(N_("Result"))));
  page.main.add(conditions_list(words, query));
  page.main.add(total_line(words, found->total));
  page.main.add(result_view(words, query, *found));
  page.main.add(leave_links(words, query));
  page.main.add(source_line(words));
  return web::Response::page(web::layout(page));
}

// What is printed leaves: its small numbers are hidden.
web::Response print_page(const House& house, const Visit& visit) {
  PageQuery query = page_query(visit.request.query);
  query.show_all = false;
  const auto found = figures(house, visit, query, vault::Action::printed);
  if (!found) return web::error_page(visit, found.error());
  const Catalogue& words = visit.words;
  const auto state = house.vault.directory();
  web::Page page = visit.page(std::string(words.text(N_("Statistics"))));
  page.back = address_of(query, "/statistics");
  page.main = el("span", {{"class", "govuk-caption-l"}}, state->name(), ", ", words.date(date_of(house.vault.clock().now())));
  page.main.add(web::heading(page.title));
  page.main.add(conditions_list(words, query));
  page.main.add(total_line(words, found->total));
  page.main.add(result_view(words, query, *found));
  page.main.add(source_line(words));
  return web::Response::page(web::layout(page));
}

web::Response download(const House& house, const Visit& visit) {
  PageQuery query = page_query(visit.request.query);
  query.show_all = false;
  if (query.by.empty()) return web::Response::redirect("/statistics");
  const auto found = figures(house, visit, query, vault::Action::exported);
  if (!found) return web::error_page(visit, found.error());
  web::Response out;
  out.content_type = "text/csv; charset=utf-8";
  out.headers.emplace_back("Content-Disposition", "attachment; filename=\"statistics.csv\"");
  out.body = to_csv(found->tables[0]);
  return out;
}

}  // namespace

void add_pages(web::Site& site, projection::Projection& projection, const FactsTable& facts) {
  const House house{site.vault(), projection, facts};
  site.get("/statistics", [house](const Visit& visit) { return statistics_page(house, visit); });
  site.get("/statistics/print", [house](const Visit& visit) { return print_page(house, visit); });
  site.get("/statistics/table.csv", [house](const Visit& visit) { return download(house, visit); });
  site.place(60, "/statistics", N_("Statistics"), is_reader);
}

}  // namespace arasha::statistics

#include "statistics/page_views.h"

#include <algorithm>

#include "statistics/labels.h"

namespace arasha::statistics {
namespace {

using web::el;
using web::Html;
using web::void_el;

constexpr std::size_t kWidest = 12;  // columns of a table; more become a list

struct Choice {
  std::string value;
  std::string text;
};

Html select(const std::string& name, std::string_view label, const std::vector<Choice>& choices, std::string_view chosen) {
  Html options;
  for (const Choice& choice : choices) {
    options.add(el("option", {{"value", choice.value}, {"selected", "", choice.value == chosen}}, choice.text));
  }
  return el("div", {{"class", "govuk-form-group"}}, el("label", {{"class", "govuk-label"}, {"for", name}}, label),
            el("select", {{"class", "govuk-select"}, {"id", name}, {"name", name}}, options));
}

std::vector<Choice> column_choices(const Catalogue& words, std::string_view nothing) {
  std::vector<Choice> out = {{"", std::string(nothing)}};
  for (const std::string& column : columns_for_people()) out.push_back({column, column_label(column, words)});
  return out;
}

std::string chosen_value(const PageQuery& query, const std::string& column) {
  for (const CountCondition& condition : query.where) {
    if (condition.column == column) return condition.value.empty() ? "-" : condition.value;
  }
  return {};
}

Html condition_selects(const Catalogue& words, const PageQuery& query, const ConditionValues& values) {
  Html out;
  for (const auto& column : columns_for_conditions()) {
    const auto found = values.find(column);
    if (found == values.end()) continue;
    std::vector<std::string> sorted = found->second;
    sort_values(column, sorted, words);
    std::vector<Choice> choices = {{"", std::string(words.text(N_("Any")))}};
    for (const std::string& value : sorted) choices.push_back({value.empty() ? "-" : value, value_label(column, value, words)});
    out.add(select("f-" + column, column_label(column, words), choices, chosen_value(query, column)));
  }
  return out;
}

Html hidden_conditions(const PageQuery& query) {
  Html out;
  for (const CountCondition& condition : query.where) {
    const auto& offered = columns_for_conditions();
    if (std::find(offered.begin(), offered.end(), condition.column) != offered.end()) continue;
    out.add(void_el("input", {{"type", "hidden"}, {"name", "f-" + condition.column}, {"value", condition.value.empty() ? "-" : condition.value}}));
  }
  return out;
}

// Hidden numbers do not take part in the order, which would give them away.
void sort_rows(std::vector<CountRow>& rows, const std::string& column, bool by_name, const Catalogue& words) {
  std::vector<std::string> values;
  for (const CountRow& row : rows) values.push_back(row.values.at(0));
  sort_values(column, values, words);
  std::map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < values.size(); ++i) places[values[i]] = i;
  std::sort(rows.begin(), rows.end(), [&](const CountRow& a, const CountRow& b) {
    if (!by_name && a.n != b.n) return a.n > b.n;
    return places[a.values.at(0)] < places[b.values.at(0)];
  });
}

Html bar(std::uint64_t n, std::uint64_t largest) {
  const std::uint64_t width = largest == 0 ? 0 : n * 100 / largest;
  return el("svg", {{"width", "104"}, {"height", "12"}, {"aria-hidden", "true"}, {"focusable", "false"}},
            el("rect", {{"width", std::to_string(std::max<std::uint64_t>(width, n > 0 ? 1 : 0))}, {"height", "12"}, {"fill", "#0b5a5e"}}));
}

Html number_cell(const Catalogue& words, Shown shown, std::uint64_t n, std::uint64_t limit, bool strong = false) {
  const std::string text = number_label(shown, n, limit, words);
  const Html inside = strong ? el("strong", {}, text) : Html::text(text);
  return el("td", {{"class", "govuk-table__cell govuk-table__cell--numeric"}}, inside);
}

Html row_heading(std::string_view text) { return el("th", {{"scope", "row"}, {"class", "govuk-table__header"}}, text); }
Html column_heading(std::string_view text, bool number) {
  return el("th", {{"scope", "col"}, {"class", number ? "govuk-table__header govuk-table__header--numeric" : "govuk-table__header"}}, text);
}
Html table_row(const Html& cells) { return el("tr", {{"class", "govuk-table__row"}}, cells); }

Html table(std::string_view caption, const Html& head, const Html& body) {
  return el("table", {{"class", "govuk-table"}}, el("caption", {{"class", "govuk-table__caption govuk-table__caption--m"}}, caption),
            el("thead", {{"class", "govuk-table__head"}}, table_row(head)), el("tbody", {{"class", "govuk-table__body"}}, body));
}

// A wide table scrolls inside its own place, which the keyboard can reach.
Html scrolling(std::string_view name, const Html& inside) {
  return el("div", {{"class", "moj-scrollable-pane"}, {"role", "region"}, {"tabindex", "0"}, {"aria-label", std::string(name)}}, inside);
}

std::string pair_caption(const CountResult& result, const Catalogue& words) {
  return words.text(N_("{1}, by {2}"), {column_label(result.by.at(0), words), column_label(result.by.at(1), words)});
}

const CountRow* find_pair(const CountResult& result, const std::string& row, const std::string& column) {
  const std::vector<std::string> wanted = {row, column};
  const auto found = std::lower_bound(result.rows.begin(), result.rows.end(), wanted,
                                      [](const CountRow& one, const std::vector<std::string>& values) { return one.values < values; });
  return found != result.rows.end() && found->values == wanted ? &*found : nullptr;
}

Html pair_list(const Catalogue& words, const CountResult& result, const std::vector<CountRow>& rows, const std::vector<CountRow>& columns) {
  Html body;
  for (const CountRow& row : rows) {
    for (const CountRow& column : columns) {
      const CountRow* cell = find_pair(result, row.values[0], column.values[0]);
      if (cell == nullptr) continue;
      Html cells = row_heading(value_label(result.by[0], row.values[0], words));
      cells.add(el("td", {{"class", "govuk-table__cell"}}, value_label(result.by[1], column.values[0], words)));
      cells.add(number_cell(words, cell->shown, cell->n, result.suppress));
      body.add(table_row(cells));
    }
  }
  Html total = row_heading(words.text(N_("Total")));
  total.add(el("td", {{"class", "govuk-table__cell"}}));
  total.add(number_cell(words, result.total_shown, result.total, result.suppress, true));
  body.add(table_row(total));
  Html head = column_heading(column_label(result.by[0], words), false);
  head.add(column_heading(column_label(result.by[1], words), false));
  head.add(column_heading(words.text(N_("Cases")), true));
  return table(pair_caption(result, words), head, body);
}

Html withheld(const Catalogue& words) {
  return el("p", {{"class", "govuk-body"}}, words.text(N_("There are too few cases to show them one by one.")));
}

}  // namespace

Html query_form(const Catalogue& words, const PageQuery& query, const ConditionValues& values, bool may_show_all) {
  const std::string first = query.by.empty() ? "" : query.by[0];
  const std::string second = query.by.size() > 1 ? query.by[1] : "";
  Html inside = select("by", words.text(N_("Count cases by")), column_choices(words, words.text(N_("Overview"))), first);
  inside.add(select("and", words.text(N_("And by")), column_choices(words, words.text(N_("Nothing else"))), second));
  inside.add(select("sort", words.text(N_("Order")),
                    {{"number", std::string(words.text(N_("Largest number first")))}, {"name", std::string(words.text(N_("By name")))}},
                    query.by_name ? "name" : "number"));
  inside.add(el("details", {{"class", "govuk-details"}, {"open", "", !query.where.empty()}},
                el("summary", {{"class", "govuk-details__summary"}},
                   el("span", {{"class", "govuk-details__summary-text"}}, words.text(N_("Only some of the cases")))),
                el("div", {{"class", "govuk-details__text"}}, condition_selects(words, query, values))));
  inside.add(hidden_conditions(query));
  if (may_show_all) {
    inside.add(el("div", {{"class", "govuk-form-group"}},
                  el("div", {{"class", "govuk-checkboxes"}},
                     el("div", {{"class", "govuk-checkboxes__item"}},
                        void_el("input", {{"class", "govuk-checkboxes__input"}, {"type", "checkbox"}, {"id", "show"}, {"name", "show"},
                                          {"value", "all"}, {"checked", "", query.show_all}}),
                        el("label", {{"class", "govuk-label govuk-checkboxes__label"}, {"for", "show"}},
                           words.text(N_("Show small numbers too. They are for this screen only.")))))));
  }
  inside.add(web::button(words.text(N_("Count"))));
  return el("form", {{"method", "get"}, {"action", "/statistics"}}, inside);
}

Html conditions_list(const Catalogue& words, const PageQuery& query) {
  Html items;
  for (const CountCondition& condition : query.where) {
    items.add(el("li", {}, column_label(condition.column, words), ": ", value_label(condition.column, condition.value, words)));
  }
  if (items.is_empty()) return {};
  return el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items);
}

Html value_table(const Catalogue& words, const CountResult& result, bool by_name, std::size_t most) {
  const std::string& column = result.by.at(0);
  if (result.withheld) return withheld(words);
  std::vector<CountRow> rows = result.rows;
  sort_rows(rows, column, by_name, words);
  if (most > 0 && rows.size() > most) rows.resize(most);
  std::uint64_t largest = 0;
  for (const CountRow& row : rows) largest = std::max(largest, row.n);
  Html body;
  for (const CountRow& row : rows) {
    Html cells = row_heading(value_label(column, row.values[0], words));
    cells.add(number_cell(words, row.shown, row.n, result.suppress));
    cells.add(el("td", {{"class", "govuk-table__cell"}}, bar(row.n, largest)));
    body.add(table_row(cells));
  }
  Html total = row_heading(words.text(N_("Total")));
  total.add(number_cell(words, result.total_shown, result.total, result.suppress, true));
  total.add(el("td", {{"class", "govuk-table__cell"}}));
  body.add(table_row(total));
  Html head = column_heading(column_label(column, words), false);
  head.add(column_heading(words.text(N_("Cases")), true));
  head.add(el("td", {{"class", "govuk-table__cell"}}));
  return table(column_label(column, words), head, body);
}

Html pair_table(const Catalogue& words, const CountResult& result, const CountResult& rows, const CountResult& columns, bool by_name) {
  if (result.withheld) return withheld(words);
  std::vector<CountRow> down = rows.rows;
  std::vector<CountRow> across = columns.rows;
  sort_rows(down, result.by.at(0), by_name, words);
  sort_rows(across, result.by.at(1), by_name, words);
  // A total by one column may be withheld where the table of both is not.
  if (across.size() > kWidest || down.empty() || across.empty()) return pair_list(words, result, down, across);
  Html body;
  for (const CountRow& row : down) {
    Html cells = row_heading(value_label(result.by[0], row.values[0], words));
    for (const CountRow& column : across) {
      const CountRow* cell = find_pair(result, row.values[0], column.values[0]);
      cells.add(cell == nullptr ? number_cell(words, Shown::number, 0, result.suppress)
                                : number_cell(words, cell->shown, cell->n, result.suppress));
    }
    cells.add(number_cell(words, row.shown, row.n, rows.suppress, true));
    body.add(table_row(cells));
  }
  Html totals = row_heading(words.text(N_("Total")));
  for (const CountRow& column : across) totals.add(number_cell(words, column.shown, column.n, columns.suppress, true));
  totals.add(number_cell(words, result.total_shown, result.total, result.suppress, true));
  body.add(table_row(totals));
  Html head = column_heading(column_label(result.by[0], words), false);
  for (const CountRow& column : across) head.add(column_heading(value_label(result.by[1], column.values[0], words), true));
  head.add(column_heading(words.text(N_("Total")), true));
  const std::string caption = pair_caption(result, words);
  return scrolling(caption, table(caption, head, body));
}

Html flag_table(const Catalogue& words, const std::vector<CountResult>& results) {
  std::uint64_t largest = 0;
  std::vector<std::pair<std::string, CountRow>> rows;
  for (const CountResult& result : results) {
    for (const CountRow& row : result.rows) {
      if (row.values.at(0) != "1") continue;
      largest = std::max(largest, row.n);
      rows.emplace_back(column_label(result.by.at(0), words), row);
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.second.n > b.second.n; });
  Html body;
  for (const auto& [label, row] : rows) {
    Html cells = row_heading(label);
    cells.add(number_cell(words, row.shown, row.n, results.front().suppress));
    cells.add(el("td", {{"class", "govuk-table__cell"}}, bar(row.n, largest)));
    body.add(table_row(cells));
  }
  Html head = column_heading(words.text(N_("Type of exploitation")), false);
  head.add(column_heading(words.text(N_("Cases")), true));
  head.add(el("td", {{"class", "govuk-table__cell"}}));
  return table(words.text(N_("Type of exploitation")), head, body);
}

Html meaning(const Catalogue& words, const std::vector<const CountResult*>& results) {
  bool small = false;
  bool hidden = false;
  bool perhaps_none = false;
  std::uint64_t limit = 0;
  for (const CountResult* result : results) {
    limit = std::max(limit, result->suppress);
    perhaps_none = perhaps_none || result->small_may_be_zero;
    const auto look = [&](Shown shown) {
      small = small || shown == Shown::small;
      hidden = hidden || shown == Shown::hidden;
    };
    look(result->total_shown);
    for (const CountRow& row : result->rows) look(row.shown);
  }
  if (!small && !hidden) return {};
  const std::vector<std::string> number = {std::to_string(limit)};
  Html lines = el("p", {{"class", "govuk-body"}},
                  words.text(N_("Numbers below {1} are hidden: where there are few, a person can be recognised."), number));
  if (small) {
    lines.add(el("p", {{"class", "govuk-body"}}, perhaps_none ? words.text(N_("<{1}: fewer than {1}, perhaps none."), number)
                                                              : words.text(N_("<{1}: fewer than {1}."), number)));
  }
  if (hidden) lines.add(el("p", {{"class", "govuk-body"}}, words.text(N_("*: hidden, so that smaller numbers cannot be worked out."))));
  return el("div", {{"class", "govuk-inset-text"}}, lines);
}

}  // namespace arasha::statistics

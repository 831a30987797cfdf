// Lists: paging, sorting, tables, filters.
#include <algorithm>
#include <charconv>

#include "web/components.h"
#include "web/fields.h"

namespace arasha::web {

Paging Paging::of(const schema::FormData& query, std::size_t total, std::size_t per_page) {
  Paging out;
  out.total = total;
  out.pages = std::max<std::size_t>(1, (total + per_page - 1) / per_page);
  const std::string_view asked = query.get("page");
  std::size_t number = 1;
  const auto [end, error] = std::from_chars(asked.data(), asked.data() + asked.size(), number);
  if (error != std::errc() || end != asked.data() + asked.size()) number = 1;
  out.number = std::clamp<std::size_t>(number, 1, out.pages);
  out.first = (out.number - 1) * per_page;
  out.last = std::min(total, out.first + per_page);
  return out;
}

Html pagination(const Catalogue& words, const Paging& paging, std::string_view path, const schema::FormData& query) {
  if (paging.total == 0) return {};
  const auto number = [&](std::size_t value) { return words.number(static_cast<std::int64_t>(value)); };
  const auto to = [&](std::size_t page) { return address_with(path, query, {{"page", page == 1 ? "" : std::to_string(page)}}); };
  Html out = el("p", {{"class", "govuk-body-s arasha-shown"}},
                words.text(N_("Shown: {1} to {2} of {3}"), {number(paging.first + 1), number(paging.last), number(paging.total)}));
  if (paging.pages == 1) return out;
  const auto step = [&](std::size_t page, const char* kind, std::string_view text) {
    return el("div", {{"class", "govuk-pagination__" + std::string(kind)}},
              el("a", {{"class", "govuk-link govuk-pagination__link"}, {"href", to(page)}, {"rel", kind}}, text));
  };
  Html items;
  std::size_t before = 0;
  for (std::size_t page = 1; page <= paging.pages; ++page) {
    const bool near = page + 2 >= paging.number && page <= paging.number + 2;
    if (!near && page != 1 && page != paging.pages) {
      page = page < paging.number ? paging.number - 3 : paging.pages - 1;  // to the next one that is shown
      continue;
    }
    if (page != before + 1) items.add(el("li", {{"class", "govuk-pagination__item govuk-pagination__item--ellipses"}}, "…"));
    before = page;
    const bool current = page == paging.number;
    items.add(el("li", {{"class", current ? "govuk-pagination__item govuk-pagination__item--current" : "govuk-pagination__item"}},
                 el("a", {{"class", "govuk-link govuk-pagination__link"}, {"href", to(page)}, {"aria-current", "page", current},
                          {"aria-label", words.text(N_("Page {1}"), {number(page)})}},
                    number(page))));
  }
  Html inside;
  if (paging.number > 1) inside.add(step(paging.number - 1, "prev", words.text(N_("Previous"))));
  inside.add(el("ul", {{"class", "govuk-pagination__list"}}, items));
  if (paging.number < paging.pages) inside.add(step(paging.number + 1, "next", words.text(N_("Next"))));
  out.add(el("nav", {{"class", "govuk-pagination"}, {"aria-label", std::string(words.text(N_("Pages of the list")))}}, inside));
  return out;
}

Sort Sort::of(const schema::FormData& query, const std::vector<Column>& columns, std::string_view otherwise) {
  const auto read = [](std::string_view text) {
    const bool is_descending = text.starts_with('-');
    return Sort{std::string(is_descending ? text.substr(1) : text), is_descending};
  };
  const Sort asked = read(query.get("sort"));
  for (const Column& column : columns) {
    if (!column.sort.empty() && column.sort == asked.by) return asked;
  }
  return read(otherwise);
}

Table::Table(const Catalogue& words, std::string_view caption, std::vector<Column> columns, std::size_t rows)
    : columns_(std::move(columns)), caption_(caption) {
  body_.reserve(rows * columns_.size() * 160);
  for (const Column& column : columns_) {
    labels_.emplace_back(words.text(column.label));
    head_.add(el("th", {{"scope", "col"}, {"class", column.number ? "govuk-table__header govuk-table__header--numeric" : "govuk-table__header"}}, labels_.back()));
  }
}

Table& Table::sorted(const Sort& sort, std::string_view path, const schema::FormData& query) {
  head_ = Html();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const Column& column = columns_[i];
    const bool current = !column.sort.empty() && column.sort == sort.by;
    const std::string order = current ? (sort.descending ? "descending" : "ascending") : "none";
    Html inside = Html::text(labels_[i]);
    if (!column.sort.empty()) {
      const std::string next = (current && !sort.descending ? "-" : "") + std::string(column.sort);
      inside = el("a", {{"href", address_with(path, query, {{"page", ""}, {"sort", next}})}, {"class", "arasha-sort"}}, labels_[i]);
    }
    head_.add(el("th", {{"scope", "col"}, {"class", column.number ? "govuk-table__header govuk-table__header--numeric" : "govuk-table__header"},
                        {"aria-sort", order, !column.sort.empty()}},
                 inside));
  }
  return *this;
}

void Table::row() {
  if (in_row_) ElementBuilder::close(body_, "tr");
  ElementBuilder::open(body_, "tr", {{"class", "govuk-table__row"}});
  in_row_ = true;
  column_ = 0;
}

void Table::open_cell() {
  const bool known = column_ < columns_.size();
  const std::string& label = known ? labels_[column_] : caption_;
  const bool number = known && columns_[column_].number;
  if (column_ == 0) {
    ElementBuilder::open(body_, "th", {{"scope", "row"}, {"class", "govuk-table__header"}});
  } else {
    ElementBuilder::open(body_, "td", {{"class", number ? "govuk-table__cell govuk-table__cell--numeric" : "govuk-table__cell"}, {"data-label", label}});
  }
}

void Table::close_cell() {
  if (column_ == 0) ElementBuilder::close(body_, "th");
  else ElementBuilder::close(body_, "td");
  ++column_;
}

Html Table::html() && {
  if (in_row_) ElementBuilder::close(body_, "tr");
  return el("table", {{"class", "govuk-table arasha-table"}}, el("caption", {{"class", "govuk-table__caption govuk-visually-hidden"}}, caption_),
            el("thead", {{"class", "govuk-table__head"}}, el("tr", {{"class", "govuk-table__row"}}, head_)),
            el("tbody", {{"class", "govuk-table__body"}}, body_));
}

Html search_box(const Catalogue& words, const std::string& action, const std::string& name, std::string_view label, std::string_view value) {
  const std::string id = "search-" + name;
  return el("form", {{"class", "arasha-search"}, {"method", "get"}, {"action", action}, {"role", "search"}},
            el("label", {{"class", "govuk-label govuk-label--s"}, {"for", id}}, label),
            el("div", {{"class", "arasha-search__row"}},
               void_el("input", {{"class", "govuk-input"}, {"id", id}, {"name", name}, {"type", "search"}, {"value", std::string(value)},
                                 {"autocomplete", "off"}, {"spellcheck", "false"}, {"autocapitalize", "none"}, {"maxlength", "200"}}),
               el("button", {{"class", "govuk-button"}, {"type", "submit"}}, words.text(N_("Search")))));
}

Html filter_panel(const Catalogue& words, const std::string& action, const Html& fields, bool open) {
  return el("details", {{"class", "arasha-filter"}, {"open", "", open}},
            el("summary", {{"class", "arasha-filter__summary"}}, words.text(N_("Filter"))),
            el("form", {{"class", "arasha-filter__form"}, {"method", "get"}, {"action", action}}, fields,
               el("div", {{"class", "arasha-filter__actions"}},
                  el("button", {{"class", "govuk-button"}, {"type", "submit"}}, words.text(N_("Apply the filter"))))));
}

Html chips(const Catalogue& words, const std::vector<Chip>& chips, const std::string& without_all) {
  if (chips.empty()) return {};
  Html items;
  for (const Chip& chip : chips) {
    items.add(el("li", {}, el("a", {{"class", "arasha-chip"}, {"href", chip.without}},
                              el("span", {{"class", "govuk-visually-hidden"}}, words.text(N_("Take off the filter")), " "), chip.text)));
  }
  if (chips.size() > 1) items.add(el("li", {}, link(without_all, words.text(N_("Take off all filters")))));
  return el("ul", {{"class", "arasha-chips"}}, items);
}

}  // namespace arasha::web

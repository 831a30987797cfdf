// What pages are made of, beside forms (web/fields.h): GOV.UK's and the Ministry of Justice's classes, our own look.
//
//   Lists      Paging::of(query, total) and pagination(); Sort::of(query, columns) and Table, which becomes cards on a
//              telephone; filter_panel() with chips(); search_box(); empty_state()
//   Words      tag() by meaning, summary lists, details(), inset(), warning(), banner()
//   Ways       link(), button_link(), actions(), section_nav(), confirm()
//   After a save  answer `Response::redirect(address, N_("Saved."))`: the next page of this session shows the sentence once.
//
// Texts are translated by the caller unless the parameter is a `const char*` msgid. `Html` goes in as it is, text is
// escaped. Nothing here needs JavaScript.
#pragma once

#include <optional>

#include "base/catalogue.h"
#include "schema/form_data.h"
#include "web/html.h"

namespace arasha::web {

// --- Addresses

// `path` with the parameters of `query`, of which `changes` replace those of their name; an empty value leaves one out.
using Changes = std::initializer_list<std::pair<std::string_view, std::string_view>>;
std::string address_with(std::string_view path, const schema::FormData& query, Changes changes = {});

Html link(const std::string& address, std::string_view text);
// `more` says to those who do not see the place what the link is about: "Change" + "the date of birth".
Html link(const std::string& address, std::string_view text, std::string_view more);
enum class ButtonKind { primary, secondary, warning };
Html button_link(const std::string& address, std::string_view text, ButtonKind kind = ButtonKind::primary);
// Buttons and links that belong together, in a row where there is room.
template <class... Children>
Html actions(const Children&... children) {
  return el("div", {{"class", "govuk-button-group"}}, children...);
}

// --- Text

Html heading(std::string_view text);                                // h1
Html heading(std::string_view caption, std::string_view text);      // h1 under a small line
Html subheading(std::string_view text, std::string_view id = "");   // h2
template <class... Children>
Html paragraph(const Children&... children) {
  return el("p", {{"class", "govuk-body"}}, children...);
}
Html hint(std::string_view text);
Html quiet(std::string_view text);  // inside a line
Html inset(const Html& inside);
Html warning(const Catalogue& words, std::string_view text);
Html details(std::string_view summary, const Html& inside, bool open = false);

// A tag says its meaning in its words; colour and mark only help.
enum class Meaning { plain, fresh, active, waiting, good, danger, over };
Html tag(Meaning meaning, std::string_view text);

// "Saved": green, read aloud at once. Important: amber.
enum class BannerKind { success, important };
Html banner(const Catalogue& words, BannerKind kind, std::string_view text);

Html empty_state(std::string_view title, std::string_view what_to_do, const Html& action = {});

// Keys and values; `add` leaves out an empty value.
class SummaryList {
 public:
  SummaryList& add(std::string_view key, const Html& value, const Html& action = {});
  SummaryList& add(std::string_view key, std::string_view value, const Html& action = {}) { return add(key, Html::text(value), action); }
  bool is_empty() const { return rows_.is_empty(); }
  Html html() const;

 private:
  Html rows_;
};

// A small figure with its name, as on "my work"; the address leads to the list behind it.
Html figure(std::string_view number, std::string_view name, const std::string& address = "");
Html figures(const Html& inside);

// --- Lists

struct Paging {
  std::size_t number = 1;  // from 1
  std::size_t pages = 1;
  std::size_t first = 0;   // of the rows shown: first <= i < last
  std::size_t last = 0;
  std::size_t total = 0;
  // From the parameter `page`; whatever stands there, the answer is a page that exists.
  static Paging of(const schema::FormData& query, std::size_t total, std::size_t per_page = 25);
};
// Which rows are shown, and links to the other pages. The query's other parameters stay.
Html pagination(const Catalogue& words, const Paging& paging, std::string_view path, const schema::FormData& query);

struct Column {
  const char* label;         // a msgid
  std::string_view sort = "";  // the value of `sort` in the address; empty: the list is not sorted by it
  bool number = false;       // set to the right
};
struct Sort {
  std::string by;
  bool descending = false;
  // From the parameter `sort` ("opened", or "-opened" for the other way round); only what a column offers.
  static Sort of(const schema::FormData& query, const std::vector<Column>& columns, std::string_view otherwise);
};

// Rows and cells in the order of the columns, written straight into one text. The first cell of a row is its heading.
// On a telephone each row becomes a card and each cell shows the label of its column.
class Table {
 public:
  Table(const Catalogue& words, std::string_view caption, std::vector<Column> columns, std::size_t rows = 25);
  // Makes the headings of sortable columns links.
  Table& sorted(const Sort& sort, std::string_view path, const schema::FormData& query);
  void row();
  template <class... Children>
  void cell(const Children&... children) {
    open_cell();
    (body_.add(children), ...);
    close_cell();
  }
  Html html() &&;

 private:
  void open_cell();
  void close_cell();

  std::vector<Column> columns_;
  std::vector<std::string> labels_;  // escaped
  Html head_;
  Html body_;
  std::string caption_;
  std::size_t column_ = 0;
  bool in_row_ = false;
};

// One line of search: GET `action` with the parameter `name`.
Html search_box(const Catalogue& words, const std::string& action, const std::string& name, std::string_view label, std::string_view value);

// Filters as a form of its own; `fields` come from web/fields.h. It stays closed on a telephone until it is opened.
Html filter_panel(const Catalogue& words, const std::string& action, const Html& fields, bool open);
struct Chip {
  std::string text;     // "Status: active"
  std::string without;  // the address of the list without this filter
};
// The filters at work, each with a way to take it off.
Html chips(const Catalogue& words, const std::vector<Chip>& chips, const std::string& without_all);

// --- Ways

struct Tab {
  std::string address;
  std::string text;  // translated
};
// Links between the parts of one subject; `current` is the address of the one shown.
Html section_nav(std::string_view label, const std::vector<Tab>& tabs, std::string_view current);

// The question before something that cannot be taken back. Posts `fields` and the form token to `action`.
struct Confirm {
  std::string question;
  std::string explanation;
  std::string action;
  std::string csrf;
  std::string yes;         // the button says what happens: "Close the case"
  std::string back;        // address of "Cancel"
  bool dangerous = true;   // a red button
  Html fields = {};
};
Html confirm(const Catalogue& words, const Confirm& confirm);

}  // namespace arasha::web

#include "web/paper_page.h"

#include "paper/printable.h"
#include "web/assets.h"

namespace arasha::web {
namespace {

Html heading(int level, std::string_view text, const char* classes) {
  const std::string name(classes);
  switch (level) {
    case 1: return el("h1", {{"class", name}}, text);
    case 2: return el("h2", {{"class", name}}, text);
    case 3: return el("h3", {{"class", name}}, text);
    case 4: return el("h4", {{"class", name}}, text);
    default: return el("h5", {{"class", name}}, text);
  }
}

struct Writer {
  int top;
  Html operator()(const paper::Heading& one) const { return heading(top + one.level, paper::printable(one.text), one.level == 1 ? "arasha-paper__heading" : "arasha-paper__small-heading"); }
  Html operator()(const paper::Paragraph& one) const {
    const char* tone = one.tone == paper::Tone::quiet ? "arasha-paper__quiet" : one.tone == paper::Tone::strong ? "arasha-paper__strong" : "arasha-paper__text";
    return el("p", {{"class", tone}}, paper::printable(one.text));
  }
  Html operator()(const paper::Quote& one) const { return el("blockquote", {{"class", "arasha-paper__quote"}}, paper::printable(one.text)); }
  Html operator()(const paper::Notice& one) const { return el("p", {{"class", "arasha-paper__notice"}}, paper::printable(one.text)); }
  Html operator()(const paper::Values& one) const {
    Html rows;
    for (const paper::Value& row : one.rows) {
      if (!row.text.empty()) rows.add(el("div", {}, el("dt", {}, paper::printable(row.label)), el("dd", {}, paper::printable(row.text))));
    }
    return rows.is_empty() ? Html() : el("dl", {{"class", "arasha-paper__values"}}, rows);
  }
  Html operator()(const paper::Table& one) const {
    const auto kind = [&](std::size_t i) { return std::string(one.columns[i].number ? "arasha-paper__number" : "arasha-paper__cell"); };
    Html head;
    for (std::size_t i = 0; i < one.columns.size(); ++i) head.add(el("th", {{"scope", "col"}, {"class", kind(i)}}, paper::printable(one.columns[i].title)));
    Html body;
    for (const auto& row : one.rows) {
      Html cells;
      for (std::size_t i = 0; i < one.columns.size(); ++i) cells.add(el("td", {{"class", kind(i)}}, i < row.size() ? paper::printable(row[i]) : std::string()));
      body.add(el("tr", {}, cells));
    }
    return el("table", {{"class", "arasha-paper__table"}}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, body));
  }
  Html operator()(const paper::List& one) const {
    Html items;
    for (const std::string& item : one.items) items.add(el("li", {}, paper::printable(item)));
    return one.numbered ? el("ol", {}, items) : el("ul", {}, items);
  }
  Html operator()(const paper::Signatures& one) const {
    Html out;
    for (const std::string& who : one.who) {
      out.add(el("div", {{"class", "arasha-paper__sign"}}, el("span", {}, paper::printable(who)), el("span", {{"class", "arasha-paper__line"}}, one.signature), el("span", {{"class", "arasha-paper__line"}}, one.date)));
    }
    return out;
  }
};

}  // namespace

Html paper_html(const paper::Document& document, int top) {
  Html inside;
  if (!document.letterhead.name.empty()) {
    Html head = el("strong", {}, paper::printable(document.letterhead.name));
    for (const std::string& line : document.letterhead.lines) head.add(el("span", {}, paper::printable(line)));
    inside.add(el("div", {{"class", "arasha-paper__head"}}, head));
  }
  Html to;
  for (const std::string& line : document.addressee) to.add(el("span", {}, paper::printable(line)));
  inside.add(el("div", {{"class", "arasha-paper__to"}}, el("span", {}, document.day), el("div", {}, to)));
  inside.add(heading(top, paper::printable(document.title), "arasha-paper__title"));
  const Writer writer{top};
  for (const paper::Block& block : document.blocks) inside.add(std::visit(writer, block));
  if (!document.footer.empty()) inside.add(el("p", {{"class", "arasha-paper__quiet"}}, paper::printable(document.footer)));
  return el("article", {{"class", "arasha-paper"}, {"lang", std::string(code(document.language))}}, inside);
}

Html paper_page(const paper::Document& document) {
  static const std::string style = asset_address("arasha.css");
  Html head = Html::raw("<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex, nofollow\">");
  head.add(el("title", {}, document.title));
  head.add(void_el("link", {{"rel", "stylesheet"}, {"href", style}}));
  Html out = Html::raw("<!doctype html>\n");
  out.add(el("html", {{"lang", std::string(code(document.language))}, {"class", "govuk-template"}}, el("head", {}, head),
             el("body", {{"class", "arasha-paper-page"}}, el("main", {}, paper_html(document)))));
  return out;
}

}  // namespace arasha::web

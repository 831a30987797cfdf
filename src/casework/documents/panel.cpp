#include "casework/documents/panel.h"

#include <algorithm>
#include <charconv>

namespace arasha::casework {
namespace {

struct Listed {
  FileId file;
  const Item* item = nullptr;
};

std::vector<Listed> documents_of(const CaseView& view, std::int64_t& closed) {
  std::vector<Listed> out;
  const auto gather = [&](FileId file, const Story& story) {
    for (const Item& item : story.items) {
      if (!is_document(item.type)) continue;
      if (item.closed) ++closed;
      else if (item.latest().message != nullptr) out.push_back({file, &item});
    }
  };
  gather(view.file, view.story);
  if (view.who) gather(view.person, *view.who);
  std::stable_sort(out.begin(), out.end(), [](const Listed& a, const Listed& b) { return a.item->first().time > b.item->first().time; });
  return out;
}

Html documents(const Catalogue& words, const CaseView& view) {
  std::int64_t closed = 0;
  const auto all = documents_of(view, closed);
  Html items;
  for (const Listed& one : all) {
    const auto fields = *document_in(*one.item);
    std::string about = label(words, "stored_document_kind", fields.kind);
    if (!fields.date.empty()) about += ", " + date_label(words, fields.date);
    about += " · " + label(words, "document_format", fields.format) + ", " + shown_size(words, fields.size);
    const Html title = view.printing ? Html::text(fields.title) : web::link(document_address(one.file, *one.item, view.file), fields.title);
    items.add(el("li", {}, title, " ", quiet(about)));
  }
  Html out;
  if (!items.is_empty()) out.add(el("ul", {{"class", "govuk-list arasha-documents"}}, items));
  if (closed > 0) out.add(el("p", {{"class", "govuk-hint"}}, words.plural("{1} document is recorded and not shown to you.", "{1} documents are recorded and not shown to you.", closed)));
  return out;
}

Html papers(const Catalogue& words, const CaseView& view) {
  Html items;
  for (const Item* item : view.story.all<PaperKept>()) {
    const auto* paper = item->as<PaperKept>();
    const std::string what = label(words, "kept_paper_kind", paper->what()) + (paper->number().empty() ? "" : ", " + paper->number());
    const std::string where = paper->returned_on().empty() ? paper->place() : label(words, "paper_return", paper->returned_how()) + ", " + date_label(words, paper->returned_on());
    const Html name = view.printing ? Html::text(what) : web::link(document_address(view.file, *item, view.file), what);
    items.add(el("li", {}, name, " ", paper_tag(words, *paper), " ", quiet(where)));
  }
  if (items.is_empty()) return {};
  return el("div", {}, el("h3", {{"class", "govuk-heading-s govuk-!-margin-bottom-1"}}, words.text(N_("Papers that we keep"))), el("ul", {{"class", "govuk-list arasha-documents"}}, items));
}

}  // namespace

std::string shown_size(const Catalogue& words, const std::string& bytes) {
  std::uint64_t size = 0;
  std::from_chars(bytes.data(), bytes.data() + bytes.size(), size);
  constexpr std::uint64_t kMega = 1024 * 1024;
  if (size < kMega) return words.text(N_("{1} KB"), {words.number(static_cast<std::int64_t>((size + 1023) / 1024))});
  return words.text(N_("{1} MB"), {words.number(static_cast<std::int64_t>((size + kMega / 2) / kMega))});
}

Html paper_tag(const Catalogue& words, const PaperKept& paper) {
  switch (state_of(paper)) {
    case PaperState::kept: return web::tag(web::Meaning::active, words.text(N_("Kept here")));
    case PaperState::kept_unconfirmed: return web::tag(web::Meaning::waiting, words.text(N_("Kept here; a second member must look at the signatures")));
    case PaperState::returned: return web::tag(web::Meaning::over, words.text(N_("Handed over")));
    case PaperState::returned_unconfirmed: return web::tag(web::Meaning::waiting, words.text(N_("Handed over; a second member must look at the signatures")));
  }
  return {};
}

Html documents_panel(const Visit& visit, const CaseView& view) {
  const Catalogue& words = visit.words;
  Html inside = documents(words, view);
  inside.add(papers(words, view));
  Html links;
  const bool may_add = view.may_change(IDENTITY) || view.may_change(HEALTH) || view.may_change(ASSISTANCE) || view.may_change(LEGAL);
  if (may_add) links.add(web::link("/case/" + view.file.text() + "/documents/add", words.text(N_("Add a document"))));
  if (view.may_change(ASSISTANCE)) {
    links.add(" ");
    links.add(web::link("/case/" + view.file.text() + "/papers/add", words.text(N_("Take a paper to keep"))));
  }
  if (!links.is_empty()) inside.add(el("p", {{"class", "arasha-entry__links"}}, links));
  if (inside.is_empty()) return {};
  return section(words.text(N_("Documents")), "documents-heading", inside);
}

}  // namespace arasha::casework

// Agreements: the list, those that run out first; and one of them. The page of any file of ours begins here.
#include "cooperation/parts.h"
#include "cooperation/single.h"

namespace arasha::cooperation {
namespace {

std::string joined(const google::protobuf::RepeatedPtrField<std::string>& values) {
  std::string out;
  for (const std::string& value : values) out += (out.empty() ? "" : "; ") + value;
  return out;
}

web::Response list(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto cards = load(desk, visit);
  if (!cards) return web::error_page(visit, cards.error());
  const auto rows = agreement_rows(*cards, today(desk));
  web::Page page = visit.page(std::string(words.text(N_("Agreements"))));
  page.main = web::heading(page.title);
  page.main.add(tabs(words, "/cooperation/agreements"));
  if (writes(desk, visit)) page.main.add(web::actions(web::button_link("/cooperation/new/Agreement", words.text(N_("Write down an agreement")))));
  if (rows.empty()) {
    page.main.add(web::empty_state(words.text(N_("There is no agreement yet.")), words.text(N_("Memoranda, orders, protocols of information sharing and contracts appear here, those that run out first."))));
    return web::Response::page(web::layout(page));
  }
  const auto paging = web::Paging::of(visit.request.query, rows.size());
  web::Table table(words, words.text(N_("Agreements")), {{N_("Title")}, {N_("Kind of agreement")}, {N_("Parties")}, {N_("Valid until")}, {N_("State")}}, paging.last - paging.first);
  for (std::size_t i = paging.first; i < paging.last; ++i) {
    const AgreementRow& row = rows[i];
    table.row();
    table.cell(web::link(address(row.file), row.card->title()));
    table.cell(label(words, "agreement_kind", row.card->code()));
    table.cell(joined(row.card->bodies()));
    table.cell(row.card->until().empty() ? std::string(words.text(N_("no end agreed"))) : date_label(words, row.card->until()));
    table.cell(validity_tag(words, row), " ", validity_words(words, row));
  }
  page.main.add(std::move(table).html());
  page.main.add(web::pagination(words, paging, "/cooperation/agreements", visit.request.query));
  page.main.add(table_links(words, "agreements", ""));
  return web::Response::page(web::layout(page));
}

Html parties_table(const Catalogue& words, const Agreement& agreement) {
  web::Table table(words, words.text(N_("Parties")), {{N_("Body")}, {N_("What kind of body")}, {N_("Who signed")}, {N_("Office")}}, static_cast<std::size_t>(agreement.parties_size()));
  for (const auto& party : agreement.parties()) {
    table.row();
    table.cell(party.name());
    table.cell(label(words, "agency_type", party.type()));
    table.cell(party.signatory());
    table.cell(party.office());
  }
  return std::move(table).html();
}

Html articles_table(const Catalogue& words, const Agreement& agreement) {
  web::Table table(words, words.text(N_("Articles")), {{N_("Number")}, {N_("What it obliges to")}, {N_("Who is obliged")}}, static_cast<std::size_t>(agreement.articles_size()));
  for (const auto& article : agreement.articles()) {
    table.row();
    table.cell(article.number());
    table.cell(article.obliges());
    table.cell(article.who());
  }
  return std::move(table).html();
}

Html contacts_table(const Catalogue& words, const Agreement& agreement) {
  web::Table table(words, words.text(N_("Contact points")), {{N_("Person")}, {N_("Body")}, {N_("Office")}, {N_("Telephone")}, {N_("E-mail")}}, static_cast<std::size_t>(agreement.contacts_size()));
  for (const auto& contact : agreement.contacts()) {
    table.row();
    table.cell(contact.person().empty() ? std::string("—") : contact.person());
    table.cell(contact.body());
    table.cell(contact.office());
    table.cell(contact.phone());
    table.cell(contact.email());
  }
  return std::move(table).html();
}

Html sharing(const Catalogue& words, const Agreement& agreement) {
  web::SummaryList out;
  out.add(words.text(N_("What is shared")), agreement.shared_what());
  out.add(words.text(N_("How often, and on which day")), agreement.shared_when());
  out.add(words.text(N_("Smallest number that may be shown")), agreement.smallest());
  out.add(words.text(N_("When somebody else asks for it")), agreement.asked_by_others());
  out.add(words.text(N_("When something got out")), agreement.breach());
  out.add(words.text(N_("Look at it again on")), date_label(words, agreement.review()));
  return out.is_empty() ? Html() : section(words.text(N_("What is shared, and how")), "sharing", out.html());
}

Html end_section(const Desk& desk, const Visit& visit, const Opened& opened) {
  const Catalogue& words = visit.words;
  const auto ends = opened.story.all<AgreementEnd>();
  if (ends.empty()) return {};
  const auto* end = ends.back()->as<AgreementEnd>();
  web::SummaryList out;
  out.add(words.text(N_("Ended on")), date_label(words, end->date()));
  out.add(words.text(N_("How it ended")), label(words, "agreement_end", end->how()));
  out.add(words.text(N_("Reason")), end->reason());
  const auto other = FileId::from_text(end->replaced_by());
  if (other) out.add(words.text(N_("Agreement in its place")), web::link(address(*other), words.text(N_("Open it"))));
  return section(words.text(N_("End of the agreement")), "end", el("div", {}, out.html(), history(words, *desk.vault.directory(), *ends.back()), correct_link(desk, visit, opened.file, *ends.back())));
}

}  // namespace

web::Response agreement_page(const Desk& desk, const Visit& visit, const Opened& opened) {
  const Catalogue& words = visit.words;
  const Item& item = *opened.story.all<Agreement>().back();
  const auto* agreement = item.as<Agreement>();
  const CooperationCard summary = card(opened.story);
  const Cards one = {{opened.file, summary}};
  const AgreementRow row = agreement_rows(one, today(desk)).front();
  web::Page page = visit.page(agreement->title());
  page.back = "/cooperation/agreements";
  page.main = web::heading(label(words, "agreement_kind", agreement->kind()), page.title);
  page.main.add(web::paragraph(validity_tag(words, row), " ", validity_words(words, row)));
  web::SummaryList facts;
  facts.add(words.text(N_("Number")), agreement->number());
  facts.add(words.text(N_("Signed on")), date_label(words, agreement->signed_()));
  facts.add(words.text(N_("Valid from")), date_label(words, agreement->valid_from()));
  facts.add(words.text(N_("Valid until")), agreement->valid_until().empty() ? std::string(words.text(N_("no end agreed"))) : date_label(words, agreement->valid_until()));
  facts.add(words.text(N_("How it is prolonged")), label(words, "agreement_prolongation", agreement->prolongation()));
  facts.add(words.text(N_("What the agreement says about it")), agreement->prolongation_note());
  facts.add(words.text(N_("Note")), agreement->note());
  page.main.add(facts.html());
  page.main.add(correct_link(desk, visit, opened.file, item));
  page.main.add(end_section(desk, visit, opened));
  if (agreement->parties_size() > 0) page.main.add(section(words.text(N_("Parties")), "parties", parties_table(words, *agreement)));
  if (agreement->articles_size() > 0) page.main.add(section(words.text(N_("Articles")), "articles", articles_table(words, *agreement)));
  page.main.add(sharing(words, *agreement));
  if (agreement->contacts_size() > 0) page.main.add(section(words.text(N_("Contact points")), "contacts", contacts_table(words, *agreement)));
  if (writes(desk, visit) && opened.story.all<AgreementEnd>().empty())
    page.main.add(web::paragraph(web::link(add_address(opened.file, *AgreementEnd::descriptor()), words.text(N_("Write down its end")))));
  page.main.add(history(words, *desk.vault.directory(), item));
  return web::Response::page(web::layout(page));
}

namespace {

// An agreement, a commission, a report: whichever the file is.
web::Response single(const Desk& desk, const Visit& visit) {
  const auto opened = open(desk, visit);
  if (!opened) return web::error_page(visit, opened.error());
  switch (opened->kind) {
    case FileKind::agreement: return agreement_page(desk, visit, *opened);
    case FileKind::commission: return commission_page(desk, visit, *opened);
    case FileKind::report: return report_page(desk, visit, *opened);
    case FileKind::none: break;
  }
  return no_page(visit);
}

}  // namespace

void add_agreement_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/cooperation/agreements", list);
  // After the lists, whose addresses have as many parts.
  on_get(site, desk, "/cooperation/commissions", commission_list);
  on_get(site, desk, "/cooperation/reports", report_list);
  on_get(site, desk, "/cooperation/work", work_list);
  on_get(site, desk, "/cooperation/{file}", single);
}

}  // namespace arasha::cooperation

// The list of cases: filters, order, pages, what one keeps of them, and what is done with several cases at once.
#include "casework/lists/bulk.h"
#include "casework/lists/case_filter.h"
#include "casework/lists/flags_panel.h"
#include "casework/lists/saved.h"
#include "casework/plan/panel.h"
#include "casework/retention/pages.h"

namespace arasha::casework {
namespace {

Html case_table(const Visit& visit, const vault::Directory& state, const AskedCases& asked, const projection::CaseList& list, Date day) {
  const Catalogue& words = visit.words;
  web::Table table(words, words.text(N_("Cases")), case_columns());
  table.sorted(asked.sort, "/cases", asked.address);
  for (const auto& [file, card] : list.rows) {
    const std::string id = file.text();
    table.row();
    const Html pick = el("label", {{"class", "arasha-pick"}},
                         void_el("input", {{"type", "checkbox"}, {"name", "case"}, {"value", id}}),
                         el("span", {{"class", "govuk-visually-hidden"}}, words.text(N_("Choose")), " ", card.alias()));
    table.cell(el("span", {{"class", "arasha-nowrap"}}, pick, web::link("/case/" + id, card.alias().empty() ? words.text(N_("Case")) : std::string_view(card.alias()))));
    table.cell(state_tag(words, card.state()), " ", held_tag(words, card, day), " ", flag_tags(words, card));
    Html danger = danger_tag(words, card);
    danger.add(" ");
    danger.add(risk_tag(words, card));
    if (!card.approval_since().empty()) danger.add(" "), danger.add(web::tag(web::Meaning::waiting, words.text(N_("Waits for approval"))));
    table.cell(danger);
    table.cell(member_name(state, card.owner()));
    table.cell(label(words, "identification_status", card.identification()));
    table.cell(el("span", {{"class", "arasha-nowrap"}}, short_date(card.opened())));
    table.cell(el("span", {{"class", "arasha-nowrap"}}, short_date(card.updated())));
  }
  return std::move(table).html();
}

web::Response case_list(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto state = desk.vault.directory();
  const auto saved = saved_filters(desk, visit.keyring);
  if (!saved) return web::error_page(visit, saved.error());
  if (visit.request.query.fields().empty()) {
    if (const std::string first = first_view(*saved); !first.empty()) return web::Response::redirect("/cases?" + first);
  }
  AskedCases asked = read_filter(words, *state, visit.request.query);
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
  page.main.add(saved_links(visit, *saved, address_of(asked)));
  page.main.add(web::filter_panel(words, "/cases", filter_fields(words, *state, asked), false));
  page.main.add(web::chips(words, asked.chips, "/cases?view=all"));
  if (asked.is_filtered()) page.main.add(keep_filter_form(visit, address_of(asked)));
  if (list.rows.empty()) {
    page.main.add(web::empty_state(words.text(N_("No case fits.")), asked.chips.empty() ? words.text(N_("Cases that your circles may open appear here.")) : words.text(N_("Take off a filter, or look for the person by name.")),
                                   web::actions(web::button_link("/people", words.text(N_("Find a person")), web::ButtonKind::secondary))));
    return web::Response::page(web::layout(page));
  }
  const std::string back = web::address_with("/cases", asked.address, {{"page", paging.number > 1 ? std::to_string(paging.number) : ""}});
  page.main.add(el("form", {{"method", "post"}, {"action", "/cases/assign"}}, web::csrf_field(visit.csrf), case_table(visit, *state, asked, list, today(desk)),
                   bulk_fields(desk, visit, *state, {back, address_of(asked), list.total})));
  page.main.add(web::pagination(words, paging, "/cases", asked.address));
  page.main.add(web::paragraph(web::link(web::address_with("/out/cases", asked.address), words.text(N_("This list as a table for Excel")))));
  page.main.add(web::paragraph(web::link("/retention", words.text(N_("How long closed cases are kept, and erasing them")))));
  return web::Response::page(web::layout(page));
}

}  // namespace

void add_list_pages(web::Site& site, const Desk& desk) {
  site.place(12, "/cases", N_("Cases"), [](const vault::Directory& state, MemberId member) {
    return reads(state, member, ASSISTANCE);
  });
  on_get(site, desk, "/cases", case_list);
  add_bulk_pages(site, desk);
  add_saved_pages(site, desk);
}

}  // namespace arasha::casework

// Giving the directory on: what may leave, as HSDS 3.0; and the list of what left.
#include <algorithm>

#include "directory/export.h"
#include "directory/room.h"
#include "schema/vocabulary.h"

namespace arasha::directory {
namespace {

constexpr const char* kAddress = "/directory/given";

web::Response page_of(const Desk& desk, const Visit& visit, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  std::vector<Row> outflows;
  HsdsExporter exporter;
  {
    auto access = desk.projection.enter(visit.keyring, DIRECTORY);
    if (!access) return web::error_page(visit, access.error());
    outflows = desk.table.outflows(*access);
    for (const Row& row : desk.table.organisations(*access)) exporter.add(row.file, row.card);
  }
  const HsdsExport out = exporter.take();
  if (auto recorded = desk.vault.record(visit.keyring, vault::Action::listed, FileId(), static_cast<std::uint32_t>(out.files.size())); !recorded) {
    return web::error_page(visit, recorded.error());
  }
  web::Page page = visit.page(std::string(words.text(N_("Give the directory on"))));
  page.back = kHome;
  page.wrong = !errors.empty();
  const web::Labels labels = {{"recipient", std::string(words.text(N_("To whom, and what for")))}, {"form", std::string(words.text(N_("As what")))}};
  page.main = web::error_summary(words, errors, labels);
  page.main.add(web::heading(page.title));
  page.main.add(web::paragraph(words.plural("{1} organisation may be given on.", "{1} organisations may be given on.", static_cast<std::int64_t>(out.files.size()))));
  page.main.add(web::paragraph(words.text(N_("Secret addresses, contacts that stay with us and how to write safely never leave. No case and no person whom we help stands in the directory."))));
  if (!out.withheld.empty()) {
    std::string names;
    for (const std::string& name : out.withheld) names += (names.empty() ? "" : "; ") + name;
    page.main.add(web::warning(words, words.text(N_("These are held back, for their secret address stands in another field too. Put it right there: {1}"), {names})));
  }
  if (writes(desk, visit)) {
    web::ChoiceField form{"form", labels.at("form"), {}, {}};
    for (const schema::Option& option : schema::options_of("directory_form", words)) form.choices.push_back({option.code, option.label});
    form.chosen = {visit.request.form.has("form") ? std::string(visit.request.form.get("form")) : "json"};
    const web::TextField recipient{.name = "recipient", .label = labels.at("recipient"), .value = std::string(visit.request.form.get("recipient")), .max_length = 200};
    page.main.add(web::post_form(kAddress, visit.csrf, web::text_field(words, recipient, errors), web::choice_field(words, form, errors),
                                 web::actions(web::button(words.text(N_("Make the file"))))));
  }
  if (!outflows.empty()) {
    page.main.add(web::subheading(words.text(N_("What was given on"))));
    web::Table table(words, words.text(N_("What was given on")), {{N_("Date")}, {N_("To whom")}, {N_("As what")}, {N_("Organisations"), "", true}, {N_("Who gave it")}}, outflows.size());
    const auto state = desk.vault.directory();
    for (const Row& row : outflows) {
      const DirectoryOutflow& one = row.card.outflow();
      const auto member = MemberId::from_text(one.member());
      table.row();
      table.cell(web::date_label(words, one.date()));
      table.cell(one.recipient());
      table.cell(web::label(words, "directory_form", one.form()));
      table.cell(one.organisations());
      table.cell(member ? member_name(*state, *member) : std::string());
    }
    page.main.add(std::move(table).html());
  }
  return web::Response::page(web::layout(page), errors.empty() ? 200 : 400);
}

web::Response show(const Desk& desk, const Visit& visit) { return page_of(desk, visit, {}); }

web::Response give(const Desk& desk, const Visit& visit) {
  if (!writes(desk, visit)) return web::no_page(visit);
  DirectoryOutflow outflow;
  web::FieldErrors errors = schema::parse_form(visit.request.form, outflow);
  std::erase_if(errors, [](const auto& error) { return error.field != "recipient" && error.field != "form"; });
  if (errors.empty() && outflow.recipient().empty()) errors.push_back({"recipient", Error(ErrorCode::invalid_input, "Answer this question.")});
  if (errors.empty() && outflow.form().empty()) errors.push_back({"form", Error(ErrorCode::invalid_input, "Answer this question.")});
  if (!errors.empty()) return page_of(desk, visit, errors);
  const auto file = export_directory(desk.vault, visit.keyring, desk.projection, desk.table, outflow.recipient(), outflow.form());
  if (!file) return web::error_page(visit, file.error());
  if (outflow.form() == "csv") return web::Response::download("directory.zip", "application/zip", file->content);
  return web::Response::download("directory.json", "application/json", file->content);
}

}  // namespace

void add_export_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, kAddress, show);
  on_post(site, desk, kAddress, give);
}

}  // namespace arasha::directory

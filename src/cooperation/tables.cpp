// The lists as files for Excel. What goes is recorded file by file before it goes.
#include <set>

#include "arasha/options.pb.h"
#include "cooperation/single.h"
#include "cooperation/work_query.h"
#include "statistics/table_out.h"

namespace arasha::cooperation {
namespace {

constexpr const char* kXlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

using statistics::CellKind;
using statistics::TableColumn;

struct Sheet {
  std::vector<TableColumn> columns;
  std::vector<std::vector<std::string>> rows;
  std::set<FileId> files;
};

Sheet with_columns(const Catalogue& words, std::initializer_list<std::pair<const char*, CellKind>> columns) {
  Sheet out;
  for (const auto& [title, kind] : columns) out.columns.push_back({std::string(words.text(title)), kind});
  return out;
}

Sheet agreements(const Catalogue& words, const Cards& cards, Date day) {
  Sheet out = with_columns(words, {{N_("Title"), CellKind::text}, {N_("Kind of agreement"), CellKind::text}, {N_("Parties"), CellKind::text}, {N_("Valid from"), CellKind::date},
                                   {N_("Valid until"), CellKind::date}, {N_("How it is prolonged"), CellKind::text}, {N_("Ended on"), CellKind::date}, {N_("Days left"), CellKind::number}});
  for (const AgreementRow& row : agreement_rows(cards, day)) {
    std::string bodies;
    for (const std::string& body : row.card->bodies()) bodies += (bodies.empty() ? "" : "; ") + body;
    out.rows.push_back({row.card->title(), label(words, "agreement_kind", row.card->code()), bodies, row.card->from(), row.card->until(),
                        label(words, "agreement_prolongation", row.card->prolongation()), row.card->ended(), row.days ? std::to_string(*row.days) : std::string()});
    out.files.insert(row.file);
  }
  return out;
}

Sheet work(const Catalogue& words, const Cards& cards, const WorkQuery& query, Date day) {
  Sheet out = with_columns(words, {{N_("What"), CellKind::text}, {N_("Responsible body"), CellKind::text}, {N_("Responsible person"), CellKind::text}, {N_("By when"), CellKind::date},
                                   {N_("State"), CellKind::text}, {N_("Since"), CellKind::date}, {N_("Days late"), CellKind::number}, {N_("Evidence"), CellKind::number},
                                   {N_("Commission or report"), CellKind::text}, {N_("Level"), CellKind::text}, {N_("Date of the meeting"), CellKind::date}, {N_("Number"), CellKind::text}});
  for (const WorkRow& row : work_rows(cards, query, day)) {
    const bool is_decision = row.card->kind() == "commission";
    out.rows.push_back({row.work->text(), row.work->body(), row.work->person(), row.work->due(), label(words, "work_state", row.work->state()), row.work->since(),
                        row.is_late() ? std::to_string(-*row.days) : std::string(), std::to_string(row.work->evidence()), row.card->title(),
                        is_decision ? label(words, "commission_level", row.card->code()) : std::string(), is_decision ? row.work->date() : std::string(), row.work->number()});
    out.files.insert(row.file);
  }
  return out;
}

Sheet recommendations(const Catalogue& words, const Cards& cards, Date day) {
  Sheet out = with_columns(words, {{N_("Report"), CellKind::text}, {N_("Year"), CellKind::number}, {N_("Number"), CellKind::text}, {N_("What is recommended"), CellKind::text}, {N_("To whom"), CellKind::text},
                                   {N_("Actions"), CellKind::number}, {N_("Carried out"), CellKind::number}, {N_("Late"), CellKind::number}, {N_("Evidence"), CellKind::number}, {N_("Conclusion"), CellKind::text}, {N_("Since"), CellKind::date}});
  for (const AimRow& row : aim_rows(cards, day)) {
    out.rows.push_back({row.card->title(), row.card->year(), row.aim->number(), row.aim->text(), row.aim->to(), std::to_string(row.actions), std::to_string(row.done), std::to_string(row.late),
                        std::to_string(row.evidence), label(words, "recommendation_verdict", row.aim->verdict()), row.aim->since()});
    out.files.insert(row.file);
  }
  return out;
}

web::Response table(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const std::string& which = visit.parameters.at("which");
  if (which != "agreements" && which != "work" && which != "recommendations") return no_page(visit);
  const auto cards = load(desk, visit, vault::Action::exported);
  if (!cards) return web::error_page(visit, cards.error());
  const Date day = today(desk);
  const Sheet sheet = which == "agreements" ? agreements(words, *cards, day)
                      : which == "work"     ? work(words, *cards, read_work_query(words, *cards, visit.request.query, visit.keyring.member()).query, day)
                                            : recommendations(words, *cards, day);
  const std::vector<FileId> files(sheet.files.begin(), sheet.files.end());
  if (const auto recorded = desk.vault.record_all(visit.keyring, vault::Action::exported, files); !recorded) return web::error_page(visit, recorded.error());
  std::size_t at = 0;
  const statistics::NextRow next = [&](std::vector<std::string>& row) -> Result<bool> {
    if (at == sheet.rows.size()) return false;
    row = sheet.rows[at++];
    return true;
  };
  const bool csv = visit.request.query.get("format") == "csv";
  auto made = csv ? statistics::to_csv(sheet.columns, next) : statistics::to_xlsx(which, sheet.columns, next);
  if (!made) return web::error_page(visit, made.error());
  const std::string name = which + "-" + to_iso(day) + (csv ? ".csv" : ".xlsx");
  return web::Response::download(name, csv ? "text/csv; charset=utf-8" : kXlsxType, std::move(*made));
}

}  // namespace

Html table_links(const Catalogue& words, std::string_view which, const std::string& query) {
  const std::string address = "/cooperation/table/" + std::string(which) + "?" + (query.empty() ? "" : query + "&");
  const auto to = [&](const char* format, const char* text) { return el("a", {{"class", "govuk-link"}, {"href", address + "format=" + format}, {"download", ""}}, words.text(text)); };
  return web::paragraph(words.text(N_("This list as a table:")), " ", to("xlsx", N_("for Excel")), " · ", to("csv", N_("CSV")));
}

void add_table_pages(web::Site& site, const Desk& desk) { on_get(site, desk, "/cooperation/table/{which}", table); }

}  // namespace arasha::cooperation

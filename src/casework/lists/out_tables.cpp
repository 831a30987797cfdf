#include "casework/lists/out_tables.h"

#include <algorithm>
#include <deque>

#include "casework/lists/out_rows.h"
#include "casework/tasks/all_dues.h"
#include "casework/tasks/words.h"

namespace arasha::casework {
namespace {

using statistics::CellKind;

constexpr std::size_t kPeopleMost = 1'000;
constexpr CellKind kText = CellKind::text;
constexpr CellKind kDate = CellKind::date;
constexpr CellKind kNumber = CellKind::number;

const std::vector<OutColumn> kCases = {
    {"alias", N_("Case"), kText, "*", false, true},
    {"state", N_("State"), kText, "services", false, true},
    {"opened", N_("Opened"), kDate, "services", false, true},
    {"updated", N_("Changed"), kDate, "", false, false},
    {"closed", N_("Closed"), kDate, "services", false, false},
    {"closure_reason", N_("Reason of the closing"), kText, "services", false, false},
    {"owner", N_("Who looks after the case"), kText, "", false, true},
    {"danger", N_("Danger"), kText, "risk", false, true},
    {"risk", N_("Risk"), kText, "risk", false, false},
    {"flags", N_("Flags"), kText, "", false, false},
    {"identification", N_("Identification"), kText, "what_happened", false, true},
    {"exploitation", N_("Exploitation"), kText, "what_happened", false, false},
    {"country", N_("Country of exploitation"), kText, "what_happened", false, false},
    {"source", N_("Who told us"), kText, "services", false, false},
    {"services", N_("Number of services"), kNumber, "services", false, false},
    {"open_needs", N_("Open needs"), kNumber, "services", false, false},
    {"review", N_("Plan to be reviewed"), kDate, "services", false, false},
    {"approval", N_("Waits for approval since"), kDate, "", false, false},
    {"return", N_("Return"), kText, "whereabouts", false, false},
    {"departure", N_("Departure"), kDate, "whereabouts", false, false},
    {"arrival", N_("Arrival"), kDate, "whereabouts", false, false},
    {"provenance", N_("Where the record comes from"), kText, "", false, false},
    {"sex", N_("Sex"), kText, "identity", false, false},
    {"age", N_("Age"), kText, "identity", false, false},
    {"citizenship", N_("Citizenship"), kText, "identity", false, false},
    {"name", N_("Name"), kText, "identity", true, false},
    {"birth_date", N_("Date of birth"), kDate, "identity", true, false},
    {"document", N_("Number of the document"), kText, "identity", true, false},
    {"phone", N_("Telephone"), kText, "contact", true, false},
};

const std::vector<OutColumn> kTodo = {
    {"alias", N_("Case"), kText, "", false, true},
    {"day", N_("Day"), kDate, "", false, true},
    {"kind", N_("Kind"), kText, "", false, true},
    {"late", N_("Late"), kText, "", false, true},
    {"owner", N_("Who does it"), kText, "", false, true},
    {"danger", N_("Danger"), kText, "", false, false},
    {"what", N_("What is to be done"), kText, "", true, false},
};

const std::vector<OutColumn> kServices = {
    {"alias", N_("Case"), kText, "*", false, true},
    {"kind", N_("Kind of the Standard"), kText, "services", false, false},
    {"item", N_("Item"), kText, "services", false, true},
    {"date", N_("Date"), kDate, "services", false, true},
    {"until", N_("Last day of the period"), kDate, "services", false, true},
    {"quantity", N_("Quantity"), kNumber, "services", false, true},
    {"unit", N_("Unit"), kText, "services", false, true},
    {"funding", N_("Paid by"), kText, "services", false, true},
    {"project", N_("Project or contract"), kText, "services", false, true},
    {"provider", N_("Provider"), kText, "services", false, false},
    {"provider_kind", N_("Who that is"), kText, "services", false, false},
    {"receipt", N_("Receipt"), kText, "services", false, false},
    {"receipt_number", N_("Number of the receipt"), kText, "services", false, false},
    {"name", N_("Name"), kText, "identity", true, false},
    {"birth_date", N_("Date of birth"), kDate, "identity", true, false},
};

const std::vector<OutColumn> kPeople = {
    {"cases", N_("Cases"), kText, "", false, true},
    {"sex", N_("Sex"), kText, "", false, true},
    {"age", N_("Age"), kText, "", false, true},
    {"citizenship", N_("Citizenship"), kText, "", false, true},
    {"name", N_("Name"), kText, "", true, false},
    {"other_names", N_("Other names and spellings"), kText, "", true, false},
    {"birth_date", N_("Date of birth"), kDate, "", true, false},
    {"document", N_("Number of the document"), kText, "", true, false},
    {"phone", N_("Telephone"), kText, "", true, false},
};

Error too_many(std::size_t most) { return {ErrorCode::too_large, "These are too many cases for one table. Narrow the filter: at most {1}.", {std::to_string(most)}}; }

// The cases that the request is about, in order.
Result<std::vector<FileId>> case_files(const Desk& desk, const Visit& visit, const OutRequest& request) {
  const AskedCases asked = read_filter(visit.words, *desk.vault.directory(), request.filter);
  TRY(access, desk.tables.projection().enter(visit.keyring, ASSISTANCE));
  std::vector<FileId> files = desk.tables.cases().files(access, asked.query);
  if (request.kind == OutKind::services) {
    // The card says whether there are services at all, and when the case was last written in.
    std::erase_if(files, [&](FileId file) {
      const auto card = desk.tables.cases().card(access, file);
      return !card || card->services() == 0 || card->updated() < request.from;
    });
  }
  const std::size_t most = request.outside ? kOutsideMost : request.kind == OutKind::services ? kServicesMost : statistics::kTableRows;
  if (files.size() > most) return too_many(most);
  return files;
}

Result<projection::DueList> dues_of(const Desk& desk, const Visit& visit, const OutRequest& request) {
  projection::DueQuery query;
  query.today = to_iso(today(desk));
  query.until = until_of(request.span, today(desk));
  query.member = request.whose == "mine" ? visit.keyring.member().text() : request.whose == "nobody" ? "-" : "";
  query.limit = statistics::kTableRows;
  return all_dues(desk, visit, query);
}

Result<std::vector<projection::PersonFound>> people_found(const Desk& desk, const Visit& visit, const OutRequest& request) {
  TRY(access, desk.tables.projection().enter(visit.keyring, IDENTITY));
  return desk.tables.people().search(access, request.text, kPeopleMost);
}

HandingOver::To to_whom(const Visit&, const OutRequest& request) {
  HandingOver::To to{request.purpose, request.recipient, {}, request.kind == OutKind::services ? "services" : "cases"};
  for (const OutColumn* column : request.columns) {
    const std::string group = column->group;
    if (group.empty() || group == "*" || std::find(to.groups.begin(), to.groups.end(), group) != to.groups.end()) continue;
    to.groups.push_back(group);
  }
  return to;
}

// The columns that can go to this recipient at all.
std::vector<const OutColumn*> columns_of(const OutRequest& request) {
  std::vector<const OutColumn*> out = request.columns;
  if (request.outside) std::erase_if(out, [](const OutColumn* column) { return *column->group == '\0'; });
  return out;
}

Result<OutTable> begin_cases(const Desk& desk, const Visit& visit, const OutRequest& request) {
  TRY(files, case_files(desk, visit, request));
  CaseRows rows;
  rows.columns = columns_of(request);
  if (request.outside) {
    HandingOver handing(desk.vault, visit.keyring, to_whom(visit, request));
    Cases cases(desk.vault);
    for (const FileId file : files) {
      TRY(story, cases.read(visit.keyring, file));
      TRY(groups, handing.permitted(file, story));
      if (groups.empty()) continue;
      rows.files.push_back(file);
      rows.groups.push_back(std::move(groups));
    }
  } else {
    rows.files = std::move(files);
  }
  TRY_VOID(desk.vault.record_all(visit.keyring, vault::Action::exported, rows.files));
  TRY_VOID(desk.vault.record(visit.keyring, vault::Action::exported, FileId(), static_cast<std::uint32_t>(rows.files.size())));
  OutTable out;
  out.next = request.kind == OutKind::services ? service_rows(desk, visit, std::move(rows), request.from, request.until) : case_rows(desk, visit, std::move(rows));
  return out;
}

Result<OutTable> begin_todo(const Desk& desk, const Visit& visit, const OutRequest& request) {
  TRY(found, dues_of(desk, visit, request));
  std::vector<FileId> files;
  std::set<FileId> seen;
  for (const auto& row : found.rows) {
    if (seen.insert(row.file).second) files.push_back(row.file);
  }
  TRY_VOID(desk.vault.record_all(visit.keyring, vault::Action::exported, files));
  TRY_VOID(desk.vault.record(visit.keyring, vault::Action::exported, FileId(), static_cast<std::uint32_t>(files.size())));
  OutTable out;
  out.next = due_rows(desk, visit, columns_of(request), std::move(found.rows));
  return out;
}

Result<OutTable> begin_people(const Desk& desk, const Visit& visit, const OutRequest& request) {
  TRY(found, people_found(desk, visit, request));
  std::vector<FileId> files;
  for (const auto& one : found) files.insert(files.end(), one.files.begin(), one.files.end());
  TRY_VOID(desk.vault.record_all(visit.keyring, vault::Action::exported, files));
  TRY_VOID(desk.vault.record(visit.keyring, vault::Action::exported, FileId(), static_cast<std::uint32_t>(files.size())));
  OutTable out;
  out.next = person_rows(desk, visit, columns_of(request), std::move(found));
  return out;
}

Result<OutPreview> preview_cases(const Desk& desk, const Visit& visit, const OutRequest& request) {
  TRY(files, case_files(desk, visit, request));
  OutPreview out;
  out.number = files.size();
  out.counts_cases = request.kind == OutKind::services;
  if (!request.outside) return out;
  HandingOver handing(desk.vault, visit.keyring, to_whom(visit, request));
  Cases cases(desk.vault);
  for (const FileId file : files) {
    TRY(story, cases.read(visit.keyring, file));
    TRY(groups, handing.would_permit(story));
    if (!groups.empty()) ++out.may_go;
  }
  out.left_out = handing.left_out();
  out.in_part = handing.in_part();
  return out;
}

}  // namespace

std::optional<OutKind> out_kind(std::string_view code) {
  for (const OutKind kind : {OutKind::cases, OutKind::todo, OutKind::services, OutKind::people}) {
    if (code == out_code(kind)) return kind;
  }
  return std::nullopt;
}

const char* out_code(OutKind kind) {
  switch (kind) {
    case OutKind::cases: return "cases";
    case OutKind::todo: return "todo";
    case OutKind::services: return "services";
    case OutKind::people: break;
  }
  return "people";
}

const std::vector<OutColumn>& out_columns(OutKind kind) {
  switch (kind) {
    case OutKind::cases: return kCases;
    case OutKind::todo: return kTodo;
    case OutKind::services: return kServices;
    case OutKind::people: break;
  }
  return kPeople;
}

Result<OutPreview> preview_out(const Desk& desk, const Visit& visit, const OutRequest& request) {
  OutPreview out;
  if (request.kind == OutKind::todo) {
    TRY(found, dues_of(desk, visit, request));
    out.number = found.rows.size();
  } else if (request.kind == OutKind::people) {
    TRY(found, people_found(desk, visit, request));
    out.number = found.size();
  } else {
    TRY(preview, preview_cases(desk, visit, request));
    out = std::move(preview);
  }
  TRY_VOID(desk.vault.record(visit.keyring, vault::Action::listed, FileId(), static_cast<std::uint32_t>(out.number)));
  return out;
}

Result<OutTable> begin_out(const Desk& desk, const Visit& visit, const OutRequest& request) {
  auto out = request.kind == OutKind::todo ? begin_todo(desk, visit, request) : request.kind == OutKind::people ? begin_people(desk, visit, request) : begin_cases(desk, visit, request);
  if (!out) return out;
  for (const OutColumn* column : columns_of(request)) out->columns.push_back({std::string(visit.words.text(column->label)), column->kind});
  return out;
}

}  // namespace arasha::casework

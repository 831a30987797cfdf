// arasha export: the cases that the member may open, as a table of a standard.
#include <ostream>
#include <sstream>

#include "app/acting.h"
#include "app/handing_over.h"
#include "app/output.h"
#include "arasha/options.pb.h"
#include "base/text.h"
#include "casework/cases.h"
#include "casework/lists/htcds_record.h"
#include "projection/case_table.h"
#include "statistics/ctdc.h"
#include "statistics/facts_table.h"
#include "statistics/htcds.h"

namespace arasha::app {
namespace {

struct Exported {
  std::string table;
  std::size_t records = 0;
};

Result<void> record(ActingMember& member, std::size_t records) {
  return member.vault->record(member.keyring, vault::Action::exported, FileId(), static_cast<std::uint32_t>(records));
}

// Facts that were written, and nothing else: what was not derived by the deliberate step does not leave.
Result<Exported> export_ctdc(ActingMember& member) {
  statistics::FactsTable table;
  projection::Projection projection(*member.vault);
  projection.attach(FACTS, table);
  Exported out;
  std::ostringstream text;
  statistics::CsvWriter csv(text);
  csv.row(statistics::ctdc_columns());
  {
    TRY(access, projection.enter(member.keyring, FACTS));
    table.each(access, [&](std::span<const std::string_view> values) {
      csv.row(values);
      ++out.records;
    });
  }
  TRY_VOID(record(member, out.records));
  out.table = std::move(text).str();
  return out;
}

std::vector<projection::CaseRow> case_rows(const projection::CaseTable& table, const projection::Access& access) {
  projection::CaseQuery query;
  query.limit = SIZE_MAX;
  query.order = projection::CaseOrder::opened;
  query.ascending = true;
  return table.list(access, query).rows;
}

std::string owner_name(const vault::Vault& vault, const std::string& id) {
  const auto member = MemberId::from_text(id);
  const auto state = vault.directory();
  const vault::Member* found = member ? state->member(*member) : nullptr;
  return found == nullptr ? std::string() : found->name;
}

// The cases of this standard: a record of the other dataset says nothing that it has a column for.
Result<std::vector<projection::CaseRow>> htcds_rows(Terminal& terminal, ActingMember& member) {
  std::vector<projection::CaseRow> rows;
  {
    projection::CaseTable table;
    projection::Projection projection(*member.vault);
    projection.attach(ASSISTANCE, table);
    TRY(access, projection.enter(member.keyring, ASSISTANCE));
    rows = case_rows(table, access);
  }
  const std::size_t all = rows.size();
  std::erase_if(rows, [](const projection::CaseRow& row) { return row.card.provenance() == "ctdc_import"; });
  if (const auto left_out = static_cast<std::int64_t>(all - rows.size()); left_out > 0) {
    terminal.error << terminal.words.plural("{1} record that came from a CTDC table is left out; export it as ctdc.",
                                            "{1} records that came from a CTDC table are left out; export them as ctdc.", left_out)
                   << '\n';
  }
  return rows;
}

// For the own organisation: everything that the member may open. Nobody else is to receive it.
Result<Exported> export_htcds(Terminal& terminal, ActingMember& member) {
  TRY(rows, htcds_rows(terminal, member));
  TRY_VOID(record(member, rows.size()));

  Exported out;
  std::ostringstream text;
  statistics::HtcdsWriter writer(text);
  casework::Cases cases(*member.vault);
  Progress progress(terminal, rows.size());
  std::int64_t without_person = 0;
  for (const projection::CaseRow& row : rows) {
    TRY(story, cases.read(member.keyring, row.file, vault::Action::exported));
    statistics::HtcdsRecord htcds = casework::htcds_record(story, owner_name(*member.vault, row.card.owner()));
    const auto person = FileId::from_text(row.card.person());
    if (person && member.vault->may_open(member.keyring, *person, IDENTITY)) {
      TRY(who, cases.read(member.keyring, *person, vault::Action::exported));
      if (const auto* identity = who.last<Identity>()) htcds.identity = *identity;
    } else {
      ++without_person;
    }
    writer.add(htcds);
    progress.reach(++out.records);
  }
  const Catalogue& words = terminal.words;
  if (without_person > 0) {
    terminal.error << words.plural("{1} case is without the person's details, which you cannot open.",
                                   "{1} cases are without the person's details, which you cannot open.", without_person)
                   << '\n';
  }
  terminal.error << words.text(N_("This table is for your own organisation only. To give cases to others, say for what and to whom: --purpose and --recipient.")) << '\n';
  out.table = std::move(text).str();
  return out;
}

// For others: of each case what the person agreed to, written down in the case before anything leaves.
Result<Exported> export_htcds_to(Terminal& terminal, ActingMember& member, casework::HandingOver& handing) {
  TRY(rows, htcds_rows(terminal, member));
  Exported out;
  std::ostringstream text;
  statistics::HtcdsWriter writer(text);
  casework::Cases cases(*member.vault);
  Progress progress(terminal, rows.size());
  std::size_t done = 0;
  for (const projection::CaseRow& row : rows) {
    TRY(story, cases.read(member.keyring, row.file));
    statistics::HtcdsRecord htcds = casework::htcds_record(story, owner_name(*member.vault, row.card.owner()));
    TRY(groups, handing.permitted(row.file, story));
    if (!groups.empty()) {
      const auto person = FileId::from_text(row.card.person());
      if (person && member.vault->may_open(member.keyring, *person, IDENTITY)) {
        TRY(who, cases.read(member.keyring, *person, vault::Action::exported));
        if (const auto* identity = who.last<Identity>()) htcds.identity = *identity;
      }
      casework::limit_to(groups, htcds);
      TRY_VOID(member.vault->record(member.keyring, vault::Action::exported, row.file, 1));
      writer.add(htcds);
      ++out.records;
    }
    progress.reach(++done);
  }
  TRY_VOID(record(member, out.records));
  say(terminal, handing);
  out.table = std::move(text).str();
  return out;
}

}  // namespace

Result<void> export_cases(Terminal& terminal, const ExportArguments& arguments) {
  TRY_VOID(check_recipient(arguments));
  TRY_VOID(check_output(arguments.file));
  const SystemClock clock;
  TRY(member, sign_in(arguments.acting, clock));
  const bool is_ctdc = arguments.format == "ctdc";
  if (!is_reader(member, is_ctdc ? FACTS : ASSISTANCE)) {
    return Error(ErrorCode::denied, "You are not in the circles that may read these cases. Ask a steward.");
  }
  const bool to_others = !arguments.recipient.empty();
  casework::HandingOver handing(*member.vault, member.keyring, {arguments.purpose, std::string(trim(arguments.recipient)), casework::htcds_groups(), "HTCDS"});
  TRY(exported, is_ctdc ? export_ctdc(member) : to_others ? export_htcds_to(terminal, member, handing) : export_htcds(terminal, member));
  TRY_VOID(write_output(terminal, arguments.file, exported.table));
  crypto::wipe(exported.table);
  if (arguments.file.empty()) return {};
  terminal.out << terminal.words.plural("{1} record is written.", "{1} records are written.", static_cast<std::int64_t>(exported.records)) << '\n';
  return {};
}

}  // namespace arasha::app

#include "casework/own/answers.h"

#include <set>
#include <sstream>

#include "casework/differences.h"
#include "casework/parts.h"
#include "statistics/csv.h"

namespace arasha::casework {
namespace {

// Every file in which this member opens that compartment: through circles and, where it is restricted, by name.
Result<std::set<FileId>> files_of(vault::Vault& vault, const vault::Keyring& by, vault::Compartment compartment) {
  std::set<FileId> out;
  const vault::CardUse use = [&](FileId file, std::uint32_t, BytesView) -> Result<void> {
    out.insert(file);
    return {};
  };
  const auto state = vault.directory();
  for (const auto& [id, circle] : state->circles()) {
    if (by.holds(id)) TRY_VOID(vault.each_card(by, id, compartment, use));
  }
  TRY_VOID(vault.each_card(by, vault::recipient_of(by.member()), compartment, use));
  return out;
}

}  // namespace

Result<AnswerTable> answers_of(vault::Vault& vault, const vault::Keyring& by, const schema::OwnForm& form, bool sensitive, const Catalogue& words) {
  TRY(files, files_of(vault, by, form.type().compartment));
  AnswerTable out;
  std::vector<schema::FormField> columns;
  for (schema::FormField& field : schema::form_fields(*form.type().descriptor)) {
    if (sensitive || field.sensitivity == ORDINARY) columns.push_back(std::move(field));
    else ++out.left_out;
  }
  std::ostringstream text;
  statistics::CsvWriter csv(text);
  std::vector<std::string> cells = {std::string(words.text(N_("Case"))), std::string(words.text(N_("Written on"))), std::string(words.text(N_("Corrected on")))};
  for (const schema::FormField& field : columns) cells.emplace_back(words.text(field.label.c_str()));
  csv.row(cells);
  Cases cases(vault);
  for (const FileId file : files) {
    TRY(story, cases.read(by, file, vault::Action::exported));
    const auto* opened = story.last<CaseOpened>();
    bool any = false;
    for (const Item& item : story.items) {
      const auto* message = item.latest().message.get();
      if (item.type != form.type().number || message == nullptr || schema::form_name_of(*message) != form.definition().name()) continue;
      TRY(answers, form.read(schema::serialise(*message)));
      cells = {opened != nullptr ? opened->alias() : file.text(), to_iso(local_day(item.first().time)),
               item.versions.size() > 1 ? to_iso(local_day(item.latest().time)) : std::string()};
      for (const schema::FormField& field : columns) cells.push_back(value_of(*answers, field, words));
      csv.row(cells);
      ++out.answers;
      any = true;
    }
    if (any) ++out.files;
  }
  TRY_VOID(vault.record(by, vault::Action::exported, FileId(), static_cast<std::uint32_t>(files.size())));
  out.csv = std::move(text).str();
  return out;
}

}  // namespace arasha::casework

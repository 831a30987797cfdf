// arasha forms: the organisation's own forms as a file, and the answers to one of them as a table.
#include <ostream>

#include "app/acting.h"
#include "app/output.h"
#include "base/file.h"
#include "casework/own/answers.h"
#include "casework/own/changes.h"
#include "casework/own/drafts.h"
#include "casework/own/set_file.h"

namespace arasha::app {
namespace {

const char* words_of(casework::ImportStep::Way way) {
  switch (way) {
    case casework::ImportStep::Way::fresh: return N_("New");
    case casework::ImportStep::Way::changed: return N_("Is changed");
    case casework::ImportStep::Way::same: return N_("Is here already");
    default: return N_("Does not fit");
  }
}

void say(Terminal& terminal, const casework::ImportStep& step) {
  const Catalogue& words = terminal.words;
  terminal.out << step.form.name() << ": " << words.text(words_of(step.way)) << '\n';
  for (const schema::FieldError& error : step.errors) terminal.out << "  " << words.error(error.error) << '\n';
  if (!step.errors.empty()) return;
  for (const std::string& line : casework::form_changes(words, step.before, step.form)) terminal.out << "  " << line << '\n';
}

}  // namespace

Result<void> export_forms(Terminal& terminal, const FormsArguments& arguments) {
  TRY_VOID(check_output(arguments.file));
  const SystemClock clock;
  TRY(member, sign_in(arguments.acting, clock));
  OwnFormSet set;
  for (const auto& form : casework::current_forms(*member.vault->directory())) *set.add_forms() = form->definition();
  TRY_VOID(write_output(terminal, arguments.file, casework::write_form_file(set)));
  if (!arguments.file.empty()) terminal.out << terminal.words.plural("{1} form is written.", "{1} forms are written.", set.forms_size()) << '\n';
  return {};
}

Result<void> import_forms(Terminal& terminal, const FormsArguments& arguments) {
  TRY(bytes, read_file(arguments.file, casework::kLongestFormFile));
  TRY(set, casework::read_form_file(text_view(bytes)));
  const SystemClock clock;
  TRY(member, sign_in(arguments.acting, clock));
  const auto state = member.vault->directory();
  if (!casework::may_make_forms(*state, member.keyring.member())) return Error(ErrorCode::denied, "You may not do this. Ask a steward.");
  std::vector<casework::FormDraft> drafts;
  bool refused = false;
  for (const casework::ImportStep& step : casework::plan_import(set, *state)) {
    say(terminal, step);
    refused = refused || step.way == casework::ImportStep::Way::refused;
    if (step.way == casework::ImportStep::Way::fresh || step.way == casework::ImportStep::Way::changed) drafts.push_back({step.base, step.form});
  }
  if (refused) return Error(ErrorCode::conflict, "Nothing is taken over, for a form does not fit to the one of the same name that is here. Give it another name in the file, or take it out.");
  if (drafts.empty() || arguments.dry_run) {
    terminal.out << terminal.words.text(N_("Nothing was changed.")) << '\n';
    return {};
  }
  TRY_VOID(casework::put_into_use(*member.vault, member.keyring, drafts));
  terminal.out << terminal.words.text(N_("Taken over. The forms are in use.")) << '\n';
  return {};
}

Result<void> form_answers(Terminal& terminal, const FormsArguments& arguments) {
  TRY_VOID(check_output(arguments.file));
  const SystemClock clock;
  TRY(member, sign_in(arguments.acting, clock));
  const auto form = casework::current_form(*member.vault->directory(), arguments.name);
  if (form == nullptr) return Error(ErrorCode::not_found, "There is no form of this name.");
  if (!is_reader(member, form->type().compartment)) return Error(ErrorCode::denied, "You are not in the circles that may read these cases. Ask a steward.");
  TRY(table, casework::answers_of(*member.vault, member.keyring, *form, arguments.sensitive, terminal.words));
  terminal.error << terminal.words.text(N_("This table is for your own organisation only. It is recorded in the reading record.")) << '\n';
  if (table.left_out > 0) terminal.error << terminal.words.plural("{1} column is left out for its sensitivity.", "{1} columns are left out for their sensitivity.", table.left_out) << '\n';
  TRY_VOID(write_output(terminal, arguments.file, table.csv));
  crypto::wipe(table.csv);
  if (!arguments.file.empty()) terminal.out << terminal.words.plural("{1} answer is written.", "{1} answers are written.", static_cast<std::int64_t>(table.answers)) << '\n';
  return {};
}

}  // namespace arasha::app

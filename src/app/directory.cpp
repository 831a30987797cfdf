// arasha directory: files of other directories become ours, and what may be given on becomes a file.
#include <ostream>

#include "app/acting.h"
#include "app/output.h"
#include "arasha/options.pb.h"
#include "base/file.h"
#include "base/text.h"
#include "directory/export.h"
#include "directory/import.h"

namespace arasha::app {
namespace {

using directory::HsdsNote;
using directory::ImportPlan;
using directory::ImportStep;

constexpr std::size_t kNotesShown = 50;

class Notes {
 public:
  explicit Notes(Terminal& terminal) : terminal_(terminal) {}
  void say(const std::vector<HsdsNote>& notes, const std::string& about) {
    for (const HsdsNote& note : notes) {
      if (said_++ >= kNotesShown) continue;
      terminal_.error << (about.empty() ? "" : about + ": ") << note_text(terminal_.words, note) << '\n';
    }
  }
  ~Notes() {
    if (said_ > kNotesShown) terminal_.error << terminal_.words.plural("And {1} more.", "And {1} more.", static_cast<std::int64_t>(said_ - kNotesShown)) << '\n';
  }
  Notes(const Notes&) = delete;
  Notes& operator=(const Notes&) = delete;

 private:
  Terminal& terminal_;
  std::size_t said_ = 0;
};

void say(Terminal& terminal, const ImportPlan& plan) {
  const Catalogue& words = terminal.words;
  {
    Notes notes(terminal);
    for (const ImportStep& step : plan.steps) {
      notes.say(step.from.mistakes, step.from.name);
      notes.say(step.from.notes, step.from.name);
    }
    notes.say(plan.mistakes, {});
  }
  for (const auto& [name, rows] : plan.left_out) terminal.error << words.text(N_("The table {1} is not taken ({2})."), {name, std::to_string(rows)}) << '\n';
  using Way = ImportStep::Way;
  const std::pair<Way, const char*> ways[] = {{Way::fresh, N_("New")}, {Way::changed, N_("Is changed")}, {Way::same, N_("Is here already")}, {Way::refused, N_("Is not taken")}};
  for (const auto& [way, label] : ways) terminal.out << words.text(label) << ": " << plan.count(way) << '\n';
}

}  // namespace

Result<void> import_directory(Terminal& terminal, const DirectoryArguments& arguments) {
  TRY(bytes, read_file(arguments.file, directory::kHsdsBytes));
  std::string where;
  auto tables = directory::read_hsds(text_view(bytes), &where);
  if (!tables) {
    if (!where.empty()) terminal.error << where << '\n';
    return std::move(tables).error();
  }
  const SystemClock clock;
  TRY(member, sign_in(arguments.acting, clock));
  if (!directory::may_write(*member.vault->directory(), member.keyring.member())) {
    return Error(ErrorCode::denied, "You may look at the directory, not change it. Ask somebody of the Referral circle.");
  }
  directory::Table table;
  projection::Projection projection(*member.vault);
  projection.attach(DIRECTORY, table);
  std::vector<directory::Row> present;
  {
    TRY(access, projection.enter(member.keyring, DIRECTORY));
    present = table.organisations(access);
  }
  TRY_VOID(member.vault->record(member.keyring, vault::Action::listed, FileId(), static_cast<std::uint32_t>(present.size())));
  TRY(plan, directory::plan_import(*member.vault, member.keyring, *tables, arguments.may_be_given_on ? "yes" : "no", present));
  say(terminal, plan);
  if (arguments.dry_run) {
    terminal.out << terminal.words.text(N_("Nothing was written.")) << '\n';
    return {};
  }
  TRY(done, directory::carry_out(*member.vault, member.keyring, plan));
  terminal.out << terminal.words.text(N_("Taken over: {1}."), {std::to_string(done)}) << '\n';
  return {};
}

Result<void> export_directory(Terminal& terminal, const DirectoryArguments& arguments) {
  TRY_VOID(check_output(arguments.file));
  TRY(recipient, clean_text(arguments.recipient));
  if (recipient.empty() || length(recipient) > 200) return Error(ErrorCode::invalid_input, "Say to whom and what for, in at most 200 characters.");
  const SystemClock clock;
  TRY(member, sign_in(arguments.acting, clock));
  directory::Table table;
  projection::Projection projection(*member.vault);
  projection.attach(DIRECTORY, table);
  TRY(file, directory::export_directory(*member.vault, member.keyring, projection, table, recipient, arguments.format));
  for (const std::string& name : file.withheld) {
    terminal.error << terminal.words.text(N_("{1} is held back: its secret address stands in another field too."), {name}) << '\n';
  }
  TRY_VOID(write_output(terminal, arguments.file, file.content));
  if (arguments.file.empty()) return {};
  terminal.out << terminal.words.plural("{1} organisation is written.", "{1} organisations are written.", static_cast<std::int64_t>(file.organisations)) << '\n';
  return {};
}

}  // namespace arasha::app

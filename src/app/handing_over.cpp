#include "app/handing_over.h"

#include <ostream>

namespace arasha::app {

Result<void> check_recipient(const ExportArguments& arguments) {
  if (arguments.purpose.empty() && arguments.recipient.empty()) return {};
  if (arguments.format == "ctdc") {
    return Error(ErrorCode::invalid_input,
                 "A CTDC table is without names and needs no consent. Leave out --purpose and --recipient.");
  }
  return casework::check_recipient(arguments.purpose, arguments.recipient);
}

void say(Terminal& terminal, const casework::HandingOver& handing) {
  const Catalogue& words = terminal.words;
  std::int64_t all = 0;
  for (const auto& [reason, count] : handing.left_out()) all += count;
  if (handing.in_part() > 0) {
    terminal.error << words.plural("{1} case goes out in part: only what the consent covers.",
                                   "{1} cases go out in part: only what the consents cover.", handing.in_part())
                   << '\n';
  }
  if (all == 0) return;
  terminal.error
      << words.plural(
             "{1} case is left out: nothing permits to give it to this recipient for this purpose.",
             "{1} cases are left out: nothing permits to give them to this recipient for this purpose.", all)
      << '\n';
  for (const auto& [reason, count] : handing.left_out()) {
    terminal.error << "  " << count << ": " << words.text(casework::sentence_of(reason)) << '\n';
  }
}

}  // namespace arasha::app

// arasha once: a file that somebody outside reads one time.
#include <ostream>

#include "app/acting.h"
#include "base/file.h"
#include "base/text.h"
#include "exchange/once.h"

namespace arasha::app {
namespace {

// Blank lines part paragraphs.
std::vector<exchange::OnceBlock> paragraphs_of(std::string_view text) {
  std::vector<exchange::OnceBlock> out;
  std::string one;
  const auto end = [&] {
    while (one.ends_with('\n')) one.pop_back();
    if (!one.empty()) out.push_back({exchange::OnceBlock::Kind::paragraph, one});
    one.clear();
  };
  while (!text.empty()) {
    const auto stop = text.find('\n');
    const std::string line(trim(text.substr(0, stop)));
    if (line.empty()) end();
    else one += line + '\n';
    text = stop == std::string_view::npos ? std::string_view() : text.substr(stop + 1);
  }
  end();
  return out;
}

Result<exchange::OnceContent> content_of(const OnceArguments& arguments) {
  TRY(bytes, read_file(arguments.file, exchange::kOncePaperLimit));
  exchange::OnceContent out;
  out.title = arguments.title;
  if (text_view(bytes).starts_with("%PDF-")) {
    out.paper = exchange::OncePaper{arguments.file.filename().string(), std::move(bytes)};
    return out;
  }
  if (!is_utf8(text_view(bytes))) return Error(ErrorCode::unsupported, "Only a PDF or plain text in UTF-8 can be read once.");
  out.blocks = paragraphs_of(text_view(bytes));
  crypto::wipe(bytes);
  return out;
}

Result<void> make(Terminal& terminal, ActingMember& member, const OnceArguments& arguments, const Clock& clock) {
  TRY(content, content_of(arguments));
  TRY(made, exchange::make_once(*member.vault, member.keyring, content, clock.now() + std::chrono::hours(24) * arguments.days, arguments.from));
  const Catalogue& words = terminal.words;
  terminal.out << words.text(N_("Address, behind the address of your server: {1}"), {made.address}) << '\n'
               << words.text(N_("Words: {1}"), {made.words}) << '\n'
               << words.text(N_("Send the address, and tell the words by telephone. They are shown here only this time.")) << '\n';
  crypto::wipe(made.words);
  return {};
}

}  // namespace

Result<void> once(Terminal& terminal, const OnceArguments& arguments) {
  const SystemClock clock;
  TRY(member, sign_in(arguments.acting, clock));
  if (!arguments.file.empty()) return make(terminal, member, arguments, clock);
  TRY(id, exchange::once_from_address(arguments.withdraw.empty() ? arguments.look : arguments.withdraw));
  if (!arguments.withdraw.empty()) TRY_VOID(member.vault->withdraw_once(member.keyring, id));
  TRY(status, member.vault->once(id));
  const Catalogue& words = terminal.words;
  terminal.out << words.text(exchange::words_of(status.state));
  if (status.state != vault::OnceState::waiting) terminal.out << ", " << words.moment(status.ended);
  terminal.out << '\n';
  if (status.state == vault::OnceState::waiting && status.tries_left < vault::kOnceTries) {
    terminal.out << words.plural("{1} wrong try so far", "{1} wrong tries so far", vault::kOnceTries - status.tries_left) << '\n';
  }
  return {};
}

}  // namespace arasha::app

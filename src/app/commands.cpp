#include "app/commands.h"

#include <ostream>

#include "base/file.h"
#include "base/text.h"
#include "vault/backup.h"
#include "vault/verify.h"

namespace arasha::app {
namespace fs = std::filesystem;
namespace {

Result<std::vector<crypto::Share>> read_shares(const std::vector<fs::path>& files) {
  std::vector<crypto::Share> shares;
  for (const fs::path& file : files) {
    TRY(bytes, read_file(file, 65536));
    std::string_view rest = text_view(bytes);
    while (!rest.empty()) {
      const auto end = rest.find('\n');
      const std::string_view line = trim(rest.substr(0, end));
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
      if (line.empty()) continue;
      TRY(share, crypto::Share::from_text(line));
      shares.push_back(std::move(share));
    }
    crypto::wipe(bytes);
  }
  return shares;
}

void print_report(Terminal& terminal, const vault::VerifyReport& report) {
  terminal.out << terminal.words.text(N_("Everything fits together: {1} blocks of keys, {2} leaves of the ledger, {3} files, {4} entries, {5} of them erased."),
                                      {std::to_string(report.blocks), std::to_string(report.leaves), std::to_string(report.files),
                                       std::to_string(report.entries), std::to_string(report.erased)})
               << '\n';
}

void print_remains(Terminal& terminal, const vault::VerifiedRemains& found) {
  const Catalogue& words = terminal.words;
  const vault::Remains& left = found.remains;
  const auto line = [&](const char* sentence, std::vector<std::string> arguments) { terminal.out << "  " << words.text(sentence, arguments) << '\n'; };
  terminal.out << words.text(N_("File {1}: {2} entries, {3} of them without key and content."), {left.file.text(), std::to_string(left.entries), std::to_string(left.erased)}) << '\n';
  for (const vault::DestroyedPart& part : left.parts) {
    const vault::Member* member = found.state.member(part.by);
    line(N_("part {1}: destroyed by {2}, {3}; code of what was stated: {4}"),
         {std::to_string(part.compartment), member != nullptr ? member->name : part.by.text(), words.moment(part.time), to_hex(part.statement)});
  }
  line(N_("place in the ledger: {1}; hash there: {2}"), {std::to_string(left.leaf), to_hex(left.leaf_hash)});
  line(N_("left of the destroyed parts: {1} contents, {2} keys, {3} summaries"),
       {std::to_string(left.contents_left), std::to_string(left.grants_left), std::to_string(left.cards_left)});
}

}  // namespace

Result<std::string> read_password(const fs::path& file) {
  TRY(bytes, read_file(file, 4096));
  std::string_view line = text_view(bytes);
  line = line.substr(0, line.find('\n'));
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  std::string out(line);
  crypto::wipe(bytes);
  if (out.empty()) return Error(ErrorCode::invalid_input, "The file {1} is empty. Its first line must be the passphrase.", {file.string()});
  return out;
}

Result<void> init(Terminal& terminal, const InitArguments& arguments) {
  TRY(password, read_password(arguments.password_file));
  TRY(organization, clean_text(arguments.organization));
  TRY(steward, clean_text(arguments.steward));
  if (organization.empty() || steward.empty()) {
    return Error(ErrorCode::invalid_input, "Give the organisation and its first steward a name.");
  }
  vault::Vault::InitOptions options;
  options.organization = organization;
  options.steward = steward;
  options.password = password;
  options.trustees = arguments.trustees;
  options.threshold = arguments.threshold;
  options.cost.memory_mib = arguments.password_memory_mib;
  const SystemClock clock;
  auto made = vault::Vault::init(arguments.data, options, clock);
  crypto::wipe(password);
  if (!made) return std::move(made).error();

  const Catalogue& words = terminal.words;
  terminal.out << words.text(N_("The organisation is ready in {1}. Its server key is in {2}."),
                             {arguments.data.string(), vault::server_key_path(made->organization).string()})
               << "\n\n"
               << words.text(N_("Recovery: any {1} of these {2} shares bring back a lost passphrase or a lost machine. "
                                "Write each on paper, give it to its trustee, and keep none on a computer."),
                             {std::to_string(arguments.threshold), std::to_string(arguments.trustees)})
               << "\n\n";
  for (const crypto::Share& share : made->shares) {
    std::string text = share.text();
    terminal.out << words.text(N_("Share {1}:"), {std::to_string(share.index)}) << "\n  " << text << "\n";
    crypto::wipe(text);
  }
  return {};
}

Result<void> verify(Terminal& terminal, const fs::path& data, const std::string& erased) {
  TRY(report, vault::verify(data));
  print_report(terminal, report);
  if (erased.empty()) return {};
  TRY(file, FileId::from_text(erased));
  TRY(found, vault::verify_remains(data, file));
  print_remains(terminal, found);
  if (!found.remains.is_gone()) return Error(ErrorCode::damaged, "Something of the content of this file is there again: the database was changed from outside.");
  return {};
}

Result<void> backup(Terminal& terminal, const fs::path& data, const fs::path& out) {
  TRY_VOID(vault::backup(data, out));
  terminal.out << terminal.words.text(N_("The backup is in {1}. Keep it apart from this machine."), {out.string()}) << '\n';
  // Texts of law, no secret: kept as files by who wrote them.
  std::error_code ignored;
  if (const fs::path packs = data / "packs"; fs::is_directory(packs, ignored) && !fs::is_empty(packs, ignored)) {
    terminal.out << terminal.words.text(N_("Your own country packs are not in it: copy the folder {1} too."), {packs.string()}) << '\n';
  }
  return {};
}

Result<void> restore(Terminal& terminal, const fs::path& in, const fs::path& data, const std::vector<fs::path>& share_files) {
  TRY(shares, read_shares(share_files));
  TRY(report, vault::restore(in, data, shares));
  terminal.out << terminal.words.text(N_("The backup is restored into {1}."), {data.string()}) << '\n';
  print_report(terminal, report);
  return {};
}

Result<void> recover(Terminal& terminal, const RecoverArguments& arguments) {
  TRY(shares, read_shares(arguments.share_files));
  if (arguments.server_key) {
    TRY_VOID(vault::recover_server_key(arguments.data, shares));
    terminal.out << terminal.words.text(N_("The server key is on this machine again.")) << '\n';
    return {};
  }
  TRY(password, read_password(arguments.password_file));
  const SystemClock clock;
  TRY(opened, vault::Vault::open(arguments.data, clock));
  auto done = opened->recover_member(arguments.name, shares, password);
  crypto::wipe(password);
  if (!done) return done;
  terminal.out << terminal.words.text(N_("The new passphrase works. Nothing else has changed.")) << '\n';
  return {};
}

}  // namespace arasha::app

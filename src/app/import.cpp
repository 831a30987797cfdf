// arasha import: a table of cases becomes files, all or nothing.
#include <fstream>
#include <ostream>
#include <unordered_set>

#include "app/acting.h"
#include "app/records.h"
#include "arasha/cards.pb.h"
#include "arasha/options.pb.h"
#include "schema/entry_types.h"
#include "vault/alias.h"

namespace arasha::app {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMistakesShown = 20;

Result<std::ifstream> open_table(const fs::path& file) {
  std::error_code failed;
  const fs::file_status status = fs::status(file, failed);
  if (!fs::exists(status)) return Error(ErrorCode::not_found, "There is no file {1}.", {file.string()});
  // It is read twice, so a pipe will not do.
  if (!fs::is_regular_file(status)) return Error(ErrorCode::invalid_input, "{1} is not an ordinary file.", {file.string()});
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error(ErrorCode::unavailable, "The file {1} cannot be read.", {file.string()});
  return in;
}

// Of the records in their order, so that the same table is known again when a spreadsheet has saved it anew.
class Fingerprint {
 public:
  void add(const Records& records) { hash_ = crypto::fingerprint("arasha/import/v1", {hash_, records.bytes()}); }
  std::string text() const { return to_hex(BytesView(hash_).first(16)); }

 private:
  crypto::Hash hash_{};
};

struct Checked {
  std::size_t records = 0;
  std::string fingerprint;
};

// Reads everything and says every mistake that it finds.
Result<Checked> check(Terminal& terminal, const ImportArguments& arguments) {
  TRY(in, open_table(arguments.file));
  TRY(records, Records::open(arguments.format, in));
  Checked out;
  Fingerprint fingerprint;
  std::vector<Error> mistakes;
  std::size_t found = 0;
  std::size_t last_line = 0;
  while (true) {
    auto more = records->next();
    if (more && !*more) break;
    if (more) {
      ++out.records;
      fingerprint.add(*records);
      continue;
    }
    const bool is_broken = more.error().code != ErrorCode::invalid_input || records->line() == last_line;
    last_line = records->line();
    if (is_broken && found > 0) break;
    ++found;
    if (mistakes.size() < kMistakesShown) mistakes.push_back(std::move(more).error());
    if (is_broken) break;
  }
  for (const statistics::Notice& notice : records->notices()) {
    terminal.error << terminal.words.text(notice.text, notice.arguments) << '\n';
  }
  if (mistakes.size() == 1) return std::move(mistakes.front());
  for (const Error& mistake : mistakes) terminal.error << terminal.words.error(mistake) << '\n';
  if (found > 0) {
    return Error(ErrorCode::invalid_input, "Mistakes in the table: {1}. Nothing was imported.", {std::to_string(found)});
  }
  if (in.bad()) return Error(ErrorCode::unavailable, "The file {1} cannot be read to its end.", {arguments.file.string()});
  if (out.records == 0) return Error(ErrorCode::invalid_input, "The table has no records.");
  out.fingerprint = fingerprint.text();
  return out;
}

// What the cases that are here already say: their aliases, and whether these records are among them.
struct Present {
  std::unordered_set<std::string> aliases;
  bool is_imported = false;
};

Result<Present> look_around(const ActingMember& member, const std::string& fingerprint) {
  Present out;
  for (const CircleId circle : member.vault->directory()->readers(ASSISTANCE)) {
    if (!member.keyring.holds(circle)) continue;
    TRY_VOID(member.vault->each_card(member.keyring, circle, ASSISTANCE, [&](FileId, std::uint32_t, BytesView content) -> Result<void> {
      TRY(card, schema::parse_as<CaseCard>(content));
      if (card.source_file() == fingerprint) out.is_imported = true;
      out.aliases.insert(card.alias());
      return {};
    }));
  }
  return out;
}

// Gives the files of the table one by one, and at its end whether it is still the table that was checked.
class Files {
 public:
  Files(std::unique_ptr<Records> records, Origin origin, std::unordered_set<std::string>& aliases)
      : records_(std::move(records)), origin_(std::move(origin)), aliases_(aliases) {}

  Result<std::optional<vault::FileChange>> next() {
    if (place_ == files_.size()) {
      TRY(more, records_->next());
      if (!more) {
        if (fingerprint_.text() == origin_.fingerprint) return std::optional<vault::FileChange>();
        return Error(ErrorCode::conflict, "The file changed while it was read. Nothing was imported.");
      }
      fingerprint_.add(*records_);
      TRY(files, records_->files(origin_, vault::random_alias([this](const std::string& alias) { return !aliases_.insert(alias).second; })));
      files_ = std::move(files);
      place_ = 0;
    }
    return std::optional<vault::FileChange>(std::move(files_[place_++]));
  }

 private:
  std::unique_ptr<Records> records_;
  Origin origin_;
  std::unordered_set<std::string>& aliases_;
  Fingerprint fingerprint_;
  std::vector<vault::FileChange> files_;
  std::size_t place_ = 0;
};

Result<void> write_files(Terminal& terminal, const ImportArguments& arguments, ActingMember& member, const Checked& checked,
                         std::unordered_set<std::string>& aliases) {
  TRY(in, open_table(arguments.file));
  TRY(records, Records::open(arguments.format, in));
  const Origin origin{member.keyring.member(), member.vault->clock().now(), checked.fingerprint, member.vault->directory()->name()};
  Files files(std::move(records), origin, aliases);
  Progress progress(terminal, checked.records * files_of_a_record(arguments.format));
  TRY_VOID(member.vault->append_all(member.keyring, [&] { return files.next(); }, [&](std::uint64_t done) { progress.reach(done); }));
  return {};
}

}  // namespace

Result<void> import(Terminal& terminal, const ImportArguments& arguments) {
  TRY(readable, open_table(arguments.file));
  const SystemClock clock;
  TRY(member, sign_in(arguments.acting, clock));
  for (const vault::Compartment compartment : compartments_of(arguments.format)) {
    if (!is_reader(member, compartment)) {
      return Error(ErrorCode::denied, "You are not in the circles that these records are for. Ask a steward.");
    }
  }
  TRY(checked, check(terminal, arguments));
  TRY(present, look_around(member, checked.fingerprint));
  if (present.is_imported && !arguments.again) {
    return Error(ErrorCode::conflict, "These records were imported before. If you want them twice, say --again.");
  }
  const Catalogue& words = terminal.words;
  const auto number = static_cast<std::int64_t>(checked.records);
  if (arguments.dry_run) {
    terminal.out << words.plural("{1} record would be imported.", "{1} records would be imported.", number) << ' '
                 << words.text(N_("Nothing was written.")) << '\n';
    return {};
  }
  TRY_VOID(write_files(terminal, arguments, member, checked, present.aliases));
  terminal.out << words.plural("{1} record is imported.", "{1} records are imported.", number) << '\n';
  return member.vault->record(member.keyring, vault::Action::imported, FileId(), static_cast<std::uint32_t>(checked.records));
}

}  // namespace arasha::app

// The list of cases as a table: 100,000 rows to XLSX and CSV, encrypted, with the record of each case; and peak memory.
// ARASHA_BENCH_FILES sets another number.
#include <fmt/format.h>

#include <random>

#include "arasha/options.pb.h"
#include "casework/lists/out_tables.h"
#include "organization.h"
#include "statistics/locked_zip.h"
#include "vault/spoken.h"

namespace {

using namespace arasha;
using bench::must;

std::size_t files_wanted() {
  const char* set = std::getenv("ARASHA_BENCH_FILES");
  return set == nullptr ? 100'000 : std::strtoull(set, nullptr, 10);
}

vault::FileChange one_case(std::mt19937& random, std::size_t number, const std::string& owner) {
  const auto pick = [&](std::initializer_list<const char*> of) { return std::string(of.begin()[random() % of.size()]); };
  const auto date = [&] { return fmt::format("20{:02}-{:02}-{:02}", 15 + random() % 11, 1 + random() % 12, 1 + random() % 28); };
  CaseCard card;
  card.set_alias(fmt::format("case-{:06}", number));
  card.set_state(pick({"new", "active", "active", "closed", "closed", "closed"}));
  card.set_opened(date());
  card.set_updated(date());
  if (card.state() == "closed") card.set_closed(card.updated());
  card.set_owner(owner);
  card.add_sources(pick({"hotline", "police", "self", "ngo"}));
  card.set_danger(pick({"none", "none", "possible", "immediate", "unknown"}));
  card.set_identification(pick({"potential", "identified_ngo", "not_victim"}));
  card.add_exploitation(pick({"ForcedLabour", "SexualExploitation", "ForcedBegging"}));
  card.set_exploitation_country(pick({"KZ", "KZ", "RU", "TR", "AE"}));
  card.set_services(static_cast<std::uint32_t>(random() % 40));
  vault::FileChange change;
  change.file = crypto::random_id<FileId>();
  change.entries.push_back({ASSISTANCE, 7, bench::random_content(100), {}, {}});
  change.cards.push_back({ASSISTANCE, to_bytes(view(card.SerializeAsString()))});
  return change;
}

void say(const char* what, double seconds, std::size_t rows, std::size_t bytes) {
  fmt::print("  {:44} {:>6.2f} s, {:>9.0f} rows/s, {:>5.1f} MB, peak {:.0f} MB\n", what, seconds, static_cast<double>(rows) / seconds,
             static_cast<double>(bytes) / 1e6, bench::Measure::peak_megabytes());
}

}  // namespace

int main() {
  const std::size_t files = files_wanted();
  bench::Organization organization;
  vault::Vault& vault = organization.vault();
  const vault::Keyring by = organization.sign_in();
  std::mt19937 random(1);
  std::size_t number = 0;
  must(vault.append_all(by,
                        [&]() -> Result<std::optional<vault::FileChange>> {
                          if (number == files) return std::optional<vault::FileChange>();
                          return std::optional<vault::FileChange>(one_case(random, number++, by.member().text()));
                        },
                        {}));
  projection::Tables tables(vault);
  must(tables.projection().enter(by, ASSISTANCE));
  fmt::print("{} cases, eight columns, {:.1f} MB of cards in memory, peak so far {:.0f} MB\n", files, static_cast<double>(tables.projection().bytes()) / 1e6,
             bench::Measure::peak_megabytes());

  const casework::Desk desk{vault, tables, pack::Shelf::built_in()};
  const web::Request request;
  const web::PathParameters parameters;
  const web::Visit visit{request, parameters, must(vault.sign_in("Saule", bench::Organization::kPassphrase)), "", "", Catalogue::of(Language::ru), {}, "", "", 0};
  casework::OutRequest out;
  for (const casework::OutColumn& column : casework::out_columns(casework::OutKind::cases)) {
    for (const char* wanted : {"alias", "state", "opened", "owner", "danger", "identification", "country", "services"}) {
      if (std::string_view(column.code) == wanted) out.columns.push_back(&column);
    }
  }
  {
    const bench::Measure measure;
    const auto table = must(casework::begin_out(desk, visit, out));
    say("each case recorded as exported", measure.seconds(), files, 0);
    const bench::Measure making;
    const std::string sheet = must(statistics::to_xlsx("Arasha", table.columns, table.next));
    say("XLSX", making.seconds(), files, sheet.size());
    const bench::Measure locking;
    const std::string locked = must(statistics::lock_in_zip("list.xlsx", sheet, vault::suggested_passphrase()));
    say("encrypted", locking.seconds(), files, locked.size());
  }
  const auto table = must(casework::begin_out(desk, visit, out));
  const bench::Measure making;
  const std::string text = must(statistics::to_csv(table.columns, table.next));
  say("CSV", making.seconds(), files, text.size());
  return 0;
}

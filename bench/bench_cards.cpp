// An import of 97,750 files by one member, the opening of all their cards, and the rotation of a circle over them.
// ARASHA_BENCH_FILES sets another number.
#include <fmt/format.h>

#include "organization.h"
#include "vault/verify.h"

namespace {

using namespace arasha;
using bench::must;

constexpr vault::Compartment kAssistance = 3;
constexpr vault::Compartment kFacts = 6;

std::size_t files_wanted() {
  const char* set = std::getenv("ARASHA_BENCH_FILES");
  return set == nullptr ? 97'750 : std::strtoull(set, nullptr, 10);
}

vault::FileChange file_of_an_import() {
  vault::FileChange change;
  change.file = crypto::random_id<FileId>();
  change.entries.push_back({kAssistance, 7, bench::random_content(120), {}, {}});
  change.entries.push_back({kFacts, 8, bench::random_content(1000), {}, {}});
  change.cards.push_back({kAssistance, bench::random_content(250)});
  change.cards.push_back({kFacts, bench::random_content(1000)});
  return change;
}

void say(const char* what, std::size_t count, const bench::Measure& measure) {
  fmt::print("{:44} {:>8} in {:7.2f} s ({:.2f} s of processor, {:.0f} a second), peak memory {:.0f} MB\n", what, count, measure.seconds(),
             measure.processor_seconds(), static_cast<double>(count) / measure.seconds(), bench::Measure::peak_megabytes());
}

void open_cards(vault::Vault& vault, const vault::Keyring& by, CircleId circle, vault::Compartment compartment, const char* what) {
  const bench::Measure measure;
  std::size_t bytes = 0;
  const auto count = must(vault.each_card(by, circle, compartment, [&](FileId, std::uint32_t, BytesView content) -> Result<void> {
    bytes += content.size();
    return {};
  }));
  say(what, count.opened, measure);
}

}  // namespace

int main() {
  const std::size_t files = files_wanted();
  bench::Organization organization;
  vault::Vault& vault = organization.vault();
  vault::Keyring by = organization.sign_in();
  {
    const bench::Measure measure;
    std::size_t left = files;
    const auto next = [&]() -> Result<std::optional<vault::FileChange>> {
      if (left == 0) return std::optional<vault::FileChange>();
      --left;
      return std::optional<vault::FileChange>(file_of_an_import());
    };
    must(vault.append_all(by, next, {}));
    say("import: files of two compartments", files, measure);
  }
  open_cards(vault, by, organization.circle(vault::CircleKind::casework), kAssistance, "cards opened (250 bytes)");
  open_cards(vault, by, organization.circle(vault::CircleKind::statistics), kFacts, "cards opened (1,000 bytes)");
  {
    const bench::Measure measure;
    const auto report = must(vault::verify(organization.data()));
    say("verify: entries", report.entries, measure);
  }
  {
    const auto invited = must(vault.add_member(by, "Aigul", false));
    const auto aigul = must(vault.activate("Aigul", invited.code, "a passphrase of another"));
    must(vault.verify_member(by, aigul.member(), vault.directory()->member(aigul.member())->keys));
    const CircleId casework = organization.circle(vault::CircleKind::casework);
    must(vault.join_circle(by, casework, aigul.member(), false));
    const bench::Measure measure;
    must(vault.leave_circle(by, casework, aigul.member()));
    say("a member leaves Casework: grants re-wrapped", 2 * files, measure);
  }
  return 0;
}

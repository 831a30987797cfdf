// "To do" over 10,000 open cases with ten things each, beside 90,000 closed cases: the board of the whole team, one member's
// day, and the plain walk over as many days in memory.
#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "arasha/options.pb.h"
#include "organization.h"
#include "projection/due_rows.h"
#include "projection/tables.h"

namespace {

using namespace arasha;
using bench::must;
using projection::DueQuery;

constexpr std::size_t kOpen = 10'000;
constexpr std::size_t kClosed = 90'000;
constexpr int kEach = 10;
constexpr int kTimes = 200;

std::string day(std::mt19937& random) { return fmt::format("2026-{:02}-{:02}", 1 + random() % 12, 1 + random() % 28); }

vault::FileChange next_case(std::mt19937& random, const std::vector<std::string>& members, std::size_t number) {
  CaseCard card;
  card.set_alias(fmt::format("Case {:06}", number));
  card.set_state(number < kOpen ? "active" : "closed");
  card.set_opened(day(random));
  card.set_updated(card.opened());
  card.set_owner(members[random() % members.size()]);
  card.set_danger(random() % 20 == 0 ? "immediate" : "none");
  for (int i = 0; number < kOpen && i < kEach; ++i) {
    Due& due = *card.add_dues();
    due.set_kind("task");
    due.set_date(day(random));
    due.set_what("Call the school about the place");
    due.set_entry(crypto::random_id<EntryId>().text());
  }
  vault::FileChange change;
  change.file = crypto::random_id<FileId>();
  change.entries.push_back({ASSISTANCE, 7, bench::random_content(100), {}, {}});
  change.cards.push_back({ASSISTANCE, to_bytes(view(card.SerializeAsString()))});
  return change;
}

void say(const char* what, std::vector<double> milliseconds) {
  std::sort(milliseconds.begin(), milliseconds.end());
  fmt::print("  {:44} p50 {:>6.2f} ms, p99 {:>6.2f} ms ({} times)\n", what, milliseconds[milliseconds.size() / 2],
             milliseconds[milliseconds.size() * 99 / 100], milliseconds.size());
}

template <class Act>
void many(const char* what, const Act& act) {
  std::vector<double> times;
  for (int i = 0; i < kTimes; ++i) {
    const bench::Measure measure;
    act();
    times.push_back(measure.seconds() * 1e3);
  }
  say(what, std::move(times));
}

}  // namespace

int main() {
  bench::Organization organization;
  vault::Vault& vault = organization.vault();
  const vault::Keyring by = organization.sign_in();
  std::mt19937 random(1);
  std::vector<std::string> members;
  for (int i = 0; i < 40; ++i) members.push_back(crypto::random_id<MemberId>().text());
  std::size_t made = 0;
  must(vault.append_all(by, [&]() -> Result<std::optional<vault::FileChange>> {
    if (made == kOpen + kClosed) return std::optional<vault::FileChange>();
    return std::optional<vault::FileChange>(next_case(random, members, made++));
  }, {}));
  projection::Tables tables(vault);
  { const auto opened = must(tables.projection().enter(by, ASSISTANCE)); }
  fmt::print("{} open cases with {} things to do each, {} closed ones\n", kOpen, kEach, kClosed);
  std::size_t seen = 0;
  const auto ask = [&](const DueQuery& query) {
    const auto access = must(tables.projection().enter(by, ASSISTANCE));
    seen += tables.cases().dues(access, query).rows.size();
  };
  many("the team's board, the first 200", [&] { ask({"2026-06-15", "", "", 200}); });
  many("the team's board, late only", [&] { ask({"2026-06-15", "2026-06-14", "", 200}); });
  many("one member's month", [&] { ask({"2026-06-15", "2026-07-15", members[7], 200}); });
  std::vector<std::string> days;
  for (std::size_t i = 0; i < kOpen * kEach; ++i) days.push_back(day(random));
  many("baseline: as many days in memory, compared", [&] {
    seen += static_cast<std::size_t>(std::count_if(days.begin(), days.end(), [](const std::string& one) { return one < "2026-06-15"; }));
  });
  return seen == 0 ? 1 : 0;
}

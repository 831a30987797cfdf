// Which other cases mention the clues of this one? Over 100,000 cases with five clues each, two fingerprints a clue: what the page of
// a case asks, and what writing a clue costs. The fingerprints are random: that they are is what they are for. Baseline: a plain walk
// over all of them. ARASHA_BENCH_CASES sets another number.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <random>

#include "arasha/options.pb.h"
#include "organization.h"
#include "projection/tables.h"

namespace {

using namespace arasha;
using bench::must;

constexpr int kClues = 5;
constexpr int kTimes = 500;

std::size_t cases_wanted() {
  const char* set = std::getenv("ARASHA_BENCH_CASES");
  return set == nullptr ? 100'000 : std::strtoull(set, nullptr, 10);
}

class Cases {
 public:
  vault::FileChange next() {
    vault::FileChange change;
    change.file = crypto::random_id<FileId>();
    ClueCard card;
    for (int i = 0; i < kClues; ++i) {
      ClueMarks* marks = card.add_marks();
      marks->set_clue(crypto::random_id<EntryId>().text());
      marks->set_keys(1);
      // Every tenth clue is one that another case mentions too.
      const bool again = !all_.empty() && random_() % 10 == 0;
      const std::string own = again ? all_[random_() % all_.size()] : print();
      marks->add_shows(own);
      marks->add_shows(print());
      marks->add_seeks(own);
      all_.push_back(own);
    }
    change.entries.push_back({CLUES, 102, {}, {}, {}});
    change.cards.push_back({CLUES, to_bytes(view(card.SerializeAsString()))});
    return change;
  }
  const std::string& any() { return all_[random_() % all_.size()]; }
  const std::vector<std::string>& all() const { return all_; }

 private:
  std::string print() {
    std::string out(16, ' ');
    for (char& c : out) c = static_cast<char>(random_());
    return out;
  }
  std::mt19937 random_{7};
  std::vector<std::string> all_;
};

void say(const char* what, std::vector<double> times, std::size_t found) {
  std::sort(times.begin(), times.end());
  fmt::print("  {:58} p50 {:8.4f} ms, p99 {:8.4f} ms, {} found\n", what, times[times.size() / 2], times[times.size() * 99 / 100], found);
}

}  // namespace

int main() {
  const std::size_t count = cases_wanted();
  bench::Organization organization;
  const vault::Keyring by = organization.sign_in();
  Cases cases;
  std::size_t number = 0;
  must(organization.vault().append_all(by,
                                       [&]() -> Result<std::optional<vault::FileChange>> {
                                         if (number++ == count) return std::optional<vault::FileChange>();
                                         return std::optional<vault::FileChange>(cases.next());
                                       },
                                       {}));
  projection::Tables tables(organization.vault());
  const bench::Measure opening;
  const projection::Access access = must(tables.projection().enter(by, CLUES));
  fmt::print("{} cases with {} clues each: opened in {:.2f} s, {:.1f} MB in the table\n", count, kClues, opening.seconds(),
             static_cast<double>(tables.clues().bytes()) / 1e6);
  std::vector<double> times;
  std::size_t found = 0;
  for (int i = 0; i < kTimes; ++i) {
    std::vector<std::string> sought;
    for (int j = 0; j < kClues; ++j) sought.push_back(cases.any());
    const bench::Measure one;
    found += tables.clues().find(access, FileId(), sought, 50).size();
    times.push_back(one.seconds() * 1e3);
  }
  say("five clues of a case against all others", times, found);
  times.clear();
  found = 0;
  for (int i = 0; i < 20; ++i) {
    std::vector<std::string> sought;
    for (int j = 0; j < kClues; ++j) sought.push_back(cases.any());
    const bench::Measure one;
    for (const std::string& print : cases.all()) {
      for (const std::string& mine : sought) found += print == mine ? 1U : 0U;
    }
    times.push_back(one.seconds() * 1e3);
  }
  say("baseline: a plain walk over all fingerprints in memory", times, found);
  times.clear();
  const FileId book = must([&]() -> Result<FileId> {
    vault::FileChange change;
    change.file = crypto::random_id<FileId>();
    change.entries.push_back({CLUES, 102, {}, {}, {}});
    TRY_VOID(organization.vault().append(by, {change}));
    return change.file;
  }());
  for (int i = 0; i < 20; ++i) {
    const bench::Measure one;
    must(organization.vault().fingerprints(by, book, CLUES, {{fmt::format("telephone {}", i), {"*", "-"}}}));
    times.push_back(one.seconds() * 1e3);
  }
  say("making the fingerprints of one clue (one password hash)", times, 20);
  return 0;
}

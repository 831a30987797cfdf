// Names found among 100,000 and 1,000,000 people, made from assets/demo/names.tsv in all scripts; beside
// PostgreSQL's pg_trgm on the same names and queries, where it is installed. ARASHA_BENCH_PEOPLE sets another
// number. "Hard": given name first, no patronymic, the other script, two typing errors; a hit is a person of
// that name in the first ten.
#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <fstream>

#include "organization.h"
#include "people.h"
#include "projection/name_index.h"

namespace {

using namespace arasha;
using projection::NameIndex;

using bench::People;
using bench::Person;

struct Query {
  std::string text;
  std::uint64_t key = 0;
};

// Of this thread: says what the machine would answer without the others that run on it now.
double processor_milliseconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

void measure(const char* what, const NameIndex& index, const std::vector<Person>& people,
             const std::vector<Query>& queries) {
  std::vector<double> times;
  std::vector<double> busy;
  std::size_t hits = 0;
  for (const Query& query : queries) {
    const bench::Measure one;
    const double before = processor_milliseconds();
    const auto found = index.search(query.text, 10);
    times.push_back(one.seconds() * 1e3);
    busy.push_back(processor_milliseconds() - before);
    hits += std::any_of(found.begin(), found.end(),
                        [&](const auto& each) { return people[each.id].key == query.key; })
                ? 1U
                : 0U;
  }
  std::sort(times.begin(), times.end());
  std::sort(busy.begin(), busy.end());
  const std::size_t last = times.size() * 99 / 100;
  fmt::print(
      "  {:28} p50 {:6.2f} ms, p99 {:6.2f} ms ({:.2f} and {:.2f} ms of processor), recall@10 {:.3f} ({} "
      "queries)\n",
      what, times[times.size() / 2], times[last], busy[busy.size() / 2], busy[last],
      static_cast<double>(hits) / static_cast<double>(queries.size()), queries.size());
}

// bench/pg_trgm.sh reads these two files.
void compare(const std::vector<Person>& people, const std::vector<Query>& hard) {
  const bench::Folder folder;
  {
    std::ofstream names(folder.path() / "people.tsv");
    for (const Person& person : people)
      names << person.key << '\t' << projection::romanise(person.stored) << '\n';
    std::ofstream queries(folder.path() / "queries.tsv");
    for (const Query& query : hard) queries << query.key << '\t' << projection::romanise(query.text) << '\n';
  }
  std::fflush(stdout);
  const std::string command = std::string(ARASHA_SOURCE_DIR "/bench/pg_trgm.sh ") + folder.path().string();
  if (std::system(command.c_str()) != 0) fmt::print("  pg_trgm: failed\n");  // NOLINT: a fixed command
}

void run(std::size_t count) {
  People source;
  std::vector<Person> people;
  for (std::size_t i = 0; i < count; ++i) people.push_back(source.next());
  NameIndex index;
  const bench::Measure build;
  for (std::uint32_t id = 0; id < count; ++id) index.add(id, std::vector<std::string>{people[id].stored});
  fmt::print("{} people: built in {:.2f} s, {:.1f} MB\n", count, build.seconds(),
             static_cast<double>(index.bytes()) / 1e6);

  const std::size_t times = count > 500'000 ? 300 : 1000;
  std::vector<Query> exact;
  std::vector<Query> prefix;
  std::vector<Query> hard;
  for (std::size_t i = 0; i < times; ++i) {
    const Person& person = people[source.chance().below(people.size())];
    exact.push_back({person.stored, person.key});
    const std::string& given = person.is_cyrillic ? person.given.cyrillic : person.given.latin;
    prefix.push_back({(person.is_cyrillic ? person.surname.cyrillic : person.surname.latin) + ' ' +
                          given.substr(0, person.is_cyrillic ? 6 : 3),
                      person.key});
    hard.push_back({source.hard(person), person.key});
  }
  measure("exact", index, people, exact);
  measure("surname and three letters", index, people, prefix);
  measure("hard", index, people, hard);
  hard.resize(std::min<std::size_t>(hard.size(), count > 500'000 ? 40 : 200));
  measure("hard, those of pg_trgm", index, people, hard);
  compare(people, hard);
}

}  // namespace

int main() {
  if (const char* set = std::getenv("ARASHA_BENCH_PEOPLE")) {
    run(std::strtoull(set, nullptr, 10));
    return 0;
  }
  run(100'000);
  run(1'000'000);
  return 0;
}

// Names found among 100,000 and 1,000,000 people, made from assets/demo/names.tsv in all scripts; beside
// PostgreSQL's pg_trgm on the same names and queries, where it is installed. ARASHA_BENCH_PEOPLE sets another
// number. "Hard": given name first, no patronymic, the other script, two typing errors; a hit is a person of
// that name in the first ten.
#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <fstream>
#include <map>

#include "organization.h"
#include "projection/name_index.h"
#include "projection/romanise.h"

namespace {

using namespace arasha;
using projection::NameIndex;

class Chance {
 public:
  std::size_t below(std::size_t limit) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>(state_ >> 33U) % limit;
  }

 private:
  std::uint64_t state_ = 5;
};

struct Name {
  std::string cyrillic;
  std::string latin;
};
struct Person {
  std::string stored;
  Name given;
  Name surname;
  bool is_cyrillic = false;
  std::uint64_t key = 0;  // the same for the same given name and surname
};

class People {
 public:
  People() {
    std::ifstream in(ARASHA_SOURCE_DIR "/assets/demo/names.tsv");
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
      std::vector<std::string> cell;
      for (std::size_t at = 0; at <= line.size();) {
        const std::size_t tab = std::min(line.find('\t', at), line.size());
        cell.push_back(line.substr(at, tab - at));
        at = tab + 1;
      }
      if (cell.size() < 5) cell.resize(5);
      const std::string latin = cell[4].substr(0, cell[4].find('|'));
      groups_[cell[0] + cell[2]][cell[1]].push_back(
          {cell[3], latin.empty() ? projection::romanise(cell[3]) : latin});
    }
    for (const auto& [group, lists] : groups_) order_.push_back(&lists);
  }

  Person next() {
    const auto& lists = *order_[chance_.below(order_.size())];
    Person out;
    out.given = pick(lists.at("given"));
    // Families have more names than a list: from roots, too.
    out.surname = chance_.below(4) == 0 ? pick(lists.at("surname")) : made_up(lists);
    const Name father = pick(lists.at("patronymic"));
    out.is_cyrillic = chance_.below(2) == 0;
    out.stored = out.is_cyrillic ? out.surname.cyrillic + ' ' + out.given.cyrillic + ' ' + father.cyrillic
                                 : out.surname.latin + ' ' + out.given.latin + ' ' + father.latin;
    out.key = std::hash<std::string>{}(out.given.cyrillic + ' ' + out.surname.cyrillic);
    return out;
  }
  std::string hard(const Person& person) {
    std::string query = person.is_cyrillic ? person.given.latin + ' ' + person.surname.latin
                                           : person.given.cyrillic + ' ' + person.surname.cyrillic;
    return slip(slip(std::move(query)));
  }
  Chance& chance() { return chance_; }

 private:
  using Lists = std::map<std::string, std::vector<Name>>;
  const Name& pick(const std::vector<Name>& list) { return list[chance_.below(list.size())]; }
  Name made_up(const Lists& lists) {
    static const std::vector<Name> kBefore{{"", ""},       {"", ""},       {"Ак", "Ak"},   {"Кара", "Kara"},
                                           {"Бай", "Bai"}, {"Тем", "Tem"}, {"Жан", "Zhan"}};
    static const std::vector<Name> kAfter{
        {"ов", "ov"},       {"баев", "bayev"},   {"беков", "bekov"},  {"гельдиев", "geldiyev"},
        {"кулов", "kulov"}, {"ханов", "khanov"}, {"алиев", "aliyev"}, {"енко", "enko"}};
    const Name& before = pick(kBefore);
    const Name& root = pick(lists.at("given"));
    const Name& after = pick(kAfter);
    return {before.cyrillic + root.cyrillic + after.cyrillic, before.latin + root.latin + after.latin};
  }
  // One letter lost, doubled, swapped or exchanged; letters are one or two bytes here.
  std::string slip(std::string text) {
    std::vector<std::string> letters;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t size = (static_cast<unsigned char>(text[at]) & 0x80U) == 0 ? 1 : 2;
      letters.push_back(text.substr(at, size));
      at += size;
    }
    for (;;) {
      const std::size_t at = 1 + chance_.below(letters.size() - 2);
      if (letters[at] == " " || letters[at + 1] == " " || letters[at - 1] == " ") continue;
      switch (chance_.below(4)) {
        case 0:
          std::swap(letters[at], letters[at + 1]);
          break;
        case 1:
          letters.erase(letters.begin() + static_cast<std::ptrdiff_t>(at));
          break;
        case 2:
          letters[at] += letters[at];
          break;
        default:
          letters[at] = letters[at].size() == 1 ? "t" : "т";
          break;
      }
      break;
    }
    std::string out;
    for (const std::string& letter : letters) out += letter;
    return out;
  }

  std::map<std::string, Lists> groups_;
  std::vector<const Lists*> order_;
  Chance chance_;
};

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

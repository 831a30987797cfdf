// Is somebody recorded already? Over 100,000 persons: what one pause in typing asks, from the cards in memory to the
// reasons. "Recall": the person who was meant is among those who are asked about. ARASHA_BENCH_PEOPLE sets another number.
#include <fmt/format.h>

#include <algorithm>

#include "arasha/options.pb.h"
#include "casework/person/likeness.h"
#include "organization.h"
#include "people.h"
#include "projection/tables.h"

namespace {

using namespace arasha;
using bench::must;

std::size_t people_wanted() {
  const char* set = std::getenv("ARASHA_BENCH_PEOPLE");
  return set == nullptr ? 100'000 : std::strtoull(set, nullptr, 10);
}

struct Recorded {
  FileId file;
  bench::Person person;
  std::string birth;
  std::string document;
  std::string phone;
};

class Register {
 public:
  vault::FileChange next() {
    Recorded one;
    one.file = crypto::random_id<FileId>();
    one.person = source_.next();
    auto& chance = source_.chance();
    one.birth = fmt::format("{}-{:02}-{:02}", 1960 + chance.below(50), 1 + chance.below(12), 1 + chance.below(28));
    one.document = fmt::format("N{:08}", chance.below(100'000'000));
    one.phone = fmt::format("+770{:08}", chance.below(100'000'000));
    PersonCard card;
    card.add_names(one.person.stored);
    card.set_birth_date(one.birth);
    card.set_document_number(one.document);
    card.set_phone(one.phone);
    all_.push_back(one);
    vault::FileChange change;
    change.file = one.file;
    change.entries.push_back({IDENTITY, 7, bench::random_content(100), {}, {}});
    change.cards.push_back({IDENTITY, to_bytes(view(card.SerializeAsString()))});
    return change;
  }
  const Recorded& any() { return all_[source_.chance().below(all_.size())]; }
  bench::People& source() { return source_; }

 private:
  bench::People source_;
  std::vector<Recorded> all_;
};

using Ask = std::function<projection::PersonSought(const Recorded&)>;

void measure(const char* what, const projection::Tables& tables, const projection::Access& access, Register& people, const Ask& ask) {
  constexpr std::size_t kTimes = 500;
  std::vector<double> times;
  std::size_t hits = 0;
  std::size_t asked_about = 0;
  for (std::size_t i = 0; i < kTimes; ++i) {
    const Recorded& meant = people.any();
    const auto sought = ask(meant);
    const bench::Measure one;
    std::size_t likely = 0;
    bool is_there = false;
    for (const auto& candidate : tables.people().candidates(access, sought)) {
      if (!casework::liken(sought, "", candidate.card, candidate.name).is_likely()) continue;
      ++likely;
      is_there = is_there || candidate.file == meant.file;
    }
    times.push_back(one.seconds() * 1e3);
    hits += is_there ? 1U : 0U;
    asked_about += likely;
  }
  std::sort(times.begin(), times.end());
  fmt::print("  {:44} p50 {:6.2f} ms, p99 {:6.2f} ms, recall {:.3f}, {:.1f} likely each ({} times)\n", what, times[kTimes / 2],
             times[kTimes * 99 / 100], static_cast<double>(hits) / static_cast<double>(kTimes),
             static_cast<double>(asked_about) / static_cast<double>(kTimes), kTimes);
}

}  // namespace

int main() {
  const std::size_t count = people_wanted();
  bench::Organization organization;
  const vault::Keyring by = organization.sign_in();
  Register people;
  std::size_t number = 0;
  must(organization.vault().append_all(by,
                                       [&]() -> Result<std::optional<vault::FileChange>> {
                                         if (number++ == count) return std::optional<vault::FileChange>();
                                         return std::optional<vault::FileChange>(people.next());
                                       },
                                       {}));
  projection::Tables tables(organization.vault());
  const projection::Access access = must(tables.projection().enter(by, IDENTITY));
  fmt::print("{} persons, {:.1f} MB in the table\n", count, static_cast<double>(tables.people().bytes()) / 1e6);
  measure("name, in the other script, two slips", tables, access, people, [&](const Recorded& one) {
    return projection::PersonSought{{people.source().hard(one.person)}, {}, {}, {}};
  });
  measure("the same, with the date of birth", tables, access, people, [&](const Recorded& one) {
    return projection::PersonSought{{people.source().hard(one.person)}, one.birth, {}, {}};
  });
  measure("name as it stands, date, document, telephone", tables, access, people, [](const Recorded& one) {
    return projection::PersonSought{{one.person.stored}, one.birth, one.document, one.phone};
  });
  measure("a given name alone, while it is typed", tables, access, people, [](const Recorded& one) {
    return projection::PersonSought{{one.person.given.cyrillic}, {}, {}, {}};
  });
  measure("document alone", tables, access, people, [](const Recorded& one) { return projection::PersonSought{{}, {}, one.document, {}}; });
  measure("telephone alone", tables, access, people, [](const Recorded& one) { return projection::PersonSought{{}, {}, {}, one.phone}; });
  return 0;
}

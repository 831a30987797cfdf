// Who helps with that, there, in that language, now? Over 10,000 organisations with three services each: what the page of the directory
// asks. Baseline: every card parsed and looked through, as a program does that keeps no table. ARASHA_BENCH_ORGANISATIONS sets another number.
#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "arasha/options.pb.h"
#include "base/text.h"
#include "directory/files.h"
#include "directory/table.h"
#include "organization.h"

namespace {

using namespace arasha;
using bench::must;

constexpr int kServices = 3;
constexpr int kTimes = 500;
constexpr std::array kFirst = {"Приют", "Центр", "Фонд", "Қор", "Баспана", "Союз", "Линия", "Дом"};
constexpr std::array kSecond = {"Надежда", "Үміт", "Мост", "Жаңа таң", "Причал", "Ақ босаға", "Щит", "Рядом", "Искра", "Дустлик", "Шаңырақ", "Опора"};
constexpr std::array kTowns = {"Алматы", "Астана", "Шымкент", "Тараз", "Караганда", "Актобе", "Атырау", "Павлодар", "Семей", "Костанай"};
constexpr std::array kNeeds = {"accommodation", "food", "legal_information", "documents", "counselling", "medical_examination", "wages", "job", "interpretation", "return_help"};
constexpr std::array kLanguages = {"ru", "kk", "uz", "ky", "tg", "en"};

std::size_t wanted() {
  const char* set = std::getenv("ARASHA_BENCH_ORGANISATIONS");
  return set == nullptr ? 10'000 : std::strtoull(set, nullptr, 10);
}

class Organisations {
 public:
  vault::FileChange next(const vault::Keyring& by, std::size_t number) {
    directory::Record record;
    record.file = crypto::random_id<FileId>();
    directory::Change change(std::move(record), by.member(), from_milliseconds(1'790'000'000'000));
    DirectoryOrganisation organisation;
    organisation.set_name(fmt::format("{} «{}» {}", any(kFirst), any(kSecond), number));
    organisation.set_type("ngo_partner");
    organisation.set_give_on("yes");
    organisation.set_description("Помощь людям, которые пострадали от эксплуатации, и их семьям");
    change.add(organisation);
    DirectoryPlace place;
    place.set_locality(any(kTowns));
    place.set_secrecy("public");
    const std::string where = change.add(place).text();
    for (int i = 0; i < kServices; ++i) {
      DirectoryService service;
      service.set_name(fmt::format("Услуга {}", i + 1));
      service.set_status("active");
      service.add_needs(any(kNeeds));
      service.add_needs(any(kNeeds));
      service.add_languages(any(kLanguages));
      service.add_languages("ru");
      if (random_() % 3 == 0) service.add_sexes("female");
      auto* hours = service.add_hours();
      for (const char* day : {"mo", "tu", "we", "th", "fr"}) hours->add_days(day);
      hours->set_opens("09:00");
      hours->set_closes("18:00");
      service.add_places(where);
      change.add(service);
    }
    return change.take();
  }
  template <std::size_t N>
  const char* any(const std::array<const char*, N>& list) { return list[random_() % N]; }

 private:
  std::mt19937 random_{7};
};

void say(const char* what, std::vector<double> times, std::size_t found) {
  std::sort(times.begin(), times.end());
  fmt::print("  {:70} p50 {:9.4f} ms, p99 {:9.4f} ms, {} found\n", what, times[times.size() / 2], times[times.size() * 99 / 100], found);
}

// What a program without a table does: every card, parsed and compared.
std::size_t plain(const std::vector<std::string>& cards, const directory::Query& query) {
  std::size_t found = 0;
  const std::string text = fold_case(query.text);
  for (const std::string& bytes : cards) {
    DirectoryCard card;
    if (!card.ParseFromString(bytes)) continue;
    if (!text.empty() && fold_case(card.organisation().name()).find(text) == std::string::npos) continue;
    const bool fits = std::any_of(card.services().begin(), card.services().end(), [&](const auto& one) {
      const auto has = [](const auto& list, const std::string& code) { return code.empty() || std::find(list.begin(), list.end(), code) != list.end(); };
      return has(one.value().needs(), query.need) && has(one.value().languages(), query.language) && (!query.open || directory::is_open(one.value(), *query.open));
    });
    const bool there = query.where.empty() || std::any_of(card.places().begin(), card.places().end(), [&](const auto& one) { return one.value().locality() == query.where; });
    if (fits && there) ++found;
  }
  return found;
}

}  // namespace

int main() {
  const std::size_t count = wanted();
  bench::Organization organization;
  const vault::Keyring by = organization.sign_in();
  Organisations organisations;
  std::size_t number = 0;
  must(organization.vault().append_all(by,
                                       [&]() -> Result<std::optional<vault::FileChange>> {
                                         if (number == count) return std::optional<vault::FileChange>();
                                         return std::optional<vault::FileChange>(organisations.next(by, number++));
                                       },
                                       {}));
  directory::Table table;
  projection::Projection projection(organization.vault());
  projection.attach(DIRECTORY, table);
  const bench::Measure opening;
  const projection::Access access = must(projection.enter(by, DIRECTORY));
  fmt::print("{} organisations with {} services each: opened in {:.2f} s, {:.1f} MB in the table\n", count, kServices, opening.seconds(), static_cast<double>(table.bytes()) / 1e6);
  std::vector<std::string> cards;
  for (const auto& row : table.organisations(access)) cards.push_back(row.card.SerializeAsString());

  const auto measure = [&](const char* what, int times, const std::function<std::size_t(const directory::Query&)>& run, bool with_text) {
    std::vector<double> taken;
    std::size_t found = 0;
    for (int i = 0; i < times; ++i) {
      directory::Query query;
      query.need = organisations.any(kNeeds);
      query.where = organisations.any(kTowns);
      query.language = organisations.any(kLanguages);
      query.open = directory::Moment{1, 600, {}};
      if (with_text) query = {.text = organisations.any(kSecond)};
      const bench::Measure one;
      found += run(query);
      taken.push_back(one.seconds() * 1e3);
    }
    say(what, taken, found);
  };
  const auto from_table = [&](const directory::Query& query) { return table.find(access, query, 0, 20).total; };
  const auto from_cards = [&](const directory::Query& query) { return plain(cards, query); };
  measure("need, town, language, open on Tuesday at ten", kTimes, from_table, false);
  measure("baseline: every card parsed and compared", 50, from_cards, false);
  measure("a word of the name, in any script", kTimes, from_table, true);
  measure("baseline: every card parsed, the word sought in the name as it is written", 50, from_cards, true);
  return 0;
}

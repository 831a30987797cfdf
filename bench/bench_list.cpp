// The list of cases with 97,750 of them: the first look, pages, following one change, memory.
// ARASHA_BENCH_FILES sets another number.
#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "arasha/options.pb.h"
#include "organization.h"
#include "projection/tables.h"

namespace {

using namespace arasha;
using bench::must;
using projection::CaseOrder;
using projection::CaseQuery;

std::size_t files_wanted() {
  const char* set = std::getenv("ARASHA_BENCH_FILES");
  return set == nullptr ? 97'750 : std::strtoull(set, nullptr, 10);
}

class Cases {
 public:
  vault::FileChange next(std::size_t number) {
    CaseCard card;
    card.set_alias(fmt::format("Case {:06}", number));
    card.set_person(crypto::random_id<FileId>().text());
    card.set_state(pick({"new", "active", "active", "closed", "closed", "closed"}));
    card.set_opened(date());
    card.set_updated(date());
    if (card.state() == "closed") card.set_closed(card.updated());
    if (card.state() != "new") card.set_owner(owners_[random_() % owners_.size()]);
    card.add_sources(pick({"hotline", "police", "self", "partner", "shelter"}));
    card.set_danger(pick({"none", "none", "possible", "immediate", "unknown"}));
    card.set_identification(pick({"presumed", "confirmed", "not_victim"}));
    card.add_exploitation(pick({"labour", "labour", "labour", "sexual", "begging", "criminal"}));
    card.set_exploitation_country(pick({"KZ", "KZ", "RU", "TR", "AE"}));
    card.set_provenance(pick({"own", "ctdc"}));
    vault::FileChange change;
    change.file = crypto::random_id<FileId>();
    change.entries.push_back({ASSISTANCE, 7, bench::random_content(100), {}, {}});
    change.cards.push_back({ASSISTANCE, to_bytes(view(card.SerializeAsString()))});
    return change;
  }

 private:
  std::string pick(std::initializer_list<const char*> of) { return of.begin()[random_() % of.size()]; }
  std::string date() {
    return fmt::format("20{:02}-{:02}-{:02}", 15 + random_() % 11, 1 + random_() % 12, 1 + random_() % 28);
  }
  std::mt19937 random_{1};
  std::vector<std::string> owners_ = [] {
    std::vector<std::string> out;
    for (int i = 0; i < 40; ++i) out.push_back(crypto::random_id<MemberId>().text());
    return out;
  }();
};

void say(const char* what, std::vector<double> microseconds) {
  std::sort(microseconds.begin(), microseconds.end());
  fmt::print("  {:52} p50 {:>9.1f} us, p99 {:>9.1f} us ({} times)\n", what,
             microseconds[microseconds.size() / 2], microseconds[microseconds.size() * 99 / 100],
             microseconds.size());
}

class Lists {
 public:
  Lists(projection::Tables& tables, const vault::Keyring& by) : tables_(tables), by_(by) {}
  double one(const CaseQuery& query) {
    const bench::Measure measure;
    const projection::Access access = must(tables_.projection().enter(by_, ASSISTANCE));
    const auto list = tables_.cases().list(access, query);
    if (list.total == 0) std::exit(1);
    return measure.seconds() * 1e6;
  }
  void many(const char* what, const std::function<CaseQuery(int)>& query, int times) {
    std::vector<double> out;
    for (int i = 0; i < times; ++i) out.push_back(one(query(i)));
    say(what, std::move(out));
  }

 private:
  projection::Tables& tables_;
  const vault::Keyring& by_;
};

}  // namespace

int main() {
  const std::size_t files = files_wanted();
  bench::Organization organization;
  vault::Vault& vault = organization.vault();
  const vault::Keyring by = organization.sign_in();
  Cases cases;
  std::size_t number = 0;
  must(vault.append_all(by,
                        [&]() -> Result<std::optional<vault::FileChange>> {
                          if (number == files) return std::optional<vault::FileChange>();
                          return std::optional<vault::FileChange>(cases.next(number++));
                        },
                        {}));
  fmt::print("{} cases, one circle\n", files);

  projection::Tables tables(vault);
  {
    const bench::Measure measure;
    must(tables.projection().enter(by, ASSISTANCE));
    fmt::print("  {:52} {:.2f} s ({:.2f} s of processor), {:.1f} MB in tables, peak {:.0f} MB\n",
               "first look: every card opened", measure.seconds(), measure.processor_seconds(),
               static_cast<double>(tables.projection().bytes()) / 1e6, bench::Measure::peak_megabytes());
  }
  Lists lists(tables, by);
  fmt::print("  {:52} {:.1f} us\n", "first page, orders not made yet", lists.one({}));
  const auto page = [&](int i) {
    CaseQuery query;
    query.offset = 25 * (static_cast<std::size_t>(i) % 50);
    return query;
  };
  lists.many("page of 25, nothing changed", page, 5000);
  lists.many(
      "deep page, nothing changed",
      [&](int) {
        CaseQuery q;
        q.offset = files - 30;
        return q;
      },
      2000);
  lists.many(
      "filter by state and owner, another one each time",
      [](int i) {
        CaseQuery q;
        q.state = i % 2 == 0 ? "active" : "closed";
        q.opened_from = fmt::format("20{:02}-{:02}-{:02}", 15 + i % 8, 1 + i / 8 % 12, 1 + i / 96 % 28);
        q.order = static_cast<CaseOrder>(i % 4);
        return q;
      },
      400);
  lists.many(
      "part of the alias, another one each time",
      [](int i) {
        CaseQuery q;
        q.alias = fmt::format("e 0{:03}", i);
        return q;
      },
      200);
  {
    std::vector<double> times;
    for (int i = 0; i < 100; ++i) {
      must(vault.append(by, {cases.next(number++)}));
      times.push_back(lists.one({}));
    }
    say("page of 25 after one more case", std::move(times));
  }
  fmt::print("  {:52} {:.1f} MB in tables, peak {:.0f} MB\n", "memory at the end",
             static_cast<double>(tables.projection().bytes()) / 1e6, bench::Measure::peak_megabytes());
  const bench::Measure measure;
  tables.projection().keep_only({});
  fmt::print("  {:52} {:.1f} ms, {:.1f} MB left\n", "the last one leaves: wiped", measure.seconds() * 1e3,
             static_cast<double>(tables.projection().bytes()) / 1e6);
  return 0;
}

// A count by two columns over 97,750 cases, beside a plain loop over texts and a hash table in the same run. The cases are
// those of the CTDC dataset where its file is at hand (ARASHA_BENCH_CTDC names it), else made up with the same columns.
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <unordered_map>

#include "statistics/count.h"
#include "statistics/ctdc.h"

namespace {

using namespace arasha;
using namespace arasha::statistics;

constexpr std::size_t kCases = 97'750;
constexpr int kTimes = 25;

using Row = std::vector<std::string>;

std::vector<Row> rows_of_file(const char* path) {
  std::vector<Row> out;
  std::ifstream in(path);
  auto reader = CtdcReader::open(in);
  if (!reader) return out;
  Facts facts;
  while (true) {
    const auto more = reader->next(facts);
    if (!more || !*more) return out;
    const auto values = ctdc_values(facts);
    out.emplace_back(values.begin(), values.end());
  }
}

std::vector<Row> made_up_rows() {
  std::vector<Row> out(kCases, Row(ctdc_columns().size()));
  std::uint32_t state = 1;
  const auto pick = [&state](std::uint32_t count) {
    state = state * 1664525U + 1013904223U;
    return (state >> 8U) % count;
  };
  for (Row& row : out) {
    for (std::size_t column = 0; column < row.size(); ++column) row[column] = pick(3) == 0 ? "" : pick(2) == 0 ? "0" : "1";
    row[0] = std::to_string(2002 + pick(18));
    row[2] = pick(4) == 0 ? "Male" : "Female";
    row[7] = std::string{static_cast<char>('A' + pick(8)), static_cast<char>('A' + pick(8))};
    row[57] = std::string{static_cast<char>('A' + pick(9)), static_cast<char>('A' + pick(9))};
  }
  return out;
}

// The middle and the slowest of some runs, in milliseconds.
template <class F>
void measure(const char* what, std::size_t rows, F&& run) {
  std::vector<double> times;
  for (int i = 0; i < kTimes; ++i) {
    const auto start = std::chrono::steady_clock::now();
    run();
    times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  std::sort(times.begin(), times.end());
  fmt::print("{:62} {:>7} rows  median {:8.3f} ms, slowest {:8.3f} ms\n", what, rows, times[kTimes / 2], times.back());
}

std::size_t plain_count(const std::vector<Row>& rows, std::size_t a, std::size_t b) {
  std::unordered_map<std::string, std::uint64_t> cells;
  for (const Row& row : rows) ++cells[row[a] + "," + row[b]];
  return cells.size();
}

void must(const Result<CountResult>& result, std::size_t combinations) {
  if (result && (combinations == 0 || result->rows.size() == combinations)) return;
  fmt::print(stderr, "the count is wrong\n");
  std::exit(1);
}

}  // namespace

int main() {
  const char* path = std::getenv("ARASHA_BENCH_CTDC");
  std::vector<Row> rows = path != nullptr ? rows_of_file(path) : std::vector<Row>();
  fmt::print("{}\n", rows.empty() ? "cases made up with the columns of the dataset" : "cases of the CTDC dataset");
  if (rows.empty()) rows = made_up_rows();
  FactTable table = make_fact_table();
  table.reserve(rows.size());
  for (const Row& row : rows) {
    const std::vector<std::string_view> values(row.begin(), row.end());
    if (!table.append(values)) return 1;
  }
  fmt::print("{:62} {:>7} rows  {:.1f} MB\n", "memory of the table, 63 columns", table.size(), static_cast<double>(table.memory()) / 1e6);

  const std::size_t gender = *table.find_column("gender");
  const std::size_t citizenship = *table.find_column("citizenship");
  const std::size_t combinations = plain_count(rows, gender, citizenship);
  const auto counted = [&](CountQuery query, std::size_t expected) {
    return [&table, query = std::move(query), expected] { must(count(table, query), expected); };
  };
  measure("count by gender and citizenship", rows.size(), counted({.by = {"gender", "citizenship"}}, combinations));
  measure("the same with two conditions", rows.size(),
          counted({.by = {"gender", "citizenship"}, .where = {{"isForcedLabour", "1"}, {"yearOfRegistration", "2016"}}}, 0));
  measure("the same with small numbers hidden (K = 10)", rows.size(), counted({.by = {"gender", "citizenship"}, .suppress = 10}, 0));
  measure("count by citizenship and country, small numbers hidden", rows.size(),
          counted({.by = {"citizenship", "CountryOfExploitation"}, .suppress = 10}, 0));
  measure("baseline: a plain loop over texts and std::unordered_map", rows.size(), [&] { plain_count(rows, gender, citizenship); });
  return 0;
}

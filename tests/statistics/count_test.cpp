#include "statistics/count.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "base/check.h"

namespace arasha::statistics {
namespace {

using Row = std::vector<std::string_view>;

FactTable small_table() {
  FactTable table({"gender", "citizenship", "year"});
  const std::vector<Row> rows = {{"Female", "UZ", "2020"}, {"Male", "UZ", "2020"}, {"Male", "KG", "2021"},
                                 {"Male", "UZ", "2021"},   {"", "KG", "2021"},     {"Male", "UZ", "2020"}};
  for (const Row& row : rows) EXPECT_TRUE(table.append(row).is_ok());
  return table;
}

std::vector<std::pair<std::vector<std::string>, std::uint64_t>> cells(const CountResult& result) {
  std::vector<std::pair<std::vector<std::string>, std::uint64_t>> out;
  for (const CountRow& row : result.rows) out.emplace_back(row.values, row.n);
  return out;
}
using Cells = std::vector<std::pair<std::vector<std::string>, std::uint64_t>>;

TEST(Count, ByOneByTwoByNone) {
  const FactTable table = small_table();
  EXPECT_EQ(cells(*count(table, {.by = {"gender"}})), (Cells{{{""}, 1}, {{"Female"}, 1}, {{"Male"}, 4}}));
  EXPECT_EQ(cells(*count(table, {.by = {"gender", "citizenship"}})),
            (Cells{{{"", "KG"}, 1}, {{"Female", "UZ"}, 1}, {{"Male", "KG"}, 1}, {{"Male", "UZ"}, 3}}));
  EXPECT_EQ(count(table, {})->total, 6U);
  EXPECT_TRUE(count(table, {})->rows.empty());
  const FactTable empty({"gender"});
  EXPECT_EQ(count(empty, {.by = {"gender"}})->total, 0U);
}

TEST(Count, Where) {
  const FactTable table = small_table();
  EXPECT_EQ(cells(*count(table, {.by = {"year"}, .where = {{"gender", "Male"}, {"citizenship", "UZ"}}})),
            (Cells{{{"2020"}, 2}, {{"2021"}, 1}}));
  EXPECT_EQ(count(table, {.where = {{"gender", "Female"}, {"gender", ""}}})->total, 2U);  // any of one column
  EXPECT_EQ(count(table, {.where = {{"gender", "nobody"}}})->total, 0U);
  EXPECT_EQ(count(table, {.where = {{"gender", "Male"}, {"year", "1999"}}})->total, 0U);
}

TEST(Count, OnlyTheRowsThatAreGiven) {
  const FactTable table = small_table();
  const std::vector<std::uint32_t> open = {5, 0, 4};
  EXPECT_EQ(cells(*count(table, {.by = {"gender"}}, open)),
            (Cells{{{""}, 1}, {{"Female"}, 1}, {{"Male"}, 1}}));
  EXPECT_EQ(count(table, {.where = {{"year", "2020"}}}, open)->total, 2U);
  EXPECT_EQ(count(table, {.by = {"gender"}}, std::span<const std::uint32_t>())->total, 0U);
  const std::vector<std::uint32_t> outside = {6};
  EXPECT_THROW(static_cast<void>(count(table, {.by = {"gender"}}, outside)), Bug);
}

TEST(Count, SaysWhichColumnsThereAre) {
  const FactTable table = small_table();
  EXPECT_EQ(count(table, {.by = {"nationality"}}).error().to_string(),
            "There is no such column. The columns are: gender, citizenship, year.");
  EXPECT_FALSE(count(table, {.where = {{"Gender", "Male"}}}).is_ok());
  EXPECT_FALSE(count(table, {.by = {"gender", "gender"}}).is_ok());
  EXPECT_FALSE(count(table, {.by = std::vector<std::string>(9, "gender")}).is_ok());
  EXPECT_FALSE(count(table, {.by = {"gender"}, .suppress = 2}).is_ok());
  EXPECT_FALSE(count(table, {.by = {"gender", "citizenship", "year"}, .suppress = 5}).is_ok());
}

TEST(Count, AgreesWithANaiveCount) {
  std::mt19937 random(11);
  const std::vector<std::string> names = {"a", "b", "c", "d"};
  FactTable table(names);
  std::vector<std::vector<std::string>> plain;
  for (int i = 0; i < 9000; ++i) {
    plain.push_back({std::to_string(random() % 3), std::to_string(random() % 400),
                     std::to_string(random() % 5000), random() % 2 == 0 ? "" : "x"});
    ASSERT_TRUE(table.append(Row(plain.back().begin(), plain.back().end())).is_ok());
  }
  std::vector<std::uint32_t> some;
  for (std::uint32_t i = 0; i < plain.size(); i += 1 + static_cast<std::uint32_t>(random() % 3))
    some.push_back(i);
  // Dense counters, and (b, c, d) past them.
  for (const std::vector<std::size_t>& by :
       std::vector<std::vector<std::size_t>>{{0}, {1, 0}, {3, 2}, {1, 2, 3}, {0, 1, 2, 3}}) {
    std::map<std::vector<std::string>, std::uint64_t> expected;
    for (const std::uint32_t row : some) {
      if (plain[row][0] == "1") continue;
      std::vector<std::string> key;
      for (const std::size_t column : by) key.push_back(plain[row][column]);
      ++expected[key];
    }
    CountQuery query;
    for (const std::size_t column : by) query.by.push_back(names[column]);
    query.where = {{"a", "0"}, {"a", "2"}};
    EXPECT_EQ(cells(*count(table, query, some)), Cells(expected.begin(), expected.end()));
  }
}

TEST(CountOutput, CsvAndJson) {
  CountResult result;
  result.by = {"gender", "place"};
  result.rows = {
      {{"", "=1"}, 7, Shown::number}, {{"a\"b\n", ","}, 0, Shown::small}, {{"x", "y"}, 0, Shown::hidden}};
  result.total = 20;
  result.suppress = 5;
  EXPECT_EQ(to_csv(result), "gender,place,n\n,'=1,7\n\"a\"\"b\n\",\",\",<5\nx,y,*\n");
  EXPECT_EQ(to_json(result),
            "{\"by\":[\"gender\",\"place\"],\"total\":{\"n\":20},\"rows\":[\n"
            "{\"values\":[\"\",\"=1\"],\"n\":7},\n"
            "{\"values\":[\"a\\\"b\\u000a\",\",\"],\"n\":null,\"shown\":\"<5\"},\n"
            "{\"values\":[\"x\",\"y\"],\"n\":null,\"shown\":\"*\"}]}\n");
  EXPECT_EQ(to_csv(*count(small_table(), {})), "n\n6\n");
}

TEST(CountOutput, TableIsAlignedAndObeysNoControlCharacter) {
  CountResult result;
  result.by = {"gender"};
  result.rows = {{{""}, 7, Shown::number}, {{"Әйел\x1b[2J"}, 0, Shown::small}, {{"x"}, 12, Shown::number}};
  result.total = 20;
  result.suppress = 5;
  EXPECT_EQ(to_table(result, Catalogue::of(Language::en)),
            "gender     Cases\n"
            "Not known      7\n"
            "Әйел [2J      <5\n"
            "x             12\n"
            "Total         20\n"
            "<5: fewer than 5.\n");
}

}  // namespace
}  // namespace arasha::statistics

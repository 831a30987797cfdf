#include "statistics/fact_table.h"

#include <gtest/gtest.h>

#include <random>

#include "base/check.h"

namespace arasha::statistics {
namespace {

using Row = std::vector<std::string_view>;

TEST(FactTable, KeepsWhatWasAppended) {
  FactTable table({"a", "b"});
  EXPECT_TRUE(table.append(Row{"x", ""}).is_ok());
  EXPECT_TRUE(table.append(Row{"y", "x"}).is_ok());
  EXPECT_EQ(table.size(), 2U);
  EXPECT_EQ(table.value(0, 0), "x");
  EXPECT_EQ(table.value(0, 1), "");
  EXPECT_EQ(table.value(1, 1), "x");
  EXPECT_EQ(table.find_column("b"), 1U);
  EXPECT_EQ(table.find_column("B"), std::nullopt);
}

TEST(FactTable, RefusesRowsOfAnotherShape) {
  FactTable table({"a", "b"});
  EXPECT_THROW(static_cast<void>(table.append(Row{"x"})), Bug);
  EXPECT_THROW(static_cast<void>(table.replace(0, Row{"x", "y"})), Bug);
  EXPECT_THROW(table.erase(0), Bug);
  EXPECT_THROW(FactTable({"a", "a"}), Bug);
}

TEST(FactTable, GrowsPast256ValuesAndStopsAt65536) {
  FactTable table({"few", "many"});
  for (int i = 0; i < 65536; ++i) {
    const std::string value = std::to_string(i);
    ASSERT_TRUE(table.append(Row{"same", value}).is_ok());
  }
  for (const std::size_t row : {0U, 255U, 256U, 257U, 65535U})
    EXPECT_EQ(table.value(row, 1), std::to_string(row));
  const auto full = table.append(Row{"new", "65536"});
  ASSERT_FALSE(full.is_ok());
  EXPECT_EQ(full.error().code, ErrorCode::full);
  EXPECT_EQ(full.error().to_string().find("65536"), std::string::npos);
  EXPECT_EQ(table.size(), 65536U);
  EXPECT_EQ(table.column(0).find("new"), std::nullopt);  // nothing of the row stays
  // What nobody has any more makes room.
  table.erase(5);
  EXPECT_EQ(table.column(1).find("5"), std::nullopt);
  EXPECT_TRUE(table.append(Row{"new", "65536"}).is_ok());
}

TEST(FactTable, AgreesWithAPlainTableAfterManyChanges) {
  std::mt19937 random(3);
  const auto below = [&random](std::size_t limit) { return static_cast<std::size_t>(random() % limit); };
  FactTable table({"a", "b", "c"});
  std::vector<std::vector<std::string>> plain;
  for (int step = 0; step < 20000; ++step) {
    const std::vector<std::string> values = {std::to_string(below(3)), std::to_string(below(700)),
                                             std::to_string(step)};
    const Row row(values.begin(), values.end());
    const std::size_t action = below(4);
    if (action < 2 || plain.empty()) {
      ASSERT_TRUE(table.append(row).is_ok());
      plain.push_back(values);
    } else if (action == 2) {
      const std::size_t at = below(plain.size());
      ASSERT_TRUE(table.replace(at, row).is_ok());
      plain[at] = values;
    } else {
      const std::size_t at = below(plain.size());
      table.erase(at);
      plain[at] = plain.back();
      plain.pop_back();
    }
  }
  ASSERT_EQ(table.size(), plain.size());
  for (std::size_t row = 0; row < plain.size(); ++row) {
    for (std::size_t column = 0; column < 3; ++column)
      ASSERT_EQ(table.value(row, column), plain[row][column]);
  }
}

TEST(FactTable, IsSmall) {
  std::vector<std::string> names;
  for (int i = 0; i < 63; ++i) names.push_back("column " + std::to_string(i));
  FactTable table(names);
  table.reserve(100000);
  std::vector<std::string> values(63);
  for (std::size_t row = 0; row < 100000; ++row) {
    for (std::size_t i = 0; i < 63; ++i) values[i] = std::to_string(row % (i == 7 ? 3000 : 60));
    ASSERT_TRUE(table.append(Row(values.begin(), values.end())).is_ok());
  }
  EXPECT_LT(table.memory(), 20U << 20U);
  EXPECT_GT(table.memory(), 63U * 100000U);
}

TEST(FactTable, MayBeMoved) {
  FactTable table({"a"});
  ASSERT_TRUE(table.append(Row{"x"}).is_ok());
  FactTable moved = std::move(table);
  ASSERT_TRUE(moved.append(Row{"x"}).is_ok());
  EXPECT_EQ(moved.column(0).code_limit(), 1U);
  EXPECT_EQ(moved.column(0).find("x"), 0);
}

}  // namespace
}  // namespace arasha::statistics

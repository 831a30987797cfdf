// Tries to work out hidden numbers by going through every table that fits what is shown.
#include "statistics/suppress.h"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <map>
#include <random>
#include <set>

#include "statistics/count.h"

namespace arasha::statistics {
namespace {

using Grid = std::vector<std::vector<std::uint64_t>>;  // 0: does not occur

CountResult as_result(const Grid& grid) {
  CountResult result;
  result.by = {"row", "column"};
  for (std::size_t r = 0; r < grid.size(); ++r) {
    for (std::size_t c = 0; c < grid[r].size(); ++c) {
      if (grid[r][c] == 0) continue;
      result.rows.push_back({{std::to_string(r), std::to_string(c)}, grid[r][c], Shown::number});
      result.total += grid[r][c];
    }
  }
  return result;
}

CountResult as_line(const std::vector<std::uint64_t>& line) {
  CountResult result;
  result.by = {"row"};
  for (std::size_t r = 0; r < line.size(); ++r) {
    if (line[r] == 0) continue;
    result.rows.push_back({{std::to_string(r)}, line[r], Shown::number});
    result.total += line[r];
  }
  return result;
}

// What somebody knows of one number.
struct Known {
  std::uint64_t least = 0;
  std::uint64_t most = 0;
};

Known known(const CountRow& row, const CountResult& result) {
  switch (row.shown) {
    case Shown::small:
      return {result.small_may_be_zero ? 0U : 1U, result.suppress - 1};
    case Shown::hidden:
      return {result.suppress, std::numeric_limits<std::uint64_t>::max()};
    case Shown::number:
      break;
  }
  return {row.n, row.n};
}

// Every value that each cell, and then each sum, of the table takes in some table that fits.
class Attack {
 public:
  Attack(std::vector<Known> cells, std::vector<std::pair<std::vector<std::size_t>, Known>> sums,
         std::uint64_t total)
      : cells_(std::move(cells)),
        sums_(std::move(sums)),
        total_(total),
        values_(cells_.size()),
        seen_(cells_.size() + sums_.size()) {}

  const std::vector<std::set<std::uint64_t>>& run() {
    go(0, total_);
    return seen_;
  }

 private:
  void go(std::size_t at, std::uint64_t left) {
    if (at == cells_.size()) {
      if (left > 0) return;
      std::vector<std::uint64_t> found;
      for (const auto& [members, sum] : sums_) {
        found.push_back(0);
        for (const std::size_t member : members) found.back() += values_[member];
        if (found.back() < sum.least || found.back() > sum.most) return;
      }
      for (std::size_t i = 0; i < cells_.size(); ++i) seen_[i].insert(values_[i]);
      for (std::size_t i = 0; i < found.size(); ++i) seen_[cells_.size() + i].insert(found[i]);
      return;
    }
    for (std::uint64_t n = cells_[at].least; n <= std::min(cells_[at].most, left); ++n) {
      values_[at] = n;
      go(at + 1, left - n);
    }
  }

  std::vector<Known> cells_;
  std::vector<std::pair<std::vector<std::size_t>, Known>> sums_;
  std::uint64_t total_;
  std::vector<std::uint64_t> values_;
  std::vector<std::set<std::uint64_t>> seen_;
};

std::map<std::string, Known> known_line(const Grid& grid, bool of_rows, std::uint64_t limit) {
  std::vector<std::uint64_t> line(of_rows ? grid.size() : grid[0].size());
  for (std::size_t r = 0; r < grid.size(); ++r) {
    for (std::size_t c = 0; c < grid[r].size(); ++c) line[of_rows ? r : c] += grid[r][c];
  }
  CountResult result = as_line(line);
  hide_small(result, limit);
  std::map<std::string, Known> out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] > 0) out[std::to_string(i)] = {1, std::numeric_limits<std::uint64_t>::max()};
  }
  for (const CountRow& row : result.rows) out[row.values[0]] = known(row, result);
  return out;
}

void attack(const Grid& grid, std::uint64_t limit) {
  CountResult result = as_result(grid);
  const std::uint64_t total = result.total;
  hide_small(result, limit);
  if (total < limit) {
    EXPECT_TRUE(result.rows.empty());
    return;
  }
  EXPECT_EQ(result.total, total);
  std::vector<Known> cells;
  std::map<std::string, std::vector<std::size_t>> in_row;
  std::map<std::string, std::vector<std::size_t>> in_column;
  for (const CountRow& row : result.rows) {
    in_row[row.values[0]].push_back(cells.size());
    in_column[row.values[1]].push_back(cells.size());
    cells.push_back(known(row, result));
    const std::uint64_t truth = grid[static_cast<std::size_t>(std::stoi(row.values[0]))]
                                    [static_cast<std::size_t>(std::stoi(row.values[1]))];
    // What is shown is true, and what is small is not shown.
    ASSERT_TRUE(truth >= cells.back().least && truth <= cells.back().most);
    ASSERT_TRUE(row.shown != Shown::number || truth >= limit);
    ASSERT_TRUE(row.shown == Shown::number || row.n == 0);
  }
  if (result.rows.empty()) {
    EXPECT_TRUE(result.withheld || total == 0);
    return;
  }
  std::vector<std::pair<std::vector<std::size_t>, Known>> sums;
  for (const auto& [value, sum] : known_line(grid, true, limit)) sums.emplace_back(in_row[value], sum);
  for (const auto& [value, sum] : known_line(grid, false, limit)) sums.emplace_back(in_column[value], sum);
  const auto seen = Attack(cells, sums, total).run();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (result.rows[i].shown == Shown::small) {
      ASSERT_GE(seen[i].size(), 2U) << to_csv(result);
    }
  }
  // Nor is a total worked out that a count by one column hides.
  for (std::size_t i = 0; i < sums.size(); ++i) {
    if (sums[i].second.most < limit) {
      ASSERT_GE(seen[cells.size() + i].size(), 2U) << to_csv(result);
    }
  }
}

TEST(Suppress, TablesCannotBeWorkedOut) {
  std::mt19937 random(5);
  for (int round = 0; round < 3000; ++round) {
    Grid grid(1 + random() % 3, std::vector<std::uint64_t>(1 + random() % 3));
    const std::uint64_t most = 2 + random() % 7;
    for (auto& row : grid) {
      for (auto& n : row) n = random() % 4 == 0 ? 0 : random() % most;
    }
    attack(grid, 3 + random() % 2);
    if (HasFatalFailure()) return;
  }
}

TEST(Suppress, LinesCannotBeWorkedOut) {
  std::mt19937 random(6);
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::uint64_t> line(1 + random() % 5);
    const std::uint64_t most = 2 + random() % 12;
    for (auto& n : line) n = random() % most;
    CountResult result = as_line(line);
    const std::uint64_t total = result.total;
    const std::uint64_t limit = 3 + random() % 3;
    hide_small(result, limit);
    if (total < limit) {
      ASSERT_TRUE(result.rows.empty() && result.total == 0);
      continue;
    }
    std::vector<Known> cells;
    for (const CountRow& row : result.rows) cells.push_back(known(row, result));
    if (cells.empty()) continue;
    const auto seen = Attack(cells, {}, total).run();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (result.rows[i].shown == Shown::small) {
        ASSERT_GE(seen[i].size(), 2U) << to_csv(result);
      }
    }
  }
}

TEST(Suppress, HidesAsLittleAsItMust) {
  CountResult result = as_line({3, 40, 9, 100});
  hide_small(result, 5);
  EXPECT_EQ(to_csv(result), "row,n\n0,<5\n1,40\n2,*\n3,100\n");
  // A cell that is hidden alone takes three others with it: the corners of the cheapest square.
  result = as_result({{4, 50, 20}, {30, 60, 20}, {50, 90, 80}});
  hide_small(result, 5);
  EXPECT_EQ(to_csv(result),
            "row,column,n\n0,0,<5\n0,1,50\n0,2,*\n1,0,*\n1,1,60\n1,2,*\n2,0,50\n2,1,90\n2,2,80\n");
  // Four small ones protect one another.
  result = as_result({{4, 3, 20}, {3, 4, 20}, {50, 90, 80}});
  hide_small(result, 5);
  EXPECT_EQ(to_csv(result),
            "row,column,n\n0,0,<5\n0,1,<5\n0,2,20\n1,0,<5\n1,1,<5\n1,2,20\n2,0,50\n2,1,90\n2,2,80\n");
  result = as_result({{10, 20}, {30, 40}});
  hide_small(result, 5);
  EXPECT_EQ(to_csv(result), "row,column,n\n0,0,10\n0,1,20\n1,0,30\n1,1,40\n");
}

TEST(Suppress, OnesThatFillARowAreProtectedByWhatDoesNotOccur) {
  CountResult result = as_result({{1, 1, 1, 1, 1, 0, 0}, {9, 9, 9, 9, 9, 9, 9}, {8, 8, 8, 8, 8, 8, 8}});
  hide_small(result, 5);
  EXPECT_TRUE(result.small_may_be_zero);
  EXPECT_FALSE(result.withheld);
}

TEST(Suppress, WithholdsWhatCannotBeProtected) {
  CountResult result = as_line({1, 1, 1, 1, 1, 1});
  hide_small(result, 5);
  EXPECT_TRUE(result.withheld && result.rows.empty());
  EXPECT_EQ(result.total, 6U);
  result = as_line({1, 2});
  hide_small(result, 5);
  EXPECT_TRUE(result.withheld && result.rows.empty());
  EXPECT_EQ(result.total, 0U);
  EXPECT_EQ(result.total_shown, Shown::small);
}

}  // namespace
}  // namespace arasha::statistics

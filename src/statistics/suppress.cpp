#include "statistics/suppress.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <queue>

#include "statistics/count.h"

namespace arasha::statistics {
namespace {

constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t kNoWay = kNoLimit;
constexpr std::size_t kMostWithZeros = 1U << 20U;

// A number of the table. Its row and its column are nodes of a graph; each node's numbers keep their sum. A
// total counts against the numbers that it sums up, so that it goes down along the graph where they go up.
struct Number {
  std::size_t row = 0;
  std::size_t column = 0;
  std::uint64_t n = 0;
  std::uint64_t least = 0;  // what its sign says, once it is hidden
  std::uint64_t most = kNoLimit;
  bool is_total = false;
  bool is_hidden = false;
  bool is_small = false;  // must be protected

  bool can_rise() const { return n < most; }
  bool can_fall() const { return n > least; }
  std::uint64_t cost() const { return is_hidden ? 0 : std::max<std::uint64_t>(n, least + 1); }
};

// The closed ways of suppress.h.
class Ways {
 public:
  Ways(std::size_t rows, std::size_t columns)
      : rows_(rows), beside_(rows + columns), hidden_beside_(rows + columns) {}

  void add(const Number& number) {
    numbers_.push_back(number);
    beside_[number.row].push_back(numbers_.size() - 1);
    beside_[rows_ + number.column].push_back(numbers_.size() - 1);
    if (number.is_hidden) note_hidden(numbers_.size() - 1);
  }
  const Number& operator[](std::size_t index) const { return numbers_[index]; }

  // Hides what must be hidden; false when some small number cannot be protected.
  bool protect_all() {
    for (std::size_t i = 0; i < numbers_.size(); ++i) {
      if (numbers_[i].is_small && !protect(i)) return false;
    }
    return true;
  }

 private:
  struct Way {
    std::uint64_t cost = kNoWay;
    std::vector<std::size_t> corners;
  };

  bool protect(std::size_t index) {
    if (has_hidden_way(index, true) || has_hidden_way(index, false)) return true;
    Way best = find_way(index, true);
    Way other = find_way(index, false);
    if (other.cost < best.cost) best = std::move(other);
    if (best.cost == kNoWay) return false;
    for (const std::size_t corner : best.corners) {
      if (numbers_[corner].is_hidden) continue;
      numbers_[corner].is_hidden = true;
      note_hidden(corner);
    }
    return true;
  }

  void note_hidden(std::size_t index) {
    hidden_beside_[numbers_[index].row].push_back(index);
    hidden_beside_[rows_ + numbers_[index].column].push_back(index);
  }

  // Whether what is hidden already is enough: the common case, and far quicker to see.
  bool has_hidden_way(std::size_t index, bool from_row) const {
    const Number& target = numbers_[index];
    if (!is_open(target, from_row)) return false;
    const std::size_t begin = from_row ? rows_ + target.column : target.row;
    const std::size_t end = from_row ? target.row : rows_ + target.column;
    std::vector<bool> seen(beside_.size());
    std::vector<std::size_t> open = {begin};
    seen[begin] = true;
    for (std::size_t at = 0; at < open.size(); ++at) {
      const std::size_t node = open[at];
      if (node == end) return true;
      for (const std::size_t by : hidden_beside_[node]) {
        const Number& number = numbers_[by];
        const std::size_t next = node < rows_ ? rows_ + number.column : number.row;
        if (by == index || seen[next] || !is_open(number, node < rows_)) continue;
        seen[next] = true;
        open.push_back(next);
      }
    }
    return false;
  }

  // Whether one can go over this number from its row to its column (or back).
  static bool is_open(const Number& number, bool from_row) {
    return from_row != number.is_total ? number.can_rise() : number.can_fall();
  }

  // The cheapest way back to where the change of the number `index` began (Dijkstra).
  Way find_way(std::size_t index, bool from_row) const {
    const Number& target = numbers_[index];
    if (!is_open(target, from_row)) return {};
    const std::size_t begin = from_row ? rows_ + target.column : target.row;
    const std::size_t end = from_row ? target.row : rows_ + target.column;
    std::vector<std::uint64_t> costs(beside_.size(), kNoWay);
    std::vector<std::size_t> arrived_by(beside_.size());
    using Place = std::pair<std::uint64_t, std::size_t>;
    std::priority_queue<Place, std::vector<Place>, std::greater<>> open;
    costs[begin] = 0;
    open.emplace(0, begin);
    while (!open.empty()) {
      const auto [cost, node] = open.top();
      open.pop();
      if (node == end) return {cost, corners(arrived_by, begin, end)};
      if (cost > costs[node]) continue;
      for (const std::size_t by : beside_[node]) {
        const Number& number = numbers_[by];
        if (by == index || !is_open(number, node < rows_)) continue;
        const std::size_t next = node < rows_ ? rows_ + number.column : number.row;
        const std::uint64_t next_cost = cost + number.cost();
        if (next_cost >= costs[next]) continue;
        costs[next] = next_cost;
        arrived_by[next] = by;
        open.emplace(next_cost, next);
      }
    }
    return {};
  }

  std::vector<std::size_t> corners(const std::vector<std::size_t>& arrived_by, std::size_t begin,
                                   std::size_t end) const {
    std::vector<std::size_t> out;
    for (std::size_t node = end; node != begin;) {
      const std::size_t by = arrived_by[node];
      out.push_back(by);
      node = node < rows_ ? rows_ + numbers_[by].column : numbers_[by].row;
    }
    return out;
  }

  std::size_t rows_;
  std::vector<Number> numbers_;
  std::vector<std::vector<std::size_t>> beside_;  // node -> its numbers
  std::vector<std::vector<std::size_t>> hidden_beside_;
};

Number in_table(std::size_t row, std::size_t column, std::uint64_t n, std::uint64_t limit,
                bool smalls_may_be_zero) {
  Number number{row, column, n};
  if (n < limit) {
    number.least = smalls_may_be_zero ? 0 : 1;
    number.most = limit - 1;
    number.is_hidden = number.is_small = n > 0;
  } else {
    number.least = limit;
  }
  return number;
}

Shown sign(const Number& number, std::uint64_t limit) {
  return !number.is_hidden ? Shown::number : number.n < limit ? Shown::small : Shown::hidden;
}

// What a count by one column shows of these numbers; nullopt: nothing. One row, and as nothing else is known
// of the columns, they are all one node.
std::optional<std::vector<Shown>> show_line(const std::vector<std::uint64_t>& line, std::uint64_t limit) {
  Ways ways(1, 1);
  for (const std::uint64_t n : line) ways.add(in_table(0, 0, n, limit, false));
  if (!ways.protect_all()) return std::nullopt;
  std::vector<Shown> out;
  for (std::size_t i = 0; i < line.size(); ++i) out.push_back(sign(ways[i], limit));
  return out;
}

struct Axis {
  std::vector<std::string> values;
  std::vector<std::uint64_t> totals;

  std::size_t at(const std::string& value) const {
    return static_cast<std::size_t>(std::lower_bound(values.begin(), values.end(), value) - values.begin());
  }
};

Axis make_axis(const std::vector<CountRow>& rows, std::size_t digit) {
  std::map<std::string, std::uint64_t> totals;
  for (const CountRow& row : rows) totals[row.values[digit]] += row.n;
  Axis axis;
  for (const auto& [value, total] : totals) {
    axis.values.push_back(value);
    axis.totals.push_back(total);
  }
  return axis;
}

class Table {
 public:
  Table(CountResult& result, std::uint64_t limit)
      : result_(&result),
        limit_(limit),
        rows_(make_axis(result.rows, 0)),
        columns_(make_axis(result.rows, 1)) {}

  bool hide(bool with_zeros) {
    const std::size_t size = rows_.values.size() * columns_.values.size();
    if (with_zeros && size > kMostWithZeros) return false;
    Ways ways(rows_.values.size() + 1, columns_.values.size() + 1);
    for (const CountRow& row : result_->rows) {
      ways.add(in_table(rows_.at(row.values[0]), columns_.at(row.values[1]), row.n, limit_, with_zeros));
    }
    std::vector<std::pair<std::size_t, std::size_t>> zeros;
    if (with_zeros) zeros = add_zeros(ways);
    add_totals(ways);
    if (!ways.protect_all()) return false;
    for (std::size_t i = 0; i < result_->rows.size(); ++i) result_->rows[i].shown = sign(ways[i], limit_);
    const std::size_t first_zero = result_->rows.size();
    for (std::size_t i = 0; i < zeros.size(); ++i) {
      if (!ways[first_zero + i].is_hidden) continue;
      result_->rows.push_back(
          {{rows_.values[zeros[i].first], columns_.values[zeros[i].second]}, 0, Shown::small});
    }
    std::sort(result_->rows.begin(), result_->rows.end(),
              [](const CountRow& a, const CountRow& b) { return a.values < b.values; });
    result_->small_may_be_zero = with_zeros;
    return true;
  }

 private:
  std::vector<std::pair<std::size_t, std::size_t>> add_zeros(Ways& ways) const {
    std::vector<bool> occurs(rows_.values.size() * columns_.values.size());
    const std::size_t width = columns_.values.size();
    for (const CountRow& row : result_->rows)
      occurs[rows_.at(row.values[0]) * width + columns_.at(row.values[1])] = true;
    std::vector<std::pair<std::size_t, std::size_t>> zeros;
    for (std::size_t i = 0; i < occurs.size(); ++i) {
      if (occurs[i]) continue;
      ways.add(in_table(i / width, i % width, 0, limit_, true));
      zeros.emplace_back(i / width, i % width);
    }
    return zeros;
  }

  // The totals that a count by one column hides are unknown here too; the others stand fast.
  void add_totals(Ways& ways) const {
    const auto add = [&](const Axis& axis, bool of_rows) {
      const auto shown = show_line(axis.totals, limit_);
      for (std::size_t i = 0; i < axis.totals.size(); ++i) {
        if (shown && (*shown)[i] == Shown::number) continue;
        Number total = in_table(of_rows ? i : rows_.values.size(), of_rows ? columns_.values.size() : i,
                                axis.totals[i], limit_, false);
        total.is_total = total.is_hidden = true;
        if (!shown) {
          total.least = 1;
          total.most = kNoLimit;
        }
        ways.add(total);
      }
    };
    add(rows_, true);
    add(columns_, false);
  }

  CountResult* result_;
  std::uint64_t limit_;
  Axis rows_;
  Axis columns_;
};

bool hide_in_line(CountResult& result, std::uint64_t limit) {
  std::vector<std::uint64_t> line;
  for (const CountRow& row : result.rows) line.push_back(row.n);
  const auto shown = show_line(line, limit);
  if (!shown) return false;
  for (std::size_t i = 0; i < line.size(); ++i) result.rows[i].shown = (*shown)[i];
  return true;
}

bool hide_in_table(CountResult& result, std::uint64_t limit) {
  Table table(result, limit);
  return table.hide(false) || table.hide(true);
}

}  // namespace

void hide_small(CountResult& result, std::uint64_t limit) {
  result.suppress = limit;
  if (result.total > 0 && result.total < limit) {
    result.total = 0;
    result.total_shown = Shown::small;
    result.withheld = !result.by.empty();
    result.rows.clear();
    return;
  }
  const bool is_hidden = result.by.empty() ||
                         (result.by.size() == 1 ? hide_in_line(result, limit) : hide_in_table(result, limit));
  if (!is_hidden) {
    result.rows.clear();
    result.withheld = true;
  }
  for (CountRow& row : result.rows) {
    if (row.shown != Shown::number) row.n = 0;
  }
}

}  // namespace arasha::statistics

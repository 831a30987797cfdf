#include "statistics/count.h"

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_map>

#include "base/check.h"
#include "statistics/suppress.h"

namespace arasha::statistics {
namespace {

constexpr std::size_t kBlock = 4096;
constexpr std::uint64_t kDenseCells = 1U << 20U;  // 4 MB of counters
constexpr std::uint64_t kOutside = std::numeric_limits<std::uint64_t>::max();

Result<std::size_t> find_column(const FactTable& table, const std::string& name) {
  if (const auto found = table.find_column(name)) return *found;
  std::string names;
  for (const std::string& known : table.columns()) names += (names.empty() ? "" : ", ") + known;
  return Error(ErrorCode::invalid_input, "There is no such column. The columns are: {1}.",
               {std::move(names)});
}

// For each code of a column that conditions name: whether its rows are counted.
struct Filter {
  std::size_t column = 0;
  std::vector<bool> counted;
};

Result<std::vector<Filter>> make_filters(const FactTable& table, const std::vector<CountCondition>& where) {
  std::vector<Filter> filters;
  for (const CountCondition& condition : where) {
    TRY(column, find_column(table, condition.column));
    auto filter =
        std::find_if(filters.begin(), filters.end(), [&](const Filter& one) { return one.column == column; });
    if (filter == filters.end()) {
      filters.push_back({column, std::vector<bool>(table.column(column).code_limit())});
      filter = filters.end() - 1;
    }
    if (const auto code = table.column(column).find(condition.value)) filter->counted[*code] = true;
  }
  return filters;
}

// A combination of values as one number: the codes are its digits.
class Walk {
 public:
  Walk(const FactTable& table, std::vector<std::size_t> by, std::vector<Filter> filters)
      : table_(&table), by_(std::move(by)), filters_(std::move(filters)) {}

  Result<void> prepare() {
    for (const std::size_t column : by_) {
      const std::uint64_t limit = std::max<std::uint64_t>(1, table_->column(column).code_limit());
      if (combinations_ > kOutside / 2 / limit) {
        return Error(ErrorCode::too_large, "There are too many combinations. Count by fewer columns.");
      }
      strides_.push_back(combinations_);
      combinations_ *= limit;
    }
    return {};
  }
  std::uint64_t combinations() const { return combinations_; }

  std::vector<std::string> values(std::uint64_t key) const {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < by_.size(); ++i) {
      const FactTable::Column& column = table_->column(by_[i]);
      out.emplace_back(column.value_of(
          static_cast<std::uint16_t>(key / strides_[i] % std::max<std::size_t>(1, column.code_limit()))));
    }
    return out;
  }

  // Calls tally(keys) with the combinations of a block of rows at a time; kOutside for a row that is not
  // counted.
  template <class Tally>
  void all(std::optional<std::span<const std::uint32_t>> rows, Tally&& tally) const {
    const std::size_t size = rows ? rows->size() : table_->size();
    for (std::size_t begin = 0; begin < size; begin += kBlock) {
      std::array<std::uint64_t, kBlock> keys{};
      const std::size_t block = std::min(kBlock, size - begin);
      const auto row_at = [&](std::size_t i) { return rows ? std::size_t{(*rows)[begin + i]} : begin + i; };
      for (std::size_t i = 0; rows && i < block; ++i) REQUIRE(row_at(i) < table_->size());
      for (std::size_t digit = 0; digit < by_.size(); ++digit) {
        table_->column(by_[digit]).visit_codes([&](const auto codes) {
          if (!rows) {
            for (std::size_t i = 0; i < block; ++i) keys[i] += codes[begin + i] * strides_[digit];
          } else {
            for (std::size_t i = 0; i < block; ++i) keys[i] += codes[row_at(i)] * strides_[digit];
          }
        });
      }
      for (const Filter& filter : filters_) {
        table_->column(filter.column).visit_codes([&](const auto codes) {
          for (std::size_t i = 0; i < block; ++i) {
            if (!filter.counted[codes[row_at(i)]]) keys[i] = kOutside;
          }
        });
      }
      tally(std::span(keys).first(block));
    }
  }

 private:
  const FactTable* table_;
  std::vector<std::size_t> by_;
  std::vector<Filter> filters_;
  std::vector<std::uint64_t> strides_;
  std::uint64_t combinations_ = 1;
};

std::vector<std::pair<std::uint64_t, std::uint64_t>> tally(
    const Walk& walk, std::optional<std::span<const std::uint32_t>> rows) {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> out;
  if (walk.combinations() <= kDenseCells) {
    std::vector<std::uint32_t> cells(walk.combinations());
    walk.all(rows, [&](std::span<const std::uint64_t> keys) {
      for (const std::uint64_t key : keys) {
        if (key != kOutside) ++cells[key];
      }
    });
    for (std::size_t key = 0; key < cells.size(); ++key) {
      if (cells[key] > 0) out.emplace_back(key, cells[key]);
    }
    return out;
  }
  std::unordered_map<std::uint64_t, std::uint64_t> cells;
  walk.all(rows, [&](std::span<const std::uint64_t> keys) {
    for (const std::uint64_t key : keys) {
      if (key != kOutside) ++cells[key];
    }
  });
  out.assign(cells.begin(), cells.end());
  return out;
}

Result<void> check(const CountQuery& query) {
  if (query.by.size() > kCountColumns) {
    return Error(ErrorCode::too_large, "Count by at most {1} columns.", {std::to_string(kCountColumns)});
  }
  std::vector<std::string> names = query.by;
  std::sort(names.begin(), names.end());
  if (std::adjacent_find(names.begin(), names.end()) != names.end()) {
    return Error(ErrorCode::invalid_input, "Name each column once.");
  }
  if (query.suppress != 0 && query.suppress < kLeastSuppression) {
    return Error(ErrorCode::invalid_input,
                 "The limit for hidden numbers must be {1} or more. A smaller one would give the numbers away.",
                 {std::to_string(kLeastSuppression)});
  }
  if (query.suppress != 0 && query.by.size() > 2) {
    return Error(ErrorCode::invalid_input,
                 "Small numbers can be hidden when you count by one or two columns, not by more.");
  }
  return {};
}

}  // namespace

Result<CountResult> count(const FactTable& table, const CountQuery& query,
                          std::optional<std::span<const std::uint32_t>> rows) {
  TRY_VOID(check(query));
  std::vector<std::size_t> by;
  for (const std::string& name : query.by) {
    TRY(column, find_column(table, name));
    by.push_back(column);
  }
  TRY(filters, make_filters(table, query.where));
  Walk walk(table, std::move(by), std::move(filters));
  TRY_VOID(walk.prepare());

  CountResult result;
  result.by = query.by;
  for (const auto& [key, n] : tally(walk, rows)) {
    result.total += n;
    if (!query.by.empty()) result.rows.push_back({walk.values(key), n, Shown::number});
  }
  std::sort(result.rows.begin(), result.rows.end(),
            [](const CountRow& a, const CountRow& b) { return a.values < b.values; });
  if (query.suppress != 0) hide_small(result, query.suppress);
  return result;
}

}  // namespace arasha::statistics

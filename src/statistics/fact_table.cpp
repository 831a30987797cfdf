#include "statistics/fact_table.h"

#include <algorithm>
#include <limits>

#include "base/check.h"

namespace arasha::statistics {

std::optional<std::uint16_t> FactTable::Column::find(std::string_view value) const {
  const auto found = numbers_.find(value);
  if (found == numbers_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::uint16_t> FactTable::Column::take(std::string_view value) {
  if (const auto known = find(value)) {
    ++uses_[*known];
    return known;
  }
  std::uint16_t code = 0;
  if (!free_.empty()) {
    code = free_.back();
    free_.pop_back();
    values_[code] = value;
  } else {
    if (values_.size() > std::numeric_limits<std::uint16_t>::max()) return std::nullopt;
    code = static_cast<std::uint16_t>(values_.size());
    values_.emplace_back(value);
    uses_.push_back(0);
  }
  uses_[code] = 1;
  numbers_.emplace(values_[code], code);
  return code;
}

void FactTable::Column::release(std::uint16_t code) {
  if (--uses_[code] > 0) return;
  numbers_.erase(values_[code]);
  values_[code].clear();
  free_.push_back(code);
}

void FactTable::Column::push(std::uint16_t code) {
  auto* narrow = std::get_if<std::vector<std::uint8_t>>(&codes_);
  if (narrow != nullptr && code > std::numeric_limits<std::uint8_t>::max()) {
    std::vector<std::uint16_t> wide;
    wide.reserve(narrow->capacity());
    wide.assign(narrow->begin(), narrow->end());
    codes_ = std::move(wide);
  }
  std::visit(
      [code](auto& codes) {
        codes.push_back(static_cast<typename std::decay_t<decltype(codes)>::value_type>(code));
      },
      codes_);
}

void FactTable::Column::set(std::size_t row, std::uint16_t code) {
  push(code);  // widens where it must
  swap_out(row);
}

void FactTable::Column::swap_out(std::size_t row) {
  std::visit(
      [row](auto& codes) {
        codes[row] = codes.back();
        codes.pop_back();
      },
      codes_);
}

void FactTable::Column::reserve(std::size_t rows) {
  std::visit([rows](auto& codes) { codes.reserve(rows); }, codes_);
}

void FactTable::Column::wipe() {
  std::visit([](auto& codes) { std::fill(codes.begin(), codes.end(), 0); }, codes_);
  for (std::string& value : values_) std::fill(value.begin(), value.end(), '\0');
  numbers_.clear();
  values_ = {};
  uses_ = {};
  free_ = {};
  codes_ = {};
}

std::size_t FactTable::Column::memory() const {
  std::size_t bytes =
      std::visit([](const auto& codes) { return codes.capacity() * sizeof codes[0]; }, codes_);
  // Of a value: its string, its use, its place in the map (a node and a bucket).
  bytes += values_.size() * (sizeof(std::string) + sizeof(std::uint32_t) + 48) +
           free_.capacity() * sizeof(std::uint16_t);
  for (const std::string& value : values_) bytes += value.capacity() > 15 ? value.capacity() + 1 : 0;
  return bytes;
}

FactTable::FactTable(std::vector<std::string> columns) : names_(std::move(columns)), columns_(names_.size()) {
  std::vector<std::string> sorted = names_;
  std::sort(sorted.begin(), sorted.end());
  REQUIRE(std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end());
}

std::optional<std::size_t> FactTable::find_column(std::string_view name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  if (found == names_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names_.begin());
}

Result<std::vector<std::uint16_t>> FactTable::take_all(std::span<const std::string_view> values) {
  REQUIRE(values.size() == columns_.size());
  std::vector<std::uint16_t> codes;
  codes.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto code = columns_[i].take(values[i]);
    if (!code) {
      for (std::size_t taken = 0; taken < codes.size(); ++taken) columns_[taken].release(codes[taken]);
      return Error(ErrorCode::full, "The column {1} has too many different values to be counted.",
                   {names_[i]});
    }
    codes.push_back(*code);
  }
  return codes;
}

Result<void> FactTable::append(std::span<const std::string_view> values) {
  TRY(codes, take_all(values));
  for (std::size_t i = 0; i < codes.size(); ++i) columns_[i].push(codes[i]);
  ++size_;
  return {};
}

Result<void> FactTable::replace(std::size_t row, std::span<const std::string_view> values) {
  REQUIRE(row < size_);
  TRY(codes, take_all(values));
  for (std::size_t i = 0; i < codes.size(); ++i) {
    columns_[i].release(columns_[i].code(row));
    columns_[i].set(row, codes[i]);
  }
  return {};
}

void FactTable::erase(std::size_t row) {
  REQUIRE(row < size_);
  for (Column& column : columns_) {
    column.release(column.code(row));
    column.swap_out(row);
  }
  --size_;
}

void FactTable::reserve(std::size_t rows) {
  for (Column& column : columns_) column.reserve(rows);
}

void FactTable::wipe() {
  for (Column& column : columns_) column.wipe();
  size_ = 0;
}

std::size_t FactTable::memory() const {
  std::size_t bytes = sizeof *this + columns_.capacity() * sizeof(Column);
  for (const Column& column : columns_) bytes += column.memory();
  return bytes;
}

}  // namespace arasha::statistics

// Facts of many cases, column by column: each value is a small number into the column's own list of values,
// so that 100,000 cases of 63 columns take less than 20 MB and a count is a walk over bytes.
//
// Not synchronised: one writer, or many readers.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/result.h"

namespace arasha::statistics {

class FactTable {
 public:
  // One column: its different values, and for each row the number of its value. A value that no row has any
  // more gives its number back.
  class Column {
   public:
    Column() = default;
    Column(const Column&) = delete;  // numbers_ points into values_
    Column& operator=(const Column&) = delete;

    std::string_view value(std::size_t row) const { return values_[code(row)]; }
    std::uint16_t code(std::size_t row) const {
      return std::visit([row](const auto& codes) { return static_cast<std::uint16_t>(codes[row]); }, codes_);
    }
    std::size_t code_limit() const { return values_.size(); }  // every code is below
    std::string_view value_of(std::uint16_t code) const { return values_[code]; }
    std::optional<std::uint16_t> find(std::string_view value) const;
    // Calls f with the rows' codes as a span of std::uint8_t or of std::uint16_t.
    template <class F>
    void visit_codes(F&& f) const {
      std::visit([&f](const auto& codes) { f(std::span(codes)); }, codes_);
    }

   private:
    friend class FactTable;
    std::optional<std::uint16_t> take(std::string_view value);  // one use more; nullopt: the column is full
    void release(std::uint16_t code);
    void push(std::uint16_t code);
    void set(std::size_t row, std::uint16_t code);
    void swap_out(std::size_t row);
    void reserve(std::size_t rows);
    void wipe();
    std::size_t memory() const;

    std::deque<std::string> values_;  // by code; never moves, so that numbers_ may point into it
    std::vector<std::uint32_t> uses_;
    std::vector<std::uint16_t> free_;
    std::unordered_map<std::string_view, std::uint16_t> numbers_;
    std::variant<std::vector<std::uint8_t>, std::vector<std::uint16_t>> codes_;
  };

  // The names must differ.
  explicit FactTable(std::vector<std::string> columns);
  FactTable(FactTable&&) = default;
  FactTable& operator=(FactTable&&) = default;

  std::size_t size() const { return size_; }
  const std::vector<std::string>& columns() const { return names_; }
  std::optional<std::size_t> find_column(std::string_view name) const;
  const Column& column(std::size_t column) const { return columns_[column]; }
  std::string_view value(std::size_t row, std::size_t column) const { return columns_[column].value(row); }

  // Values in the order of the columns, as many as they. `full` when a column would hold more than 65,536
  // different values; then nothing has changed.
  Result<void> append(std::span<const std::string_view> values);
  Result<void> replace(std::size_t row, std::span<const std::string_view> values);
  // The last row takes the place of the erased one; whoever keeps ids beside the rows does the same.
  void erase(std::size_t row);

  // No rows any more: what was in memory is overwritten and given back.
  void wipe();

  void reserve(std::size_t rows);
  std::size_t memory() const;  // bytes, about

 private:
  Result<std::vector<std::uint16_t>> take_all(std::span<const std::string_view> values);

  std::vector<std::string> names_;
  std::vector<Column> columns_;
  std::size_t size_ = 0;
};

}  // namespace arasha::statistics

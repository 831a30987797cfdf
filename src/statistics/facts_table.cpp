#include "statistics/facts_table.h"

#include <algorithm>

#include "base/event.h"
#include "schema/entry_types.h"
#include "statistics/ctdc.h"

namespace arasha::statistics {
namespace {

constexpr std::uint32_t kNone = UINT32_MAX;

}  // namespace

FactsTable::FactsTable() : table_(make_fact_table()) {}

void FactsTable::put(projection::Slot slot, FileId, BytesView card) {
  const auto facts = schema::parse_as<Facts>(card);
  if (!facts) {
    log_event(Level::error, "facts_card_unreadable", {});
    return remove(slot);
  }
  const auto values = ctdc_values(*facts);
  if (std::all_of(values.begin(), values.end(), [](std::string_view value) { return value.empty(); })) return remove(slot);
  if (slot >= row_of_.size()) row_of_.resize(std::max<std::size_t>(std::size_t{slot} + 1, row_of_.size() * 2), kNone);
  const bool is_there = row_of_[slot] != kNone;
  const auto done = is_there ? table_.replace(row_of_[slot], values) : table_.append(values);
  if (!done) {
    // A column of more than 65,536 different values: no code list is so long, so these are no facts.
    log_event(Level::error, "facts_column_full", {});
    return remove(slot);
  }
  if (is_there) return;
  row_of_[slot] = static_cast<std::uint32_t>(slot_of_.size());
  slot_of_.push_back(slot);
}

void FactsTable::remove(projection::Slot slot) {
  if (slot >= row_of_.size() || row_of_[slot] == kNone) return;
  const std::uint32_t row = row_of_[slot];
  table_.erase(row);
  // The last row takes its place.
  slot_of_[row] = slot_of_.back();
  row_of_[slot_of_[row]] = row;
  slot_of_.pop_back();
  row_of_[slot] = kNone;
}

void FactsTable::remove_many(std::span<const projection::Slot> slots) {
  const auto is_row = [this](projection::Slot slot) { return slot < row_of_.size() && row_of_[slot] != kNone; };
  if (static_cast<std::size_t>(std::count_if(slots.begin(), slots.end(), is_row)) < slot_of_.size()) {
    for (const projection::Slot slot : slots) remove(slot);
    return;
  }
  table_.wipe();
  row_of_ = {};
  slot_of_ = {};
}

std::size_t FactsTable::bytes() const {
  return table_.memory() + row_of_.capacity() * sizeof(std::uint32_t) + slot_of_.capacity() * sizeof(projection::Slot);
}

std::vector<std::uint32_t> FactsTable::visible(const projection::Access& access) const {
  std::vector<std::uint32_t> rows;
  rows.reserve(slot_of_.size());
  for (std::size_t row = 0; row < slot_of_.size(); ++row) {
    if (access.sees(slot_of_[row])) rows.push_back(static_cast<std::uint32_t>(row));
  }
  return rows;
}

std::size_t FactsTable::size(const projection::Access& access) const { return visible(access).size(); }

Result<CountResult> FactsTable::count(const projection::Access& access, const CountQuery& query) const {
  const auto rows = visible(access);
  if (rows.size() == table_.size()) return statistics::count(table_, query);
  return statistics::count(table_, query, std::span(rows));
}

void FactsTable::each(const projection::Access& access,
                      const std::function<void(std::span<const std::string_view>)>& use) const {
  std::vector<std::string_view> values(table_.columns().size());
  for (const std::uint32_t row : visible(access)) {
    for (std::size_t column = 0; column < values.size(); ++column) values[column] = table_.value(row, column);
    use(values);
  }
}

}  // namespace arasha::statistics

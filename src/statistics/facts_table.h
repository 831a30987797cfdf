// The facts of all cases whose facts compartment is open, for counting and for the export: the projection's table of
// that compartment. Each method shows what the access shows, nothing else.
#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "projection/projection.h"
#include "statistics/count.h"
#include "statistics/fact_table.h"

namespace arasha::statistics {

class FactsTable : public projection::Table {
 public:
  FactsTable();

  // A card without any value (facts that were erased) leaves the case out, as one does that cannot be read.
  void put(projection::Slot slot, FileId file, BytesView card) override;
  void remove(projection::Slot slot) override;
  void remove_many(std::span<const projection::Slot> slots) override;
  std::size_t bytes() const override;

  const std::vector<std::string>& columns() const { return table_.columns(); }
  std::size_t size(const projection::Access& access) const;
  Result<CountResult> count(const projection::Access& access, const CountQuery& query) const;
  // The values of each case, in the order of the columns. The views are good during the call.
  void each(const projection::Access& access, const std::function<void(std::span<const std::string_view>)>& use) const;

 private:
  std::vector<std::uint32_t> visible(const projection::Access& access) const;

  FactTable table_;
  std::vector<std::uint32_t> row_of_;      // by slot; kNone: no row
  std::vector<projection::Slot> slot_of_;  // by row
};

}  // namespace arasha::statistics

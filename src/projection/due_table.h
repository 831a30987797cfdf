// What is to be done in the compartments that have no list of their own: legal dates, visits for health.
#pragma once

#include <memory>

#include "projection/card_arena.h"
#include "projection/due_rows.h"
#include "projection/projection.h"

namespace arasha::projection {

// `Card` is LegalCard or HealthCard: any card with `dues`.
template <class Card>
class DueTable : public Table {
 public:
  void put(Slot slot, FileId file, BytesView card) override;
  void remove(Slot slot) override;
  void remove_many(std::span<const Slot> slots) override;
  std::size_t bytes() const override;

  DueList dues(const Access& access, const DueQuery& query) const;

 private:
  void forget(Slot slot);
  void renew_if_worn();
  std::vector<CardArena::Ref> cards_;  // by slot; only of those with something to do
  CardArena arena_;
  DueRows rows_;
};

}  // namespace arasha::projection

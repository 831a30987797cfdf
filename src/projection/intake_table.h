// Conversations that came in through the forms: the cards of the compartment INTAKE.
#pragma once

#include <vector>

#include "arasha/intake.pb.h"
#include "projection/card_arena.h"
#include "projection/projection.h"

namespace arasha::projection {

struct IntakeRow {
  FileId file;
  IntakeCard card;
};

class IntakeTable : public Table {
 public:
  void put(Slot slot, FileId file, BytesView card) override;
  void remove(Slot slot) override;
  void remove_many(std::span<const Slot> slots) override;
  std::size_t bytes() const override;

  // The newest first, by when it came.
  std::vector<IntakeRow> rows(const Access& access) const;

 private:
  void forget(Slot slot);
  void renew_if_worn();
  std::vector<CardArena::Ref> cards_;  // by slot
  CardArena arena_;
};

}  // namespace arasha::projection

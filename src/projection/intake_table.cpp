#include "projection/intake_table.h"

#include <algorithm>

#include "base/event.h"

namespace arasha::projection {

void IntakeTable::forget(Slot slot) {
  if (slot < cards_.size()) arena_.let_go(cards_[slot]);
}

void IntakeTable::renew_if_worn() {
  if (!arena_.is_worn()) return;
  CardArena fresh;
  for (CardArena::Ref& card : cards_) card = fresh.add(arena_.at(card));
  arena_.swap(fresh);
}

void IntakeTable::put(Slot slot, FileId, BytesView bytes) {
  forget(slot);
  IntakeCard card;
  if (!card.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    log_event(Level::error, "card_unreadable", {{"table", "intake"}});
    return;
  }
  if (slot >= cards_.size()) cards_.resize(std::size_t{slot} + 1);
  cards_[slot] = arena_.add(bytes);
  renew_if_worn();
}

void IntakeTable::remove(Slot slot) {
  forget(slot);
  renew_if_worn();
}

void IntakeTable::remove_many(std::span<const Slot> slots) {
  for (const Slot slot : slots) forget(slot);
  if (std::any_of(cards_.begin(), cards_.end(), [](const CardArena::Ref& card) { return card.size != 0; })) {
    renew_if_worn();
    return;
  }
  arena_.clear();
  cards_ = std::vector<CardArena::Ref>();
}

std::size_t IntakeTable::bytes() const { return cards_.capacity() * sizeof(CardArena::Ref) + arena_.bytes(); }

std::vector<IntakeRow> IntakeTable::rows(const Access& access) const {
  std::vector<IntakeRow> out;
  for (Slot slot = 0; slot < cards_.size(); ++slot) {
    if (cards_[slot].size == 0 || !access.sees(slot)) continue;
    const BytesView bytes = arena_.at(cards_[slot]);
    IntakeCard card;
    if (card.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) out.push_back({access.file(slot), std::move(card)});
  }
  std::sort(out.begin(), out.end(), [](const IntakeRow& a, const IntakeRow& b) {
    return a.card.received() != b.card.received() ? a.card.received() > b.card.received() : a.file < b.file;
  });
  return out;
}

}  // namespace arasha::projection

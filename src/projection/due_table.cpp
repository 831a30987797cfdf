#include "projection/due_table.h"

#include <algorithm>

#include "base/event.h"

namespace arasha::projection {

template <class Card>
void DueTable<Card>::forget(Slot slot) {
  if (slot >= cards_.size()) return;
  arena_.let_go(cards_[slot]);
  rows_.remove(slot);
}

template <class Card>
void DueTable<Card>::renew_if_worn() {
  if (!arena_.is_worn()) return;
  CardArena fresh;
  for (CardArena::Ref& card : cards_) card = fresh.add(arena_.at(card));
  arena_.swap(fresh);
}

template <class Card>
void DueTable<Card>::put(Slot slot, FileId, BytesView bytes) {
  forget(slot);
  Card card;
  if (!card.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    log_event(Level::error, "card_unreadable", {{"table", "dues"}});
    return;
  }
  if (card.dues().empty()) return;
  if (slot >= cards_.size()) cards_.resize(std::size_t{slot} + 1);
  cards_[slot] = arena_.add(bytes);
  rows_.put(slot, card.dues(), {}, 1);
  renew_if_worn();
}

template <class Card>
void DueTable<Card>::remove(Slot slot) {
  forget(slot);
  renew_if_worn();
}

template <class Card>
void DueTable<Card>::remove_many(std::span<const Slot> slots) {
  for (const Slot slot : slots) forget(slot);
  if (std::any_of(cards_.begin(), cards_.end(), [](const CardArena::Ref& card) { return card.size != 0; })) {
    renew_if_worn();
    return;
  }
  arena_.clear();
  cards_ = std::vector<CardArena::Ref>();
  rows_.clear();
}

template <class Card>
std::size_t DueTable<Card>::bytes() const {
  return cards_.capacity() * sizeof(CardArena::Ref) + arena_.bytes() + rows_.bytes();
}

template <class Card>
DueList DueTable<Card>::dues(const Access& access, const DueQuery& query) const {
  const DueRows::Selection found = rows_.select(access, query);
  DueList out{found.total, found.late, {}};
  for (const DueRows::Found& one : found.first) {
    Card card;
    const BytesView bytes = arena_.at(cards_[one.slot]);
    if (!card.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) continue;
    const Due& due = card.dues(one.index);
    out.rows.push_back({access.file(one.slot), due, due.member(), {}, one.urgency, one.late});
  }
  return out;
}

template class DueTable<LegalCard>;
template class DueTable<HealthCard>;

}  // namespace arasha::projection

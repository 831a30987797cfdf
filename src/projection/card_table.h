// Whole cards of one compartment, for lists that show few files with much of each: agreements, organisations, conversations. What
// must be sorted or searched among a hundred thousand has a table of its own with columns (case_table.h).
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "base/event.h"
#include "projection/card_arena.h"
#include "projection/projection.h"

namespace arasha::projection {

template <class Card>
class CardTable : public Table {
 public:
  void put(Slot slot, FileId, BytesView card) override {
    if (slot >= cards_.size()) cards_.resize(std::size_t{slot} + 1);
    arena_.let_go(cards_[slot]);
    Card parsed;
    if (!parsed.ParseFromArray(card.data(), static_cast<int>(card.size()))) {
      log_event(Level::error, "card_unreadable", {{"table", "cards"}});
      return;
    }
    cards_[slot] = arena_.add(card);
    renew_if_worn();
  }
  void remove(Slot slot) override {
    if (slot >= cards_.size()) return;
    arena_.let_go(cards_[slot]);
    renew_if_worn();
  }
  void remove_many(std::span<const Slot> slots) override {
    for (const Slot slot : slots) {
      if (slot < cards_.size()) arena_.let_go(cards_[slot]);
    }
    for (const CardArena::Ref& card : cards_) {
      if (card.size != 0) return renew_if_worn();
    }
    cards_ = std::vector<CardArena::Ref>();  // gives the memory back, as `= {}` would not
    arena_.clear();
  }
  std::size_t bytes() const override { return cards_.capacity() * sizeof(CardArena::Ref) + arena_.bytes(); }

  // Every card that the access shows, in no order.
  std::vector<std::pair<FileId, Card>> all(const Access& access) const {
    std::vector<std::pair<FileId, Card>> out;
    for (Slot slot = 0; slot < cards_.size(); ++slot) {
      if (!access.sees(slot)) continue;
      if (auto card = read(slot)) out.emplace_back(access.file(slot), std::move(*card));
    }
    return out;
  }
  std::optional<Card> card(const Access& access, FileId file) const {
    const auto slot = access.find(file);
    return slot ? read(*slot) : std::nullopt;
  }

 private:
  std::optional<Card> read(Slot slot) const {
    if (slot >= cards_.size() || cards_[slot].size == 0) return std::nullopt;
    const BytesView bytes = arena_.at(cards_[slot]);
    Card card;
    if (!card.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return std::nullopt;
    return card;
  }
  void renew_if_worn() {
    if (!arena_.is_worn()) return;
    CardArena fresh;
    for (CardArena::Ref& card : cards_) {
      if (card.size != 0) card = fresh.add(arena_.at(card));
    }
    arena_.swap(fresh);
  }

  std::vector<CardArena::Ref> cards_;  // by slot
  CardArena arena_;
};

}  // namespace arasha::projection

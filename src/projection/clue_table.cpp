#include "projection/clue_table.h"

#include <algorithm>
#include <cstring>

#include "base/event.h"

namespace arasha::projection {
namespace {

std::optional<std::uint64_t> half_of(std::string_view print) {
  std::uint64_t out = 0;
  if (print.size() != std::tuple_size_v<vault::Fingerprint>) return std::nullopt;
  std::memcpy(&out, print.data(), sizeof out);
  return out;
}

bool is_asked(const ClueCard& card) {
  return std::any_of(card.questions().begin(), card.questions().end(), [](const ClueQuestion& one) { return one.answer().empty(); });
}

}  // namespace

std::optional<ClueCard> ClueTable::read(Slot slot) const {
  if (slot >= cards_.size() || cards_[slot].size == 0) return std::nullopt;
  const BytesView bytes = arena_.at(cards_[slot]);
  ClueCard card;
  if (!card.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return std::nullopt;
  return card;
}

void ClueTable::forget(Slot slot) {
  const auto card = read(slot);
  if (!card) return;
  for (const ClueMarks& marks : card->marks()) {
    for (const std::string& print : marks.shows()) {
      const auto half = half_of(print);
      if (!half) continue;
      auto& entries = bucket(*half);
      const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& one) { return one.half == *half && one.slot == slot; });
      if (found == entries.end()) continue;
      *found = entries.back();
      entries.back() = {};
      entries.pop_back();
      --entries_;
    }
  }
  asked_.erase(slot);
  arena_.let_go(cards_[slot]);
}

void ClueTable::renew_if_worn() {
  if (!arena_.is_worn()) return;
  CardArena fresh;
  for (CardArena::Ref& card : cards_) card = fresh.add(arena_.at(card));
  arena_.swap(fresh);
}

void ClueTable::put(Slot slot, FileId, BytesView bytes) {
  forget(slot);
  ClueCard card;
  if (!card.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    log_event(Level::error, "card_unreadable", {{"table", "clues"}});
    return;
  }
  if (card.marks().empty() && card.questions().empty()) return;
  if (buckets_.empty()) buckets_.resize(kBuckets);
  if (slot >= cards_.size()) cards_.resize(std::size_t{slot} + 1);
  cards_[slot] = arena_.add(bytes);
  for (const ClueMarks& marks : card.marks()) {
    for (const std::string& print : marks.shows()) {
      const auto half = half_of(print);
      if (!half) continue;
      bucket(*half).push_back({*half, slot});
      ++entries_;
    }
  }
  if (is_asked(card)) asked_.insert(slot);
  renew_if_worn();
}

void ClueTable::remove(Slot slot) {
  forget(slot);
  renew_if_worn();
}

void ClueTable::remove_many(std::span<const Slot> slots) {
  for (const Slot slot : slots) forget(slot);
  if (std::any_of(cards_.begin(), cards_.end(), [](const CardArena::Ref& card) { return card.size != 0; })) {
    renew_if_worn();
    return;
  }
  for (auto& entries : buckets_) std::fill(entries.begin(), entries.end(), Entry());
  buckets_ = {};
  cards_ = {};
  arena_.clear();
}

std::size_t ClueTable::bytes() const {
  return buckets_.capacity() * sizeof(std::vector<Entry>) + 2 * entries_ * sizeof(Entry) + cards_.capacity() * sizeof(CardArena::Ref) + arena_.bytes();
}

std::vector<ClueHit> ClueTable::find(const Access& access, FileId except, const std::vector<std::string>& sought, std::size_t limit) const {
  std::vector<ClueHit> out;
  if (buckets_.empty()) return out;
  for (std::size_t i = 0; i < sought.size(); ++i) {
    const auto half = half_of(sought[i]);
    if (!half) continue;
    for (const Entry& entry : buckets_[*half >> 48U]) {
      if (entry.half != *half || !access.sees(entry.slot) || access.file(entry.slot) == except) continue;
      const auto card = read(entry.slot);
      if (!card) continue;
      for (const ClueMarks& marks : card->marks()) {
        const bool fits = std::find(marks.shows().begin(), marks.shows().end(), sought[i]) != marks.shows().end();
        const auto same = [&](const ClueHit& hit) { return hit.clue == marks.clue() && hit.file == access.file(entry.slot); };
        if (!fits || std::any_of(out.begin(), out.end(), same)) continue;
        out.push_back({access.file(entry.slot), marks.clue(), marks.legal(), i});
        if (out.size() == limit) return out;
      }
    }
  }
  return out;
}

std::optional<ClueCard> ClueTable::card(const Access& access, FileId file) const {
  const auto slot = access.find(file);
  return slot ? read(*slot) : std::nullopt;
}

std::vector<FileId> ClueTable::asked(const Access& access) const {
  std::vector<FileId> out;
  for (const Slot slot : asked_) {
    if (access.sees(slot)) out.push_back(access.file(slot));
  }
  return out;
}

}  // namespace arasha::projection

// Fingerprints of clues, to find which other cases mention the same: the cards of the compartment CLUES.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "arasha/clues.pb.h"
#include "projection/card_arena.h"
#include "projection/projection.h"

namespace arasha::projection {

// A clue of another case that fits one of those that were sought.
struct ClueHit {
  FileId file;
  std::string clue;    // the version of the other case's clue
  bool legal = false;  // it stands in the legal part there
  std::size_t sought = 0;  // which of the sought fingerprints
};

class ClueTable : public Table {
 public:
  void put(Slot slot, FileId file, BytesView card) override;
  void remove(Slot slot) override;
  void remove_many(std::span<const Slot> slots) override;
  std::size_t bytes() const override;

  // Each clue once, at most `limit`. Never one of `except`, the file that is asking.
  std::vector<ClueHit> find(const Access& access, FileId except, const std::vector<std::string>& sought, std::size_t limit) const;
  std::optional<ClueCard> card(const Access& access, FileId file) const;
  // The files with a question that nobody answered yet.
  std::vector<FileId> asked(const Access& access) const;

 private:
  // Half of a fingerprint: of a hundred million some two agree by chance, and the card decides.
  struct Entry {
    std::uint64_t half = 0;
    Slot slot = 0;
  };
  static constexpr std::size_t kBuckets = std::size_t{1} << 16U;
  std::vector<Entry>& bucket(std::uint64_t half) { return buckets_[half >> 48U]; }
  void forget(Slot slot);
  void renew_if_worn();
  std::optional<ClueCard> read(Slot slot) const;

  std::vector<std::vector<Entry>> buckets_;  // none until there is a card
  std::vector<CardArena::Ref> cards_;        // by slot
  std::set<Slot> asked_;
  std::size_t entries_ = 0;
  CardArena arena_;
};

}  // namespace arasha::projection

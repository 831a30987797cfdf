// How far this process has checked the chains of files, signature by signature. The header of an entry names the hash of
// the one before, so who finds the remembered hash at the remembered place has the very headers that were checked, and
// need not check their signatures again. Bounded; what is forgotten is checked again. Thread-safe. Inside the room only.
#pragma once

#include <mutex>
#include <optional>
#include <unordered_map>

#include "base/id.h"
#include "store/rows.h"

namespace arasha::vault {

class KnownHeads {
 public:
  struct Head {
    std::uint32_t length = 0;  // entries that were checked
    store::Hash hash{};        // of the last one's header
  };
  // `most` files at least are remembered, and at most twice as many.
  explicit KnownHeads(std::size_t most = 20'000) : most_(most) {}

  std::optional<Head> of(FileId file) const;
  void note(FileId file, const Head& head);

 private:
  mutable std::mutex mutex_;
  std::size_t most_;
  std::unordered_map<FileId, Head> fresh_;
  std::unordered_map<FileId, Head> old_;  // when `fresh_` is full it takes this place
};

}  // namespace arasha::vault

#include "projection/card_arena.h"

#include <algorithm>
#include <utility>

#include "vault/vault.h"

namespace arasha::projection {

CardArena::Ref CardArena::add(BytesView bytes) {
  if (bytes.empty()) return {};
  const auto size = static_cast<std::uint32_t>(bytes.size());
  std::size_t target = current_;
  const bool fits = target < blocks_.size() && blocks_[target].size - blocks_[target].used >= size;
  if (!fits) {
    target = blocks_.size();
    const std::size_t room = std::max<std::size_t>(kBlock, size);
    blocks_.push_back({std::make_unique<std::uint8_t[]>(room), static_cast<std::uint32_t>(room), 0});
    if (size <= kBlock / 2) current_ = target;  // a large one has a block of its own
  }
  Block& block = blocks_[target];
  const Ref out{static_cast<std::uint32_t>(target), block.used, size};
  std::copy(bytes.begin(), bytes.end(), block.bytes.get() + block.used);
  block.used += size;
  taken_ += size;
  return out;
}

void CardArena::let_go(Ref& ref) {
  if (ref.size > 0) crypto::wipe({blocks_[ref.block].bytes.get() + ref.at, ref.size});
  unused_ += ref.size;
  ref = {};
}

void CardArena::clear() {
  for (const Block& block : blocks_) crypto::wipe({block.bytes.get(), block.used});
  blocks_ = std::vector<Block>();  // gives the memory back, as `= {}` would not
  current_ = taken_ = unused_ = 0;
}

void CardArena::swap(CardArena& other) noexcept {
  std::swap(blocks_, other.blocks_);
  std::swap(current_, other.current_);
  std::swap(taken_, other.taken_);
  std::swap(unused_, other.unused_);
}

std::size_t CardArena::bytes() const {
  std::size_t total = blocks_.capacity() * sizeof(Block);
  for (const Block& block : blocks_) total += block.size;
  return total;
}

}  // namespace arasha::projection

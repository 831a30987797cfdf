// Many small texts in few large blocks: the bytes of cards, side by side. What is let go is overwritten at
// once; blocks are overwritten before they are given back. Not synchronised.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/bytes.h"

namespace arasha::projection {

class CardArena {
 public:
  struct Ref {
    std::uint32_t block = 0;
    std::uint32_t at = 0;
    std::uint32_t size = 0;  // 0: nothing
  };

  CardArena() = default;
  ~CardArena() { clear(); }
  CardArena(const CardArena&) = delete;
  CardArena& operator=(const CardArena&) = delete;

  Ref add(BytesView bytes);
  void let_go(Ref& ref);  // overwrites; `ref` is nothing afterwards
  BytesView at(Ref ref) const {
    return {ref.size == 0 ? nullptr : blocks_[ref.block].bytes.get() + ref.at, ref.size};
  }
  void clear();

  // More than half of what is taken is holes: time to move everything into a new arena.
  bool is_worn() const { return unused_ > kBlock && unused_ > taken_ / 2; }
  void swap(CardArena& other) noexcept;
  std::size_t bytes() const;

 private:
  static constexpr std::size_t kBlock = std::size_t{1} << 18U;
  struct Block {
    std::unique_ptr<std::uint8_t[]> bytes;
    std::uint32_t size = 0;
    std::uint32_t used = 0;
  };
  std::vector<Block> blocks_;
  std::size_t current_ = 0;  // of blocks_: small cards go here
  std::size_t taken_ = 0;
  std::size_t unused_ = 0;
};

}  // namespace arasha::projection

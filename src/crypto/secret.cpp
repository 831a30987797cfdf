#include "crypto/secret.h"

#include <sodium.h>

#include <array>
#include <mutex>
#include <new>
#include <vector>

#include "base/check.h"
#include "base/event.h"

namespace arasha::crypto {
namespace {

// Slots of one size, cut from guarded, locked slabs. A slab is never given back: keys come and go all day.
class SlotPool {
 public:
  explicit SlotPool(std::size_t slot_size) : slot_size_(slot_size) {}

  std::uint8_t* take() {
    const std::scoped_lock lock(mutex_);
    if (free_.empty()) grow();
    std::uint8_t* slot = free_.back();
    free_.pop_back();
    return slot;
  }

  void give_back(std::uint8_t* slot) {
    const std::scoped_lock lock(mutex_);
    free_.push_back(slot);
  }

 private:
  static constexpr std::size_t kSlabSize = 65536;

  void grow() {
    auto* slab = static_cast<std::uint8_t*>(sodium_malloc(kSlabSize));
    if (slab == nullptr) throw std::bad_alloc();
    // sodium_malloc does not say whether it could lock; asking again is harmless.
    if (sodium_mlock(slab, kSlabSize) != 0)
      log_event(Level::error, "key_memory_not_locked", {{"bytes", kSlabSize}});
    sodium_memzero(slab, kSlabSize);
    free_.reserve(free_.size() + kSlabSize / slot_size_);
    for (std::size_t at = 0; at + slot_size_ <= kSlabSize; at += slot_size_) free_.push_back(slab + at);
  }

  std::mutex mutex_;
  std::size_t slot_size_;
  std::vector<std::uint8_t*> free_;
};

// True once this thread's own slots are given back: what it still does, it does with the pools.
thread_local bool thread_is_ending = false;

// A few free slots of one thread, wiped, so that threads which open keys by the thousand do not wait for each other.
class ThreadSlots {
 public:
  explicit ThreadSlots(SlotPool& pool) : pool_(pool) {}
  ~ThreadSlots() {
    thread_is_ending = true;
    while (count_ > 0) pool_.give_back(slots_.at(--count_));
  }
  ThreadSlots(const ThreadSlots&) = delete;
  ThreadSlots& operator=(const ThreadSlots&) = delete;

  std::uint8_t* take() { return count_ > 0 ? slots_.at(--count_) : pool_.take(); }
  void give_back(std::uint8_t* slot) {
    if (count_ < slots_.size()) slots_.at(count_++) = slot;
    else pool_.give_back(slot);
  }

 private:
  SlotPool& pool_;
  std::array<std::uint8_t*, 32> slots_{};
  std::size_t count_ = 0;
};

// Never destroyed: secrets of static life may outlast any order of destruction.
SlotPool& pool_for(std::size_t size) {
  static SlotPool& small = *new SlotPool(32);
  static SlotPool& large = *new SlotPool(64);
  CHECK(size <= 64);
  return size <= 32 ? small : large;
}

ThreadSlots& slots_of_thread(std::size_t size) {
  static thread_local ThreadSlots small(pool_for(32));
  static thread_local ThreadSlots large(pool_for(64));
  return size <= 32 ? small : large;
}

}  // namespace

Result<void> initialize() {
  if (sodium_init() < 0) return Error(ErrorCode::internal, "The cryptographic library did not start.");
  constexpr std::size_t kProbe = 65536;
  std::vector<std::uint8_t> probe(kProbe);
  // sodium_malloc goes on silently when the limit of locked memory is used up; keys could then reach the
  // disk.
  if (sodium_mlock(probe.data(), probe.size()) != 0) {
    return Error(ErrorCode::unavailable,
                 "Memory for keys cannot be locked. Raise the limit (ulimit -l, or LimitMEMLOCK in systemd) "
                 "and start again.");
  }
  sodium_munlock(probe.data(), probe.size());
  return {};
}

namespace detail {
std::uint8_t* take_slot(std::size_t size) {
  if (thread_is_ending) return pool_for(size).take();
  return slots_of_thread(size).take();
}
void return_slot(std::uint8_t* slot, std::size_t size) {
  sodium_memzero(slot, size <= 32 ? 32 : 64);
  if (thread_is_ending) pool_for(size).give_back(slot);
  else slots_of_thread(size).give_back(slot);
}
}  // namespace detail

Key random_key() {
  Key key;
  key.fill([](auto bytes) { random_bytes(bytes); });
  return key;
}

void random_bytes(std::span<std::uint8_t> out) {
  randombytes_buf(out.data(), out.size());
}
std::uint32_t random_below(std::uint32_t limit) {
  return randombytes_uniform(limit);
}

bool equal(BytesView a, BytesView b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

void wipe(std::span<std::uint8_t> bytes) {
  sodium_memzero(bytes.data(), bytes.size());
}
void wipe(std::string& text) {
  text.resize(text.capacity());  // what an earlier, longer value left behind
  sodium_memzero(text.data(), text.size());
  text.clear();
}
void wipe(Bytes& bytes) {
  bytes.resize(bytes.capacity());
  sodium_memzero(bytes.data(), bytes.size());
  bytes.clear();
}

}  // namespace arasha::crypto

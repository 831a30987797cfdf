// Secret<N>: N bytes of key in guarded memory.
//
// Move-only; wiped on destruction; no comparison, no output, no conversion. The bytes are seen only inside
// `use`, as a span that must not outlive the call. Slots come from pages that are locked into memory and
// fenced (sodium_malloc), many to a page: a guarded allocation each would use up the process's memory maps.
// Thread: a Secret belongs to one thread at a time; const use from several threads at once is safe.
#pragma once

#include <cstdint>
#include <span>
#include <utility>

#include "base/bytes.h"

namespace arasha::crypto {

// Prepares libsodium and checks that memory can be locked. Call once, before anything else of this room;
// fails with a sentence that names the limit to raise (LimitMEMLOCK, ulimit -l).
Result<void> initialize();

namespace detail {
std::uint8_t* take_slot(std::size_t size);               // zeroed
void return_slot(std::uint8_t* slot, std::size_t size);  // wiped
}  // namespace detail

template <std::size_t N>
class Secret {
 public:
  Secret() : slot_(detail::take_slot(N)) {}  // all zero
  explicit Secret(std::span<const std::uint8_t, N> bytes) : Secret() {
    std::copy(bytes.begin(), bytes.end(), slot_);
  }
  Secret(Secret&& other) noexcept : slot_(std::exchange(other.slot_, nullptr)) {}
  Secret& operator=(Secret&& other) noexcept {
    std::swap(slot_, other.slot_);
    return *this;
  }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() {
    if (slot_ != nullptr) detail::return_slot(slot_, N);
  }

  Secret clone() const { return Secret(bytes()); }  // a deliberate second copy

  template <class F>
  decltype(auto) use(F&& f) const {
    return std::forward<F>(f)(bytes());
  }
  template <class F>
  decltype(auto) fill(F&& f) {
    return std::forward<F>(f)(std::span<std::uint8_t, N>(slot_, N));
  }

 private:
  std::span<const std::uint8_t, N> bytes() const { return std::span<const std::uint8_t, N>(slot_, N); }
  std::uint8_t* slot_;
};

using Key = Secret<32>;

Key random_key();
void random_bytes(std::span<std::uint8_t> out);
// 0 … limit-1 without bias.
std::uint32_t random_below(std::uint32_t limit);

template <class IdType>
IdType random_id() {
  std::array<std::uint8_t, IdType::kSize> bytes{};
  random_bytes(bytes);
  return IdType::from_array(bytes);
}

// Constant-time equality: the one name for comparing anything secret-dependent.
bool equal(BytesView a, BytesView b);
// Overwrites, in a way that the compiler keeps.
void wipe(std::span<std::uint8_t> bytes);
void wipe(std::string& text);
void wipe(Bytes& bytes);

}  // namespace arasha::crypto

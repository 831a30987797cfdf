#include "crypto/running_hash.h"

#include <sodium.h>

namespace arasha::crypto {
namespace {

// The state is a plain structure of the library, kept as bytes so that its header stays in here.
static_assert(sizeof(crypto_generichash_state) <= 384 && alignof(crypto_generichash_state) <= 64);
crypto_generichash_state* inside(std::array<std::uint8_t, 384>& bytes) { return reinterpret_cast<crypto_generichash_state*>(bytes.data()); }

}  // namespace

RunningHash::RunningHash() { crypto_generichash_init(inside(state_.bytes), nullptr, 0, std::tuple_size_v<Hash>); }

void RunningHash::add(BytesView bytes) { crypto_generichash_update(inside(state_.bytes), bytes.data(), bytes.size()); }

Hash RunningHash::value() const {
  State copy = state_;
  Hash out{};
  crypto_generichash_final(inside(copy.bytes), out.data(), out.size());
  return out;
}

}  // namespace arasha::crypto

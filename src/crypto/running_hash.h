// A hash of what comes piece by piece, in bounded memory.
#pragma once

#include "crypto/hash.h"

namespace arasha::crypto {

// BLAKE2b-256 (RFC 7693) without a key, of the bytes themselves however they are cut. `value` may be asked at any time.
class RunningHash {
 public:
  RunningHash();
  void add(BytesView bytes);
  Hash value() const;

 private:
  struct alignas(64) State {
    std::array<std::uint8_t, 384> bytes{};
  };
  State state_;
};

}  // namespace arasha::crypto

// What the tests of this room share.
#pragma once

#include <algorithm>

#include "crypto/hash.h"

namespace arasha::crypto {

inline Key key_of(BytesView bytes) {
  Key key;
  key.fill([&](auto out) { std::copy_n(bytes.begin(), out.size(), out.begin()); });
  return key;
}
inline Key key_filled(std::uint8_t value) {
  return key_of(Bytes(32, value));
}

// Only for tests: what a key holds.
inline Bytes bytes_in(const Key& key) {
  return key.use([](auto bytes) { return to_bytes(bytes); });
}

// Bytes that are the same in each run and show a shift.
inline Bytes counted(std::size_t size) {
  Bytes out(size);
  for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::uint8_t>(i * 7 + i / 256);
  return out;
}

}  // namespace arasha::crypto

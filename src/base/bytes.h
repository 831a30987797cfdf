// Bytes, views of bytes, and the one way to write and read fixed binary layouts (docs/formats/).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace arasha {

using Bytes = std::vector<std::uint8_t>;
using BytesView = std::span<const std::uint8_t>;  // a parameter, never a member

inline BytesView view(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view text_view(BytesView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes to_bytes(BytesView bytes) { return Bytes(bytes.begin(), bytes.end()); }
inline std::string to_text(BytesView bytes) { return std::string(text_view(bytes)); }

std::string to_hex(BytesView bytes);
Result<Bytes> from_hex(std::string_view text);

// Base32 with the alphabet of Crockford (no i, l, o, u), lower case, no padding: for ids in addresses and for
// codes that people copy by hand. Reading accepts upper case, spaces and hyphens, and o/i/l for 0/1/1.
std::string to_base32(BytesView bytes);
Result<Bytes> from_base32(std::string_view text);

// Writes big-endian integers and length-prefixed (u32) strings.
class ByteWriter {
 public:
  ByteWriter& u8(std::uint8_t value);
  ByteWriter& u16(std::uint16_t value);
  ByteWriter& u32(std::uint32_t value);
  ByteWriter& u64(std::uint64_t value);
  ByteWriter& raw(BytesView bytes);     // no length: fixed-size fields only
  ByteWriter& sized(BytesView bytes);   // u32 length, then the bytes
  ByteWriter& sized(std::string_view text) { return sized(view(text)); }
  Bytes take() { return std::move(bytes_); }
  const Bytes& bytes() const { return bytes_; }

 private:
  Bytes bytes_;
};

// Reads what ByteWriter wrote. Every call answers `damaged` past the end; `finish` answers it when bytes are left.
// The bytes must outlive the reader.
class ByteReader {
 public:
  explicit ByteReader(BytesView bytes) : rest_(bytes) {}
  Result<std::uint8_t> u8();
  Result<std::uint16_t> u16();
  Result<std::uint32_t> u32();
  Result<std::uint64_t> u64();
  Result<BytesView> raw(std::size_t size);
  Result<BytesView> sized(std::size_t limit = 1U << 26);
  Result<void> finish() const;
  std::size_t left() const { return rest_.size(); }

 private:
  std::span<const std::uint8_t> rest_;
};

}  // namespace arasha

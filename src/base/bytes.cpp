#include "base/bytes.h"

namespace arasha {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kBase32 = "0123456789abcdefghjkmnpqrstvwxyz";

Error cut_short() { return {ErrorCode::damaged, "The data ends too early.", {}, "byte reader"}; }

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

int base32_digit(char c) {
  if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  if (c == 'o') c = '0';
  if (c == 'i' || c == 'l') c = '1';
  const auto at = kBase32.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace

std::string to_hex(BytesView bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    out += kHex[byte >> 4U];
    out += kHex[byte & 15U];
  }
  return out;
}

Result<Bytes> from_hex(std::string_view text) {
  const Error bad(ErrorCode::invalid_input, "This is not a hexadecimal number.");
  if (text.size() % 2 != 0) return bad;
  Bytes out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_digit(text[i]);
    const int low = hex_digit(text[i + 1]);
    if (high < 0 || low < 0) return bad;
    out.push_back(static_cast<std::uint8_t>(high * 16 + low));
  }
  return out;
}

std::string to_base32(BytesView bytes) {
  std::string out;
  out.reserve((bytes.size() * 8 + 4) / 5);
  std::uint32_t pending = 0;
  unsigned bits = 0;
  for (const std::uint8_t byte : bytes) {
    pending = (pending << 8U) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += kBase32[(pending >> bits) & 31U];
    }
  }
  if (bits > 0) out += kBase32[(pending << (5 - bits)) & 31U];
  return out;
}

Result<Bytes> from_base32(std::string_view text) {
  const Error bad(ErrorCode::invalid_input, "This code has a letter that does not belong in it. Check it and type it again.");
  Bytes out;
  out.reserve(text.size() * 5 / 8 + 1);  // grown vectors leave copies behind, and codes are secrets
  std::uint32_t pending = 0;
  unsigned bits = 0;
  for (const char c : text) {
    if (c == ' ' || c == '-' || c == '\n' || c == '\r' || c == '\t') continue;
    const int digit = base32_digit(c);
    if (digit < 0) return bad;
    pending = (pending << 5U) | static_cast<std::uint32_t>(digit);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out.push_back(static_cast<std::uint8_t>((pending >> bits) & 255U));
    }
    pending &= (1U << bits) - 1U;
  }
  if (pending != 0) return bad;
  return out;
}

ByteWriter& ByteWriter::u8(std::uint8_t value) {
  bytes_.push_back(value);
  return *this;
}
ByteWriter& ByteWriter::u16(std::uint16_t value) {
  return u8(static_cast<std::uint8_t>(value >> 8U)).u8(static_cast<std::uint8_t>(value & 255U));
}
ByteWriter& ByteWriter::u32(std::uint32_t value) {
  return u16(static_cast<std::uint16_t>(value >> 16U)).u16(static_cast<std::uint16_t>(value & 0xffffU));
}
ByteWriter& ByteWriter::u64(std::uint64_t value) {
  return u32(static_cast<std::uint32_t>(value >> 32U)).u32(static_cast<std::uint32_t>(value & 0xffffffffU));
}
ByteWriter& ByteWriter::raw(BytesView bytes) {
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  return *this;
}
ByteWriter& ByteWriter::sized(BytesView bytes) { return u32(static_cast<std::uint32_t>(bytes.size())).raw(bytes); }

Result<BytesView> ByteReader::raw(std::size_t size) {
  if (rest_.size() < size) return cut_short();
  const BytesView out = rest_.first(size);
  rest_ = rest_.subspan(size);
  return out;
}
Result<std::uint8_t> ByteReader::u8() {
  TRY(bytes, raw(1));
  return bytes[0];
}
Result<std::uint16_t> ByteReader::u16() {
  TRY(bytes, raw(2));
  return static_cast<std::uint16_t>((bytes[0] << 8U) | bytes[1]);
}
Result<std::uint32_t> ByteReader::u32() {
  TRY(high, u16());
  TRY(low, u16());
  return (static_cast<std::uint32_t>(high) << 16U) | low;
}
Result<std::uint64_t> ByteReader::u64() {
  TRY(high, u32());
  TRY(low, u32());
  return (static_cast<std::uint64_t>(high) << 32U) | low;
}
Result<BytesView> ByteReader::sized(std::size_t limit) {
  TRY(size, u32());
  if (size > limit) return Error(ErrorCode::damaged, "The data is longer than it may be.", {}, "byte reader");
  return raw(size);
}
Result<void> ByteReader::finish() const {
  if (!rest_.empty()) return Error(ErrorCode::damaged, "There is more data than there should be.", {}, "byte reader");
  return {};
}

}  // namespace arasha

#include "statistics/packed_parts.h"

#include <array>

#include "base/check.h"

namespace arasha::statistics {
namespace {

constexpr std::uint64_t kMost = std::uint64_t{1} << 31U;
constexpr std::uint16_t kVersion = 20;
constexpr std::uint16_t kDeflated = 8;
constexpr std::uint16_t kDay = (1U << 5U) | 1U;  // 1 January 1980: when it was made is nobody's business

void put16(std::string& out, std::uint32_t value) {
  out += static_cast<char>(value & 0xffU);
  out += static_cast<char>((value >> 8U) & 0xffU);
}
void put32(std::string& out, std::uint64_t value) {
  put16(out, static_cast<std::uint32_t>(value & 0xffffU));
  put16(out, static_cast<std::uint32_t>((value >> 16U) & 0xffffU));
}

}  // namespace

PackedParts::~PackedParts() {
  if (open_) deflateEnd(&stream_);
}

void PackedParts::begin(std::string name) {
  end_part();
  Part part;
  part.name = std::move(name);
  part.at = static_cast<std::uint32_t>(out_.size());
  part.crc = static_cast<std::uint32_t>(crc32(0, nullptr, 0));
  parts_.push_back(std::move(part));
  const Part& begun = parts_.back();
  put32(out_, 0x04034b50);
  for (const std::uint32_t value : {std::uint32_t{kVersion}, 0U, std::uint32_t{kDeflated}, 0U, std::uint32_t{kDay}}) put16(out_, value);
  for (int i = 0; i < 3; ++i) put32(out_, 0);  // crc and sizes: written when they are known
  put16(out_, static_cast<std::uint32_t>(begun.name.size()));
  put16(out_, 0);
  out_ += begun.name;
  stream_ = {};
  REQUIRE(deflateInit2(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  open_ = true;
}

void PackedParts::add(std::string_view piece) {
  REQUIRE(open_);
  Part& part = parts_.back();
  part.crc = static_cast<std::uint32_t>(crc32_z(part.crc, reinterpret_cast<const Bytef*>(piece.data()), piece.size()));
  part.size += piece.size();
  deflate_piece(piece, Z_NO_FLUSH);
}

void PackedParts::deflate_piece(std::string_view piece, int flush) {
  too_large_ = too_large_ || parts_.back().size > kMost || out_.size() > kMost || piece.size() > kMost;
  if (too_large_) return;
  std::array<Bytef, 1U << 15U> room{};
  stream_.next_in = reinterpret_cast<const Bytef*>(piece.data());
  stream_.avail_in = static_cast<uInt>(piece.size());
  do {
    stream_.next_out = room.data();
    stream_.avail_out = static_cast<uInt>(room.size());
    REQUIRE(deflate(&stream_, flush) != Z_STREAM_ERROR);
    const std::size_t made = room.size() - stream_.avail_out;
    out_.append(reinterpret_cast<const char*>(room.data()), made);
    parts_.back().packed += made;
  } while (stream_.avail_out == 0);
}

void PackedParts::end_part() {
  if (!open_) return;
  deflate_piece({}, Z_FINISH);
  deflateEnd(&stream_);
  open_ = false;
  const Part& part = parts_.back();
  std::string known;
  put32(known, part.crc);
  put32(known, part.packed);
  put32(known, part.size);
  out_.replace(part.at + 14, known.size(), known);
}

Result<std::string> PackedParts::finish() {
  end_part();
  if (too_large_) return Error(ErrorCode::too_large, "This table is too large for a file. Narrow the filter.");
  const std::size_t directory = out_.size();
  for (const Part& part : parts_) {
    put32(out_, 0x02014b50);
    for (const std::uint32_t value : {std::uint32_t{kVersion}, std::uint32_t{kVersion}, 0U, std::uint32_t{kDeflated}, 0U, std::uint32_t{kDay}}) put16(out_, value);
    put32(out_, part.crc);
    put32(out_, part.packed);
    put32(out_, part.size);
    put16(out_, static_cast<std::uint32_t>(part.name.size()));
    for (int i = 0; i < 4; ++i) put16(out_, 0);
    put32(out_, 0);
    put32(out_, part.at);
    out_ += part.name;
  }
  const std::size_t length = out_.size() - directory;
  put32(out_, 0x06054b50);
  for (const std::size_t value : {std::size_t{0}, std::size_t{0}, parts_.size(), parts_.size()}) put16(out_, static_cast<std::uint32_t>(value));
  put32(out_, length);
  put32(out_, directory);
  put16(out_, 0);
  return std::move(out_);
}

}  // namespace arasha::statistics

// A ZIP of parts that are packed while they are made, for file formats that are one (XLSX). Inside the room.
//
// Unencrypted, without ZIP64: Excel warns of sheets in it. One thread at a time.
#pragma once

#define ZLIB_CONST
#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace arasha::statistics {

class PackedParts {
 public:
  PackedParts() = default;
  PackedParts(const PackedParts&) = delete;
  PackedParts& operator=(const PackedParts&) = delete;
  ~PackedParts();

  void begin(std::string name);          // ASCII; ends the part before
  void add(std::string_view piece);      // to the part that was begun
  // `too_large` from 2 GiB on; then nothing was made.
  Result<std::string> finish();

 private:
  struct Part {
    std::string name;
    std::uint32_t at = 0;  // of its heading
    std::uint32_t crc = 0;
    std::uint64_t packed = 0;
    std::uint64_t size = 0;
  };
  void end_part();
  void deflate_piece(std::string_view piece, int flush);
  std::string out_;
  std::vector<Part> parts_;
  z_stream stream_{};
  bool open_ = false;
  bool too_large_ = false;
};

}  // namespace arasha::statistics

// The files of a ZIP from outside, in bounded memory. Nothing is written to the disk, and no name is taken for a path.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace arasha::statistics {

struct UnzipLimits {
  std::size_t files = 100;
  std::uint64_t file_bytes = std::uint64_t{32} << 20U;
  std::uint64_t all_bytes = std::uint64_t{64} << 20U;
};
struct UnzippedFile {
  std::string name;  // without its folders
  std::string content;
};

// Folders are left out. `invalid_input` for what is no ZIP, is damaged or encrypted; `too_large` over the limits, whatever
// sizes the archive claims.
Result<std::vector<UnzippedFile>> unzip(std::string_view archive, const UnzipLimits& limits = {});

}  // namespace arasha::statistics

// Looks at a ZIP file through its list of contents alone (APPNOTE 4.3.12, 4.3.16): nothing is unpacked, ever. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"

namespace arasha::casework {

struct ZipEntry {
  std::string name;
  std::uint64_t packed = 0;
  std::uint64_t unpacked = 0;
};

inline constexpr std::size_t kZipEntries = 5000;
inline constexpr std::uint64_t kZipUnpacked = 512ULL << 20U;  // of all together
inline constexpr std::uint64_t kZipRatio = 200;               // of what is more than a megabyte unpacked
inline constexpr std::size_t kZipTail = 1ULL << 20U;          // where the list must lie: the last so many bytes

// `tail`: the last bytes of a file of `size` bytes, at most kZipTail. `invalid_input` with a sentence for what is broken,
// protected by a password, a bomb, or holds archives.
Result<std::vector<ZipEntry>> list_zip(BytesView tail, std::uint64_t size);

}  // namespace arasha::casework

// Takes the hidden data out of a picture while it passes: place, time, camera, names, comments. Pure, in bounded memory;
// a picture that is broken is refused. The points of the picture are not touched.
//
//   JPEG  without EXIF, XMP, IPTC, comments, thumbnails and all that stands behind its end; the orientation and the colour
//         profile stay
//   PNG   without texts, times, EXIF and any chunk that is not known
//   WebP  without EXIF, XMP and any chunk that is not known
#pragma once

#include <memory>

#include "base/bytes.h"

namespace arasha::casework {

class PictureCleaner {
 public:
  virtual ~PictureCleaner() = default;
  // The next bytes of the picture; what may stay is put behind `out`. `invalid_input` once it is no such picture.
  virtual Result<void> feed(BytesView bytes, Bytes& out) = 0;
  // `invalid_input` when its end has not come.
  virtual Result<void> finish() const = 0;
};

std::unique_ptr<PictureCleaner> jpeg_cleaner();
std::unique_ptr<PictureCleaner> png_cleaner();
// The head of a WebP says its length: `length` is that of what stays, which a first walk with nought has counted.
std::unique_ptr<PictureCleaner> webp_cleaner(std::uint64_t length);

// More points than any camera makes; who opened it would run out of memory.
inline constexpr std::uint64_t kPointsLimit = 400'000'000;

}  // namespace arasha::casework

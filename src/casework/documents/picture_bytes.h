// What the readers of pictures share. Inside the part only.
#pragma once

#include "casework/documents/pictures.h"

namespace arasha::casework {

inline Error broken_picture() {
  return {ErrorCode::invalid_input, "This picture is broken, or it is no picture. Open it on your device, save it anew and send it again."};
}

inline Result<void> check_points(std::uint64_t width, std::uint64_t height) {
  if (width == 0 || height == 0) return broken_picture();
  if (height > kPointsLimit / width) return Error(ErrorCode::too_large, "This picture has too many points. Make it smaller and send it again.");
  return {};
}

// What has come and is not dealt with; given away from the front.
class Waiting {
 public:
  void add(BytesView bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }
  BytesView view() const { return BytesView(bytes_).subspan(from_); }
  std::size_t size() const { return bytes_.size() - from_; }
  std::uint8_t operator[](std::size_t at) const { return bytes_[from_ + at]; }
  void drop(std::size_t count) { from_ += count; }
  void pass(std::size_t count, Bytes& out) {
    const BytesView passed = view().first(count);
    out.insert(out.end(), passed.begin(), passed.end());
    drop(count);
  }
  // Called once for each piece, so that giving away costs nothing.
  void tidy() {
    bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(from_));
    from_ = 0;
  }

 private:
  Bytes bytes_;
  std::size_t from_ = 0;
};

inline std::uint32_t big_endian(BytesView bytes, std::size_t at, std::size_t count) {
  std::uint32_t out = 0;
  for (std::size_t i = 0; i < count; ++i) out = out << 8U | bytes[at + i];
  return out;
}
inline std::uint32_t little_endian(BytesView bytes, std::size_t at, std::size_t count) {
  std::uint32_t out = 0;
  for (std::size_t i = count; i-- > 0;) out = out << 8U | bytes[at + i];
  return out;
}
inline bool has_text(BytesView bytes, std::size_t at, std::string_view text) {
  return bytes.size() >= at + text.size() && text_view(bytes.subspan(at, text.size())) == text;
}

}  // namespace arasha::casework

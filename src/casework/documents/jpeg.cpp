// JPEG (ITU-T T.81, annex B): a list of segments, in between the coded points.
#include "casework/documents/picture_bytes.h"

namespace arasha::casework {
namespace {

using namespace std::literals;

constexpr std::uint8_t kStart = 0xd8, kEnd = 0xd9, kScan = 0xda, kComment = 0xfe, kApp0 = 0xe0, kApp1 = 0xe1, kApp2 = 0xe2, kApp14 = 0xee, kApp15 = 0xef;

bool is_frame(std::uint8_t marker) { return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc; }
bool stands_alone(std::uint8_t marker) { return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7); }

// The orientation that an EXIF block tells: 1 to 8; 0 where it says nothing that is understood. `tiff` begins with the
// order of bytes (TIFF 6.0, section 2).
int orientation_in(BytesView tiff) {
  if (tiff.size() < 8) return 0;
  const bool big = has_text(tiff, 0, "MM");
  if (!big && !has_text(tiff, 0, "II")) return 0;
  const auto number = [&](std::size_t at, std::size_t count) { return big ? big_endian(tiff, at, count) : little_endian(tiff, at, count); };
  const std::size_t at = number(4, 4);
  if (number(2, 2) != 42 || at > tiff.size() - 2) return 0;
  const std::size_t fields = number(at, 2);
  for (std::size_t i = 0; i < fields; ++i) {
    const std::size_t field = at + 2 + i * 12;
    if (field + 12 > tiff.size()) return 0;
    if (number(field, 2) != 0x0112) continue;
    const std::uint32_t value = number(field + 8, 2);
    return number(field + 2, 2) == 3 && number(field + 4, 4) == 1 && value <= 8 ? static_cast<int>(value) : 0;
  }
  return 0;
}

class Jpeg : public PictureCleaner {
 public:
  Result<void> feed(BytesView bytes, Bytes& out) override {
    waiting_.add(bytes);
    while (state_ != State::after) {
      TRY(went_on, step(out));
      if (!went_on) break;
    }
    // Behind the end cameras hang further pictures, films and notes: they go.
    if (state_ == State::after) waiting_.drop(waiting_.size());
    waiting_.tidy();
    return {};
  }
  Result<void> finish() const override {
    if (state_ != State::after) return broken_picture();
    return {};
  }

 private:
  enum class State { start, marker, points, after };

  Result<bool> step(Bytes& out) {
    if (state_ == State::points) return points(out);
    if (waiting_.size() < 2) return false;
    if (waiting_[0] != 0xff) return broken_picture();
    const std::uint8_t marker = waiting_[1];
    if (state_ == State::start) {
      if (marker != kStart) return broken_picture();
      waiting_.pass(2, out);
      state_ = State::marker;
      return true;
    }
    if (marker == 0xff) {  // filling
      waiting_.drop(1);
      return true;
    }
    if (marker == kEnd) {
      if (!has_points_) return broken_picture();
      waiting_.pass(2, out);
      state_ = State::after;
      return true;
    }
    if (stands_alone(marker)) {
      waiting_.pass(2, out);
      return true;
    }
    if (marker < 0xc0 || marker == kStart) return broken_picture();
    return segment(marker, out);
  }

  Result<bool> segment(std::uint8_t marker, Bytes& out) {
    if (waiting_.size() < 4) return false;
    const std::size_t length = big_endian(waiting_.view(), 2, 2);
    if (length < 2) return broken_picture();
    if (waiting_.size() < 2 + length) return false;
    const BytesView inside = waiting_.view().subspan(4, length - 2);
    if (is_frame(marker)) {
      if (inside.size() < 6) return broken_picture();
      TRY_VOID(check_points(big_endian(inside, 3, 2), big_endian(inside, 1, 2)));
      has_frame_ = true;
    }
    if (marker == kScan) {
      if (!has_frame_) return broken_picture();
      has_points_ = true;
      waiting_.pass(2 + length, out);
      state_ = State::points;
      return true;
    }
    if (marker == kApp0 && has_text(inside, 0, "JFIF\0"sv) && inside.size() >= 14) {
      keep_without_thumbnail(inside, out);
    } else if (marker == kApp1 && has_text(inside, 0, "Exif\0\0"sv)) {
      keep_orientation(orientation_in(inside.subspan(6)), out);
    } else if (stays(marker, inside)) {
      return waiting_.pass(2 + length, out), true;
    }
    waiting_.drop(2 + length);
    return true;
  }

  static bool stays(std::uint8_t marker, BytesView inside) {
    if (marker == kApp2) return has_text(inside, 0, "ICC_PROFILE\0"sv);
    if (marker == kApp14) return has_text(inside, 0, "Adobe");  // how the colours are coded
    return marker != kComment && (marker < kApp0 || marker > kApp15);
  }

  // A thumbnail can show what was cut off from the picture.
  static void keep_without_thumbnail(BytesView inside, Bytes& out) {
    out.insert(out.end(), {0xff, kApp0, 0, 16});
    out.insert(out.end(), inside.begin(), inside.begin() + 12);
    out.insert(out.end(), {0, 0});
  }

  void keep_orientation(int value, Bytes& out) {
    if (value < 2 || has_orientation_) return;
    has_orientation_ = true;
    constexpr auto kBlock = "\xff\xe1\x00\x22"
                            "Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00"sv;
    const BytesView block = view(kBlock);
    out.insert(out.end(), block.begin(), block.end());
    out.insert(out.end(), {static_cast<std::uint8_t>(value), 0, 0, 0, 0, 0, 0});
  }

  // Up to the next marker; what looks like one and belongs to the points stays among them.
  Result<bool> points(Bytes& out) {
    const BytesView all = waiting_.view();
    for (std::size_t at = 0; at + 1 < all.size(); ++at) {
      if (all[at] != 0xff) continue;
      const std::uint8_t next = all[at + 1];
      if (next == 0 || (next >= 0xd0 && next <= 0xd7)) {
        ++at;
        continue;
      }
      waiting_.pass(at, out);
      state_ = State::marker;
      return true;
    }
    const bool half = !all.empty() && all.back() == 0xff && (all.size() < 2 || all[all.size() - 2] != 0xff);
    waiting_.pass(all.size() - (half ? 1 : 0), out);
    return false;
  }

  Waiting waiting_;
  State state_ = State::start;
  bool has_frame_ = false;
  bool has_points_ = false;
  bool has_orientation_ = false;
};

}  // namespace

std::unique_ptr<PictureCleaner> jpeg_cleaner() { return std::make_unique<Jpeg>(); }

}  // namespace arasha::casework

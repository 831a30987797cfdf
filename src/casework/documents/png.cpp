// PNG (ISO/IEC 15948): a signature, then chunks with a sum each. WebP (RFC 9649): a head, then chunks.
#include <algorithm>
#include <array>

#include "casework/documents/picture_bytes.h"

namespace arasha::casework {
namespace {

using namespace std::literals;

constexpr std::array<std::uint32_t, 256> kSums = [] {
  std::array<std::uint32_t, 256> out{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value & 1U) != 0 ? 0xedb88320U ^ (value >> 1U) : value >> 1U;
    out[i] = value;
  }
  return out;
}();

std::uint32_t sum_over(std::uint32_t sum, BytesView bytes) {
  for (const std::uint8_t byte : bytes) sum = kSums[(sum ^ byte) & 0xffU] ^ (sum >> 8U);
  return sum;
}

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& all) {
  return std::find(all.begin(), all.end(), name) != all.end();
}

class Png : public PictureCleaner {
 public:
  Result<void> feed(BytesView bytes, Bytes& out) override {
    waiting_.add(bytes);
    while (state_ != State::after) {
      TRY(went_on, step(out));
      if (!went_on) break;
    }
    if (state_ == State::after) waiting_.drop(waiting_.size());
    waiting_.tidy();
    return {};
  }
  Result<void> finish() const override {
    if (state_ != State::after) return broken_picture();
    return {};
  }

 private:
  enum class State { start, head, inside, sum, after };

  Result<bool> step(Bytes& out) {
    switch (state_) {
      case State::start:
        if (waiting_.size() < 8) return false;
        if (!has_text(waiting_.view(), 0, "\x89PNG\r\n\x1a\n"sv)) return broken_picture();
        waiting_.pass(8, out);
        state_ = State::head;
        return true;
      case State::head: return head(out);
      case State::inside: return inside(out);
      case State::sum: return sum(out);
      case State::after: break;
    }
    return false;
  }

  Result<bool> head(Bytes& out) {
    constexpr std::array<std::string_view, 17> kStay = {"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP",
                                                        "sBIT", "bKGD", "pHYs", "hIST", "acTL", "fcTL", "fdAT", "cICP"};
    if (waiting_.size() < 8) return false;
    left_ = big_endian(waiting_.view(), 0, 4);
    name_ = std::string(text_view(waiting_.view().subspan(4, 4)));
    const bool is_first = name_ == "IHDR";
    if (left_ > 0x7fffffffU || is_first == has_head_ || (is_first && left_ != 13)) return broken_picture();
    if (is_first) {
      if (waiting_.size() < 16) return false;
      TRY_VOID(check_points(big_endian(waiting_.view(), 8, 4), big_endian(waiting_.view(), 12, 4)));
      has_head_ = true;
    }
    has_points_ = has_points_ || name_ == "IDAT";
    stays_ = is_one_of(name_, kStay);
    sum_ = sum_over(0xffffffffU, waiting_.view().subspan(4, 4));
    if (stays_) waiting_.pass(8, out);
    else waiting_.drop(8);
    state_ = State::inside;
    return true;
  }

  Result<bool> inside(Bytes& out) {
    const auto count = std::min<std::size_t>(left_, waiting_.size());
    sum_ = sum_over(sum_, waiting_.view().first(count));
    if (stays_) waiting_.pass(count, out);
    else waiting_.drop(count);
    left_ -= static_cast<std::uint32_t>(count);
    if (left_ > 0) return false;
    state_ = State::sum;
    return true;
  }

  Result<bool> sum(Bytes& out) {
    if (waiting_.size() < 4) return false;
    if (big_endian(waiting_.view(), 0, 4) != (sum_ ^ 0xffffffffU)) return broken_picture();
    if (stays_) waiting_.pass(4, out);
    else waiting_.drop(4);
    if (name_ == "IEND" && !has_points_) return broken_picture();
    state_ = name_ == "IEND" ? State::after : State::head;
    return true;
  }

  Waiting waiting_;
  State state_ = State::start;
  std::string name_;
  std::uint32_t left_ = 0;
  std::uint32_t sum_ = 0;
  bool stays_ = false;
  bool has_head_ = false;
  bool has_points_ = false;
};

class Webp : public PictureCleaner {
 public:
  explicit Webp(std::uint64_t length) : length_(length) {}

  Result<void> feed(BytesView bytes, Bytes& out) override {
    waiting_.add(bytes);
    while (state_ != State::after) {
      TRY(went_on, step(out));
      if (!went_on) break;
    }
    if (state_ == State::after) waiting_.drop(waiting_.size());
    waiting_.tidy();
    return {};
  }
  Result<void> finish() const override {
    if (state_ != State::after || !has_points_) return broken_picture();
    return {};
  }

 private:
  enum class State { start, head, inside, after };

  Result<bool> step(Bytes& out) {
    if (state_ == State::start) return start(out);
    if (state_ == State::head) return head(out);
    const auto count = std::min<std::size_t>(part_, waiting_.size());
    if (stays_) waiting_.pass(count, out);
    else waiting_.drop(count);
    part_ -= static_cast<std::uint32_t>(count);
    if (part_ > 0) return false;
    state_ = left_ == 0 ? State::after : State::head;
    return true;
  }

  Result<bool> start(Bytes& out) {
    if (waiting_.size() < 12) return false;
    left_ = little_endian(waiting_.view(), 4, 4);
    if (!has_text(waiting_.view(), 0, "RIFF") || !has_text(waiting_.view(), 8, "WEBP") || left_ < 12 || left_ % 2 != 0) return broken_picture();
    left_ -= 4;
    waiting_.pass(4, out);
    const auto size = static_cast<std::uint32_t>(length_ >= 8 ? length_ - 8 : 0);
    for (unsigned shift = 0; shift < 32; shift += 8) out.push_back(static_cast<std::uint8_t>(size >> shift));
    waiting_.drop(4);
    waiting_.pass(4, out);
    state_ = State::head;
    return true;
  }

  Result<bool> head(Bytes& out) {
    constexpr std::array<std::string_view, 7> kStay = {"VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"};
    if (waiting_.size() < 8) return false;
    const std::string_view name = text_view(waiting_.view().first(4));
    const std::uint32_t size = little_endian(waiting_.view(), 4, 4);
    if (left_ < 8 || size > left_ - 8 || size + size % 2 > left_ - 8) return broken_picture();
    const bool is_points = name == "VP8 " || name == "VP8L" || name == "ANMF";
    if (!has_head_ && !is_points && name != "VP8X") return broken_picture();
    if (name == "VP8X") {
      if (size < 10 || has_head_) return broken_picture();
      if (waiting_.size() < 18) return false;
      TRY_VOID(check_points(std::uint64_t{little_endian(waiting_.view(), 12, 3)} + 1, std::uint64_t{little_endian(waiting_.view(), 15, 3)} + 1));
    }
    has_head_ = true;
    has_points_ = has_points_ || is_points;
    stays_ = is_one_of(name, kStay);
    part_ = size + size % 2;
    left_ -= 8 + part_;
    const bool is_extended = name == "VP8X";
    if (stays_) waiting_.pass(8, out);
    else waiting_.drop(8);
    if (is_extended) {
      // What the flags promise must be there: no EXIF, no XMP.
      out.push_back(static_cast<std::uint8_t>(waiting_[0] & 0xf3U));
      waiting_.drop(1);
      --part_;
    }
    state_ = State::inside;
    return true;
  }

  std::uint64_t length_;
  Waiting waiting_;
  State state_ = State::start;
  std::uint32_t left_ = 0;  // of the whole
  std::uint32_t part_ = 0;  // of the chunk in hand
  bool stays_ = false;
  bool has_head_ = false;
  bool has_points_ = false;
};

}  // namespace

std::unique_ptr<PictureCleaner> png_cleaner() { return std::make_unique<Png>(); }
std::unique_ptr<PictureCleaner> webp_cleaner(std::uint64_t length) { return std::make_unique<Webp>(length); }

}  // namespace arasha::casework

#include "exchange/envelope_file.h"

#include <algorithm>

namespace arasha::exchange {
namespace {

// Never a version of an envelope.
constexpr std::uint8_t kFrame = 0xF1;
constexpr std::size_t kHead = 1 + 4;

Error too_large() { return {ErrorCode::too_large, "This message is larger than one may be."}; }
Error broken() { return {ErrorCode::damaged, "This file is damaged, or it is no file of this program. Let the partner make it once more."}; }

}  // namespace

Bytes frame(BytesView envelope) { return ByteWriter().u8(kFrame).sized(envelope).take(); }

Result<void> EnvelopeFile::feed(BytesView bytes) {
  if (kind_ == Kind::unknown && !bytes.empty()) kind_ = bytes[0] == kFrame ? Kind::framed : Kind::bare;
  if (kind_ == Kind::bare) {
    if (at_hand_.size() + bytes.size() > kLongestEnvelope) return too_large();
    at_hand_.insert(at_hand_.end(), bytes.begin(), bytes.end());
    return {};
  }
  while (!bytes.empty()) {
    std::size_t wanted = kHead;
    if (at_hand_.size() >= kHead) {
      ByteReader in(BytesView(at_hand_).subspan(1));
      TRY(length, in.u32());
      wanted += length;
    }
    const std::size_t count = std::min(bytes.size(), wanted - at_hand_.size());
    at_hand_.insert(at_hand_.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count));
    bytes = bytes.subspan(count);
    if (at_hand_[0] != kFrame) return broken();
    if (at_hand_.size() < kHead) continue;
    ByteReader in(BytesView(at_hand_).subspan(1));
    TRY(length, in.u32());
    if (length == 0) return broken();
    if (length > kLongestEnvelope) return too_large();
    if (at_hand_.size() < kHead + length) continue;
    TRY_VOID(use_(BytesView(at_hand_).subspan(kHead)));
    at_hand_.clear();
  }
  return {};
}

Result<void> EnvelopeFile::finish() {
  if (kind_ == Kind::bare) return use_(at_hand_);
  if (!at_hand_.empty()) {
    return Error(ErrorCode::invalid_input, "This file ends in the middle. What was whole in it has been read. Copy the file once more and read it again: nothing counts twice.");
  }
  return {};
}

}  // namespace arasha::exchange

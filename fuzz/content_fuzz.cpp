// Pieces of long contents, their announcements, and the file of many envelopes. What a file gives does not depend on how it was cut
// while it was read, and what was framed is given back.
#include <algorithm>
#include <cstdlib>

#include "exchange/content.h"
#include "exchange/envelope_file.h"

namespace {

namespace exchange = arasha::exchange;

void require(bool condition) {
  if (!condition) std::abort();
}

struct Given {
  std::vector<arasha::Bytes> envelopes;
  bool whole = false;
  bool operator==(const Given&) const = default;
};

Given take_apart(arasha::BytesView bytes, std::size_t step) {
  Given out;
  exchange::EnvelopeFile file([&](arasha::BytesView one) -> arasha::Result<void> {
    out.envelopes.push_back(arasha::to_bytes(one));
    return {};
  });
  bool good = true;
  for (std::size_t at = 0; at < bytes.size() && good; at += step) good = file.feed(bytes.subspan(at, std::min(step, bytes.size() - at))).is_ok();
  out.whole = good && file.finish().is_ok();
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const arasha::BytesView input(data, size);
  if (const auto piece = exchange::read_piece(input)) require(!piece->data.empty() && piece->data.size() <= exchange::kPieceSize);
  arasha::Content content;
  if (content.ParseFromArray(data, static_cast<int>(size)) && exchange::check_content(content)) {
    require(content.size() <= arasha::vault::kBlobLimit);
    require(static_cast<std::uint64_t>(content.pieces_size()) * exchange::kPieceSize < content.size() + exchange::kPieceSize);
  }
  const Given whole = take_apart(input, std::max<std::size_t>(size, 1));
  require(take_apart(input, 1) == whole);
  require(take_apart(input, 7) == whole);
  if (size == 0) return 0;
  arasha::Bytes framed = exchange::frame(input);
  const arasha::Bytes again = framed;
  framed.insert(framed.end(), again.begin(), again.end());
  const Given twice = take_apart(framed, 5);
  require(twice.whole && twice.envelopes.size() == 2 && twice.envelopes[0] == arasha::to_bytes(input) && twice.envelopes[1] == twice.envelopes[0]);
  return 0;
}

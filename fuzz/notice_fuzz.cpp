// The head of a notice: what is accepted is written back as it was.
#include <algorithm>
#include <cstdlib>

#include "vault/notice.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const arasha::BytesView input(data, size);
  if (const auto head = arasha::vault::decode_notice_head(input)) {
    const arasha::Bytes again = arasha::vault::encode(*head);
    if (again.size() != size || !std::equal(again.begin(), again.end(), data)) std::abort();
  }
  return 0;
}

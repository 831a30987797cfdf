// A parcel: what is accepted is written back as it was.
#include <algorithm>
#include <cstdlib>

#include "exchange/parcel.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const arasha::BytesView input(data, size);
  if (const auto parcel = arasha::exchange::decode_parcel(input)) {
    const arasha::Bytes again = arasha::exchange::encode(*parcel);
    if (again.size() != size || !std::equal(again.begin(), again.end(), data)) std::abort();
  }
  return 0;
}

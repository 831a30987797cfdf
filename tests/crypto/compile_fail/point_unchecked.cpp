// A point is made only from bytes that were checked.
#include "crypto/blinding.h"

bool is_point(arasha::BytesView bytes);

bool is_point(arasha::BytesView bytes) {
#ifdef MUST_NOT_COMPILE
  arasha::crypto::Point point;
  return point.bytes().size() == bytes.size();
#else
  return arasha::crypto::Point::from_bytes(bytes).is_ok();
#endif
}

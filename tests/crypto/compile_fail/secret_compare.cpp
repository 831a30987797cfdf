// Keys have no ==, which would stop at the first byte that differs.
#include "crypto/secret.h"

bool same(const arasha::crypto::Key& a, const arasha::crypto::Key& b);

bool same(const arasha::crypto::Key& a, const arasha::crypto::Key& b) {
#ifdef MUST_NOT_COMPILE
  return a == b;
#else
  return a.use(
      [&](auto left) { return b.use([&](auto right) { return arasha::crypto::equal(left, right); }); });
#endif
}

// A key cannot be written to a stream.
#include <ostream>

#include "crypto/secret.h"

void print(std::ostream& out, const arasha::crypto::Key& key);

void print(std::ostream& out, const arasha::crypto::Key& key) {
#ifdef MUST_NOT_COMPILE
  out << key;
#else
  out << key.use([](auto bytes) { return bytes.size(); });
#endif
}

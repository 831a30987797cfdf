// A key is moved or deliberately cloned, never copied by the way.
#include "crypto/secret.h"

arasha::crypto::Key second(const arasha::crypto::Key& key);

arasha::crypto::Key second(const arasha::crypto::Key& key) {
#ifdef MUST_NOT_COMPILE
  return key;
#else
  return key.clone();
#endif
}

// The key of a comparison is moved and never copied: a second copy would outlive the run.
#include "crypto/blinding.h"

arasha::crypto::BlindingKey pass_on(arasha::crypto::BlindingKey& key);

arasha::crypto::BlindingKey pass_on(arasha::crypto::BlindingKey& key) {
#ifdef MUST_NOT_COMPILE
  return key;
#else
  return std::move(key);
#endif
}

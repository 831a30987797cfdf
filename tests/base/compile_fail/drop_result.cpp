// An expected failure cannot be dropped unseen.
#include "base/result.h"

arasha::Result<void> save();
arasha::Result<int> count();
int use();

int use() {
#ifdef MUST_NOT_COMPILE
  save();
  return 0;
#else
  if (!save()) return -1;
  return count().value_or(0);
#endif
}

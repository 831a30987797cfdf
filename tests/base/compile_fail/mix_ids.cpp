// A member's id cannot be taken for a circle's.
#include "base/id.h"

bool is_open(arasha::CircleId circle);
bool use(arasha::MemberId member, arasha::CircleId circle);

bool use(arasha::MemberId member, arasha::CircleId circle) {
#ifdef MUST_NOT_COMPILE
  return is_open(member) || circle.is_nil();
#else
  return is_open(circle) || member.is_nil();
#endif
}

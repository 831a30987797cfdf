#include "where.h"

namespace arasha::where {

const char* const kSource = ARASHA_SOURCE_DIR;
const char* const kSharedData = ARASHA_SOURCE_DIR "/../shared/data";

}  // namespace arasha::where

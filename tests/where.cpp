#include "where.h"

namespace arasha::where {

const char* const kSource = ARASHA_SOURCE_DIR;
const char* const kSharedData = ARASHA_SOURCE_DIR "/../shared/data";

}  // namespace arasha::where

#if defined(__SANITIZE_ADDRESS__)
// fontconfig keeps what it holds as distances between addresses, which the search for leaks cannot follow.
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig"; }  // NOLINT
#endif

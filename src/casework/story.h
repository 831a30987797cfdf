// The story of a file (vault/story.h), under the names by which casework calls it.
#pragma once

#include "vault/story.h"

namespace arasha::casework {

using vault::Item;
using vault::kind_of;
using vault::newest;
using vault::Story;
using vault::tell;
using vault::type_of;
using vault::Version;

}  // namespace arasha::casework

// One line that says what an entry of this part is; empty where it is none. Pure.
#pragma once

#include <string>

#include "base/catalogue.h"
#include "casework/story.h"

namespace arasha::casework {

std::string returning_headline(const Catalogue& words, const Item& item);

}  // namespace arasha::casework

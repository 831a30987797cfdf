// What is to be done, in the words of the reader. Pure.
#pragma once

#include <string>

#include "arasha/cards.pb.h"
#include "base/catalogue.h"

namespace arasha::casework {

std::string due_text(const Catalogue& words, const Due& due);

}  // namespace arasha::casework

// What is to be done, in the words of the reader. Pure.
#pragma once

#include <string>

#include "arasha/cards.pb.h"
#include "base/catalogue.h"

namespace arasha::casework {

// "Task", "Hearing or interview": without anything that was typed.
std::string due_kind_text(const Catalogue& words, const std::string& kind);
std::string due_text(const Catalogue& words, const Due& due);

}  // namespace arasha::casework

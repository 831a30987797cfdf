// A set of tasks used in a case: looked at, put right, and written at once.
#pragma once

#include "casework/case_view.h"

namespace arasha::casework {

// Where the sets for an event are chosen; `event` empty: for every event that has happened.
std::string sets_address(FileId file, const std::string& event);
// What "what next?" offers after an event.
std::string offer_text(const Catalogue& words, const std::string& event);

void add_use_of_templates(web::Site& site, const Desk& desk);

}  // namespace arasha::casework

// What the rules of each part share: naming what may not be written, and days that cannot be. Pure; inside the room.
#pragma once

#include <string>
#include <vector>

#include "schema/form.h"

namespace arasha::casework {

using Errors = std::vector<schema::FieldError>;

// Dates are stored as yyyy-mm-dd: their order is the order of their letters. An empty one was not said.
bool is_before(const std::string& a, const std::string& b);
// `sentence`: a msgid.
void add(Errors& errors, std::string field, const char* sentence);
void not_in_the_future(Errors& errors, std::string field, const std::string& date, const std::string& today);

}  // namespace arasha::casework

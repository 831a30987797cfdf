// What is different between two definitions of a form, as a person reads it. Pure.
#pragma once

#include <string>
#include <vector>

#include "arasha/own.pb.h"
#include "base/catalogue.h"

namespace arasha::casework {

// Of a new form `before` is empty. A sentence for each field that came, changed, moved or is not asked any more.
std::vector<std::string> form_changes(const Catalogue& words, const OwnFormDefinition& before, const OwnFormDefinition& after);
// The kind of answer, whether it must be answered, when it is shown: one line.
std::string field_line(const Catalogue& words, const OwnFormDefinition& form, const OwnField& field);

}  // namespace arasha::casework

// A screening in the words of the reader. What an older or newer program wrote and this one does not know is
// shown as it is stored. Pure.
#pragma once

#include <string>
#include <string_view>

#include "arasha/entries.pb.h"
#include "base/catalogue.h"
#include "casework/screening/indicators.h"

namespace arasha::casework {

// "Deceptive recruitment: positive, 1 strong + 1 medium"
std::string reason_text(const Catalogue& words, const ScreeningList* list, const std::string& reason);
// The field of that name; one line for each reason, and for each dimension in which something was answered,
// yes with the weight that the answer had then. Empty for what only the program reads.
std::string screening_value(const Catalogue& words, const Screening& screening, std::string_view field);
// Which fields screening_value puts into words; the others are as any entry's.
bool is_screening_value(std::string_view field);

}  // namespace arasha::casework

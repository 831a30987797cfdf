// What stands above the form of a closing.
#pragma once

#include "casework/parts.h"

namespace arasha::casework {

// What would be left open, and what should be asked before; nothing for another entry. Recorded as a reading
// of the case.
Html before_closing(const Desk& desk, const Visit& visit, FileId file, const schema::EntryType& type);

}  // namespace arasha::casework

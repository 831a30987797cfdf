// How the form of a consent begins.
#pragma once

#include "casework/parts.h"

namespace arasha::casework {

// With who is writing as who explained; taking one back (`withdraw`) with what was given, asking again
// (`again`) with all that was agreed. Entries are named by their ids in the address, never by names.
schema::FormData begin_consent(const Desk& desk, const Visit& visit, FileId file);

}  // namespace arasha::casework

// How the form of a consent begins.
#pragma once

#include "casework/consent/outflow.h"
#include "casework/parts.h"

namespace arasha::casework {

// With who is writing as who explained; taking one back (`withdraw`) with what was given, asking again
// (`again`) with all that was agreed. Entries are named by their ids in the address, never by names.
schema::FormData begin_consent(const Desk& desk, const Visit& visit, FileId file);

// The ways on from a refusal: what is not covered, a proposal that waits, a new answer, sharing without consent.
Html ways_out(const Visit& visit, FileId file, const Decision& decision);

}  // namespace arasha::casework

// Facts for counting, derived from what was recorded: bands and codes of the CTDC dataset, no free text, no identity.
// The worker sees them before they are written. Pure.
#pragma once

#include "arasha/entries.pb.h"
#include "arasha/facts.pb.h"
#include "base/time.h"

namespace arasha::casework {

// Any of the parts may be null: not known stays empty. `today` gives the age when only the birth date is known.
Facts derive_facts(const Identity* identity, const FirstContact* contact, const Exploitation* happened, Date today);

// The CTDC age band of an age in years.
std::string age_band_of(int years);

}  // namespace arasha::casework

// Facts for counting, worked out from what a case says: bands and codes, no free text, nothing that finds a
// person.
//
// A pure function after the codebook of the CTDC dataset (v7). Where the case does not say, a column stays
// blank; where a question with several answers was answered, what was not chosen is 0. Where the dataset has
// no column for a code of the case, the nearest is taken, or "other"; derive_facts.cpp says so beside each
// table.
#pragma once

#include "arasha/entries.pb.h"
#include "arasha/facts.pb.h"
#include "base/time.h"

namespace arasha::statistics {

// The latest entry of each kind; null where there is none.
struct CaseEntries {
  const Identity* identity = nullptr;
  const FirstContact* first_contact = nullptr;
  const Exploitation* exploitation = nullptr;
};

// The case counts as registered on the day of the first contact; without one, `today`.
Facts derive_facts(const CaseEntries& entries, Date today);

}  // namespace arasha::statistics

// Everything that a paper needs beside the case itself: who makes it, who may read what, and who read it.
#pragma once

#include "casework/letters/material.h"

namespace arasha::casework {

struct Gathered {
  std::shared_ptr<const vault::Directory> state;  // which the material looks into, as into `view`
  Material material;
};

// For the person's own copy also the readers of each compartment; and, where the paper is made (`made`) by somebody who holds
// the auditors' key, the readings of the case and of the person, recorded as looked at first.
Result<Gathered> gather(const Desk& desk, const Visit& visit, const CaseView& view, const PaperMade& wish, bool made);

}  // namespace arasha::casework

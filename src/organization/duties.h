// Which duties the organisation could separate, now that it has the people for it. Proposals only: nothing is forbidden,
// and an organisation of one or two works with everything in the same hands.
#pragma once

#include <vector>

#include "vault/directory.h"

namespace arasha::organization {

enum class DutyKind {
  lone_steward,          // circles with one steward, while there is somebody else
  in_every_circle,       // a member
  administrator_reads,   // a member who runs the machine and sits in circles that open cases
  lone_auditor_works,    // the only auditor, who also opens cases
  auditors_all_work,     // several auditors, and each of them opens cases
  health_for_everybody,  // all of Casework are in Health
};

struct Proposal {
  DutyKind kind = DutyKind::lone_steward;
  std::vector<MemberId> members;  // whom it is about
  std::vector<CircleId> circles;  // which circles it is about
};

// In the order of the list above; members and circles by id. Counts verified members only.
std::vector<Proposal> propose_duties(const vault::Directory& state);

// The circles that the policy gives any compartment.
std::vector<CircleId> reading_circles(const vault::Directory& state);

}  // namespace arasha::organization

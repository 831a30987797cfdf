// Services on the page of a case: who may pay by the norms, today, and why.
#pragma once

#include "casework/case_view.h"
#include "casework/services/standing.h"

namespace arasha::casework {

Html services_panel(const Desk& desk, const Visit& visit, const CaseView& view);
// For each kind of the pack the outcome, the rule that decided, its norm and whether it is verified; kinds with one answer stand together.
// Before it what is not known and how it counts.
Html who_pays(const Catalogue& words, const pack::Pack& pack, const Story& story, const Identity* identity, Date day);

}  // namespace arasha::casework

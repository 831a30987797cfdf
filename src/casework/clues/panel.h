// Clues on the pages: what other cases mention too, whom to ask, and who asks us.
#pragma once

#include "casework/clues/links.h"

namespace arasha::casework {

// Empty where the case has neither clues nor questions. On paper only the clues themselves.
Result<Html> clues_panel(const Desk& desk, const Visit& visit, const CaseView& view);
// For "my work": cases of this member in which a colleague asks about a clue. Empty where nobody does.
Result<Html> questions_notice(const Desk& desk, const Visit& visit);

}  // namespace arasha::casework

// Safe return on the page of the case: the way in steps, where it stands, and the next one.
#pragma once

#include "casework/case_view.h"

namespace arasha::casework {

// Nothing where nobody has spoken of a return, and there is no decision about a child.
Html return_panel(const Visit& visit, const vault::Directory& state, const CaseView& view, Date day);

}  // namespace arasha::casework

// What is to be done in one case, on its page.
#pragma once

#include "casework/case_view.h"

namespace arasha::casework {

Html tasks_panel(const Visit& visit, const CaseView& view, const vault::Directory& state, Date day);

}  // namespace arasha::casework

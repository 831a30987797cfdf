// What is to be done in one case, on its page.
#pragma once

#include "casework/case_view.h"

namespace arasha::casework {

// "Done" for a task and for what a conference decided, and nothing for anything else. `back`: "todo", or empty for the page of the case.
Html done_button(const Visit& visit, FileId file, const Due& due, const std::string& back = {});

Html tasks_panel(const Visit& visit, const CaseView& view, const vault::Directory& state, Date day);

}  // namespace arasha::casework

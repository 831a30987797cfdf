// A case that goes to another organisation for good (docs/handover.md): what may still be written into it here. Pure.
#pragma once

#include "arasha/handover.pb.h"
#include "casework/mistakes.h"
#include "casework/story.h"

namespace arasha::casework {

// The last word of a handover that stands: on its way or done; null: none, or it stayed.
const Item* standing_handover(const Story& story);
// Another organisation has it now.
bool is_handed_over(const Story& story);

// Hook of casework/rules.h. `others`: the story without what is corrected. New work has no place in a case that another
// organisation has; what the law asks about what is kept here does.
void check_handover(const Story& others, const google::protobuf::Message& entry, bool corrects, Errors& errors);

}  // namespace arasha::casework

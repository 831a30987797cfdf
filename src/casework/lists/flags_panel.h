// Flags on the pages: tags, and the panel of the case page.
#pragma once

#include "casework/case_view.h"
#include "casework/lists/flags.h"

namespace arasha::casework {

// A tag for each flag of the card, with blanks between them; nothing where there is none.
Html flag_tags(const Catalogue& words, const CaseCard& card);

// "Flags" of the case page: who set which, until when, and a way to take each off. Nothing where there is none.
Html flags_panel(const Visit& visit, const vault::Directory& state, const CaseView& view);

}  // namespace arasha::casework

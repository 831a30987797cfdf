// How the person stands with the law, on the page of the case.
#pragma once

#include "casework/case_view.h"

namespace arasha::casework {

// What stands above everything else while the embassy must not be called; else nothing.
Html embassy_warning(const Catalogue& words, const CaseView& view);
// Stay, reflection period, proceedings, what comes next, claims; nothing where nothing is known.
Html legal_panel(const Catalogue& words, const CaseView& view, Date day);

}  // namespace arasha::casework

// The panel of the case page: documents, and papers that we keep.
#pragma once

#include "casework/case_view.h"
#include "casework/documents/rules.h"

namespace arasha::casework {

Html documents_panel(const Visit& visit, const CaseView& view);

Html paper_tag(const Catalogue& words, const PaperKept& paper);
// "1.4 MB"
std::string shown_size(const Catalogue& words, const std::string& bytes);

}  // namespace arasha::casework

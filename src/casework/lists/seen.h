// Cases that a member looks after, in which somebody else wrote since she last opened them (docs/lists.md).
#pragma once

#include "casework/case_view.h"

namespace arasha::casework {

// Opening a case of one's own: what stands there is seen. Where it cannot be kept, the page is shown all the same.
void note_seen(const Desk& desk, const Visit& visit, const CaseView& view);

struct ChangedCase {
  FileId file;
  CaseCard card;
  MemberId author;       // of the newest entry
  Time time;
  std::uint16_t type = 0;
  std::size_t entries = 0;  // of others, since then
};
// Newest first. Not recorded: who shows it records it as a list.
Result<std::vector<ChangedCase>> changed_by_others(const Desk& desk, const Visit& visit);

// "Changed by colleagues"; nothing where there is nothing. At most `most` of them, and how many more.
Html changed_section(const Catalogue& words, const vault::Directory& state, const std::vector<ChangedCase>& changed, std::size_t most);

}  // namespace arasha::casework

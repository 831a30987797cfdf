// Keeping and erasing on pages: the panel of a case, holds, the two steps of an erasure, certificates, and the list of cases
// whose clock has run (docs/retention.md).
#pragma once

#include "casework/case_view.h"
#include "casework/retention/rules.h"
#include "projection/due_rows.h"

namespace arasha::casework {

// Above everything else: a hold that stands, an erasure that waits.
Html held_notice(const Visit& visit, const CaseView& view, Date day);
Html retention_panel(const Desk& desk, const Visit& visit, const CaseView& view, Date day);
Html held_tag(const Catalogue& words, const CaseCard& card, Date day);  // nothing where no hold stands

// A closed case and how its clock stands; the oldest changes first.
struct RetentionRow {
  FileId file;
  CaseCard card;
  RetentionStanding standing;
};
// Of the cases that `by` may open, those closed on or before that day (empty: all), at most `limit`. Not recorded: the caller
// records what it shows.
Result<std::vector<RetentionRow>> retention_rows(const Desk& desk, const vault::Keyring& by, const std::string& closed_until, std::size_t limit);
// For "to do": closed cases whose last day has come, or comes within the query's span. They are whoever's looks after the case.
Result<projection::DueList> retention_dues(const Desk& desk, const vault::Keyring& by, const projection::DueQuery& query);

}  // namespace arasha::casework

// What stands on the case page about safe contact, consent and sharing; and the safe contact before any form
// or list in which a telephone number is shown.
#pragma once

#include "casework/case_view.h"

namespace arasha::casework {

// From whom information is withheld: above everything else, also on paper. Nothing where the list is empty.
Html withheld_panel(const Visit& visit, const CaseView& view, Date day);
// How to reach the person safely. Where nothing is recorded, or it is closed to this member, the panel says
// so.
Html safe_panel(const Visit& visit, const CaseView& view);
Html consents_panel(const Visit& visit, const CaseView& view, Date day);
// Sharing without consent, and what was given last.
Html sharing_panel(const Visit& visit, const vault::Directory& state, const CaseView& view, Date day);
// On paper: what has to be done before the paper is given to anybody.
Html paper_note(const Catalogue& words);

// The safe contact in short, before the form of an entry that has a telephone number; nothing for others.
Html safe_before_form(const Desk& desk, const Visit& visit, FileId file, const schema::EntryType& type);
// The same of a case, in one line.
Html safe_line(const Desk& desk, const Visit& visit, FileId case_file);

}  // namespace arasha::casework

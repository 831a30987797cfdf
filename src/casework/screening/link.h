// Decisions on identification and the screenings on which they rest: each names the very versions (ENTRY_ID), which the program sets
// from a choice of the case's screenings. Pure but for the pieces of pages.
#pragma once

#include "casework/parts.h"

namespace arasha::casework {

// The screenings of the story to choose from, the newest first, each as it stands now; and those versions of `before` that were
// answered anew since. `before`: the decision under correction, or null.
Html screenings_field(const Catalogue& words, const Story& story, const Identification* before, const schema::FormData& typed, const web::FieldErrors& errors);
// Writes what was chosen into the decision.
void read_screenings(const Story& story, const schema::FormData& form, Identification& decision, web::FieldErrors& errors);
// "Rests on: …" of a decision, "… rests on it" of a screening; nothing for anything else.
Html resting_lines(const Catalogue& words, FileId file, const Story& story, const Item& item);

// A decision rests on screenings of its own case.
void check_resting(const Story& story, const Identification& decision, std::vector<schema::FieldError>& errors);

}  // namespace arasha::casework

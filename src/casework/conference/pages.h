// What the forms of entries (entry_pages.cpp) ask and write for a case conference, beside the schema.
#pragma once

#include "casework/case_view.h"
#include "casework/conference/rules.h"

namespace arasha::casework {

// Puts down which colleagues do what was decided; nothing for another entry.
void read_doers(const Desk& desk, const Visit& visit, FileId file, google::protobuf::Message& message);

// Mistakes that only who may open the person's file can see: what outside people heard, and the journey of a
// child.
Result<web::FieldErrors> check_with_person(const Desk& desk, const Visit& visit, const Story& story,
                                           const google::protobuf::Message& message, EntryId corrects);

// Writes a new entry; a conference together with what outside people heard, in one change.
Result<EntryId> add_with_outflow(const Desk& desk, const Visit& visit, const Story& story,
                                 const google::protobuf::Message& message, EntryId once);
// Before a correction: what outside people heard and was not recorded yet. It stays recorded if the
// correction then fails.
Result<void> record_outflow(const Desk& desk, const Visit& visit, const Story& story,
                            const google::protobuf::Message& message);

// The decisions of the last conferences, as far as they are open, and the next date.
Html conference_panel(const Visit& visit, const CaseView& view, Date day);

}  // namespace arasha::casework

// Giving information about a person to somebody outside: the check with everything that it needs, and the
// record of it.
#pragma once

#include "casework/cases.h"
#include "casework/consent/outflow.h"

namespace arasha::casework {

// Whether the person of this case is a child on that day; `closed` where the person's file is not open to
// `by`. Recorded as a reading of it.
Result<Age> age_of_person(vault::Vault& vault, const vault::Keyring& by, const Story& of_case, Date day);

// Runs the check on `shared` and writes it with what permits it; call it before anything leaves. `denied`
// with the sentence of the refusal when nothing does: then nothing may leave.
Result<EntryId> record_given(vault::Vault& vault, const vault::Keyring& by, FileId case_file,
                             const Story& of_case, Shared shared, EntryId once = EntryId());

}  // namespace arasha::casework

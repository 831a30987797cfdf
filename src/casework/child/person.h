// Whether the person of a case is a child with a guardian: the rules of child/rules.h with everything that
// they need.
#pragma once

#include "casework/cases.h"
#include "casework/child/rules.h"

namespace arasha::casework {

// `age` is `closed` where the person's file is not open to `by`. Recorded as a reading of it.
Result<Minor> minor_of_case(vault::Vault& vault, const vault::Keyring& by, const Story& of_case, Date day);

// check_journey_of() for the person of this case; reads nothing and answers nothing for an entry that is no
// journey. `corrects`: any version of the item under correction, or nil.
Result<std::vector<schema::FieldError>> check_journey_in(vault::Vault& vault, const vault::Keyring& by,
                                                         const Story& of_case,
                                                         const google::protobuf::Message& entry,
                                                         EntryId corrects, Date today);

}  // namespace arasha::casework

// What may be written about sharing, and what a colleague would remind of. Pure.
#pragma once

#include <vector>

#include "casework/rules.h"

namespace arasha::casework {

// Adds every reason why an entry about sharing may not follow. `story` is without the item under correction.
// A record of information given must rest on what decide() finds; whether the person is a child is asked
// before (giving.h).
void check_sharing(const Story& story, const google::protobuf::Message& entry, Date today,
                   std::vector<schema::FieldError>& errors);

// What the form asks for beyond the schema, so that a new consent can be relied on: what may be shared, who
// explained it in which language, the guardian. What was written before, or came by import, is as it is.
std::vector<schema::FieldError> complete_consent(const Consent& consent);

// A consent that ends soon; a recipient from whom information is withheld, with a consent that still stands.
void suggest_about_consent(const Story& story, Date today, std::vector<Suggestion>& out);

// Writes into a record of information given what it rests on; the decision must be a permission.
void put_ground(Shared& shared, const Decision& decision);
Outflow outflow_of(const Shared& shared);
// The field of `Shared` beside which a refusal is said.
const char* field_of(Refusal refusal);

}  // namespace arasha::casework

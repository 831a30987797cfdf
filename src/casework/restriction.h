// Who may open a restricted case beside the member who makes it here. It stands fixed from then on.
#pragma once

#include "casework/parts.h"

namespace arasha::casework {

// Checkboxes of the other verified members, under the name "only".
Html who_else_field(const Desk& desk, const Visit& visit, const schema::FormData& typed, std::string_view hint, const web::FieldErrors& errors = {});
// What was ticked there, without the member herself. A member that is none is one of the errors.
std::vector<MemberId> who_else(const Desk& desk, const Visit& visit, const schema::FormData& form, web::FieldErrors& errors);

}  // namespace arasha::casework

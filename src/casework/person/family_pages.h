// What the short first contact asks when it is opened for a relative of a person who is known: a child with its own case.
#pragma once

#include "arasha/person.pb.h"
#include "casework/parts.h"

namespace arasha::casework {

inline constexpr const char* kFamilyPrefix = "family-";

// The person whose relative it is, when this member may write there; nothing for any other text.
std::optional<FileId> relative_of_new(const Desk& desk, const Visit& visit, std::string_view text);
// The form filled in as far as the person tells: family name, citizenship, a child.
schema::FormData beginning_for_relative(const Desk& desk, const Visit& visit, FileId person);
Html relative_fields(const Desk& desk, const Visit& visit, FileId person, const schema::FormData& typed, const web::FieldErrors& errors);
FamilyLink read_relative(const schema::FormData& form, Date today, web::FieldErrors& errors);

}  // namespace arasha::casework

// What may be written as a clue. Pure.
#pragma once

#include "casework/story.h"
#include "schema/form.h"

namespace arasha::casework {

// Of one case, with corrected and erased ones: so that nobody tries out numbers by writing them down one after another.
inline constexpr std::size_t kMostClueVersions = 200;

void check_clue(const Story& story, const google::protobuf::Message& entry, Date today, std::vector<schema::FieldError>& errors);

}  // namespace arasha::casework

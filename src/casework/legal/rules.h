// The law side of a case: what may be written, where the person stands, and when an embassy may not be called. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "arasha/entries.pb.h"
#include "arasha/legal.pb.h"
#include "casework/story.h"
#include "schema/form.h"

namespace arasha::casework {

// From the moment asylum is wanted until the request is taken back or finally refused, and after it was granted, the
// authorities of the person's country are not contacted (OSCE/ODIHR, National Referral Mechanisms: the procedure for
// foreigners). Where the standing status does not say, the one before it still counts.
bool embassy_is_closed(const Story& story);

// A whole amount of money; none: nothing was written, or no number.
std::optional<std::uint64_t> amount_of(const std::string& text);

// Adds why an entry of this folder may not be written.
void check_legal(const Story& story, const google::protobuf::Message& entry, const std::string& today,
                 std::vector<schema::FieldError>& errors);

}  // namespace arasha::casework

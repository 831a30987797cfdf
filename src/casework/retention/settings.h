// How long the organisation keeps cases, where it decided it itself: the page of a steward, and what stands there.
#pragma once

#include "casework/parts.h"
#include "casework/retention/rules.h"

namespace arasha::casework {

// As the organisation's settings say.
Periods periods_of(std::shared_ptr<const vault::Directory> state);

bool is_steward(const vault::Directory& state, MemberId member);

// "5 years", "18 months", "not decided yet"
std::string period_text(const Catalogue& words, const Period& period);

void add_period_pages(web::Site& site, const Desk& desk);

}  // namespace arasha::casework

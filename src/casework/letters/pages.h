// The pages of letters and papers.
#pragma once

#include "casework/parts.h"

namespace arasha::casework {

void add_letter_pages(web::Site& site, const Desk& desk);

}  // namespace arasha::casework

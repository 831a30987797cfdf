// The pages of casework: my work, the list of cases, person search, the short first contact, the case and its entries.
#pragma once

#include "projection/tables.h"
#include "web/site.h"

namespace arasha::casework {

// Registers the pages. The site's vault and `tables` outlive the site.
void add_pages(web::Site& site, projection::Tables& tables);

}  // namespace arasha::casework

// The pages of casework: my work, the short first contact, the case, its entries.
#pragma once

#include "web/site.h"

namespace arasha::casework {

// Registers the pages; the site must outlive nothing here, handlers keep only a reference to its vault.
void add_pages(web::Site& site);

}  // namespace arasha::casework

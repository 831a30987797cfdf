// The pages of casework: my work, the list of cases, person search, the short first contact, the case and its entries.
#pragma once

#include "casework/additions.h"
#include "pack/shelf.h"
#include "projection/tables.h"
#include "web/site.h"

namespace arasha::casework {

// Registers the pages. The site's vault, `tables` and `shelf` outlive the site.
void add_pages(web::Site& site, projection::Tables& tables, const pack::Shelf& shelf = pack::Shelf::built_in(),
               Additions added = {});

}  // namespace arasha::casework

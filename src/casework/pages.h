// The pages of casework: my work, the list of cases, person search, the short first contact, the case and its entries.
#pragma once

#include "pack/shelf.h"
#include "projection/tables.h"
#include "web/site.h"

namespace arasha::casework {

struct CaseView;
// What another room shows on the page of a case; empty where there is nothing to show.
using CasePanel = std::function<web::Html(const web::Visit&, const CaseView&)>;

// Registers the pages. The site's vault, `tables` and `shelf` outlive the site.
void add_pages(web::Site& site, projection::Tables& tables, const pack::Shelf& shelf = pack::Shelf::built_in(), std::vector<CasePanel> panels = {});

}  // namespace arasha::casework

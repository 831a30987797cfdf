// The pages of the cooperation of agencies: agreements, commissions with their meetings, reports with their recommendations,
// and everything that somebody has to do by them (docs/cooperation.md).
#pragma once

#include "arasha/cooperation.pb.h"
#include "projection/card_table.h"
#include "web/site.h"

namespace arasha::cooperation {

// The projection's table of the compartment COOPERATION.
using Book = projection::CardTable<CooperationCard>;

// Registers the pages. The site's vault, `projection` and `book` outlive the site.
void add_pages(web::Site& site, projection::Projection& projection, const Book& book);

}  // namespace arasha::cooperation

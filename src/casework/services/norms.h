// The norms of the organisation's country pack on pages: where one comes from, and whether anybody verified it.
#pragma once

#include "casework/parts.h"
#include "pack/shelf.h"

namespace arasha::casework {

// The pack that the organisation chose; the generic one where it chose none, or one that is not here.
const pack::Pack& norms_of(const Desk& desk);

// "Social Code, article 133", then "verified on DATE" or a tag that it is not.
Html norm_html(const Catalogue& words, const pack::Pack& pack, const pack::Norm& norm);
Html verified_html(const Catalogue& words, const pack::Norm& norm);
// Where the page of norms shows this version of that rule of eligibility.
std::string rule_address(const pack::EligibilityRule& rule);

}  // namespace arasha::casework

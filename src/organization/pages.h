// The pages of those who keep the house: members, circles, one's own account, the reading record, settings.
#pragma once

#include "pack/shelf.h"
#include "web/site.h"

namespace arasha::organization {

// Registers every page of this room, their places in the bar, and the gate that leads people whom no circle holds yet
// to a page that says what they wait for.
void add_pages(web::Site& site, const pack::Shelf& shelf = pack::Shelf::built_in());

}  // namespace arasha::organization

// The pages of partners: the own card, theirs, and the eight words.
#pragma once

#include "exchange/delivery.h"
#include "web/site.h"

namespace arasha::exchange {

// The vault of the site, and `delivery` (null: nothing is delivered by this process), outlive it.
void add_pages(web::Site& site, Delivery* delivery);

}  // namespace arasha::exchange

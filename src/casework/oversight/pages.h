// Registers the pages of this part. Inside casework.
#pragma once

#include "casework/parts.h"

namespace arasha::casework {

void add_glass_pages(web::Site& site, const Desk& desk);
void add_alert_pages(web::Site& site, const Desk& desk);
void add_figure_pages(web::Site& site, const Desk& desk);
void add_oversight_settings(web::Site& site, const Desk& desk);

}  // namespace arasha::casework

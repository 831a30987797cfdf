// The pages of members. Inside the room.
#pragma once

#include "casework/parts.h"
#include "intake/inbox.h"

namespace arasha::intake {

using casework::Desk;
using web::el;
using web::Html;
using web::Visit;

void add_inbox_pages(web::Site& site, const Desk& desk);     // inbox_pages.cpp
void add_setting_pages(web::Site& site, const Desk& desk);   // settings_pages.cpp

std::string audience_text(const Catalogue& words, Audience audience);

}  // namespace arasha::intake

// Filters of the list of cases that a member keeps by name, one of them as her first view. Sealed to her (lists/kept.h).
#pragma once

#include "casework/lists/kept.h"

namespace arasha::casework {

inline constexpr int kSavedMost = 30;

// The address (behind "/cases?") that the list begins with; empty: none was chosen.
std::string first_view(const SavedFilters& saved);
// Ways to each of them, the one at work marked; nothing where there is none. `current`: what the list shows now.
Html saved_links(const Visit& visit, const SavedFilters& saved, const std::string& current);
// To keep what the list shows now.
Html keep_filter_form(const Visit& visit, const std::string& current);

void add_saved_pages(web::Site& site, const Desk& desk);

}  // namespace arasha::casework

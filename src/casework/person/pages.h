// The pages of a person: finding one, duplicates, joining two files, the family; and what they share.
#pragma once

#include "casework/case_view.h"
#include "casework/parts.h"

namespace arasha::casework {

void add_people_pages(web::Site& site, const Desk& desk);     // people_page.cpp
void add_duplicate_pages(web::Site& site, const Desk& desk);  // duplicates.cpp
void add_merge_pages(web::Site& site, const Desk& desk);      // merge_pages.cpp
void add_family_pages(web::Site& site, const Desk& desk);     // family_pages.cpp

std::string compare_address(FileId a, FileId b);
// Alias, state and day of each; a sentence where there is none.
Html case_links(const Catalogue& words, const std::vector<projection::CaseRow>& cases);

// Of the case page: the files that were joined with the person's, and their cases; nothing where this member sees none.
Result<Html> joined_panel(const Desk& desk, const Visit& visit, const CaseView& view);
Result<Html> family_panel(const Desk& desk, const Visit& visit, const CaseView& view);
Html twice_link(const Visit& visit, const CaseView& view);

}  // namespace arasha::casework

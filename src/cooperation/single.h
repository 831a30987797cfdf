// The pages that the address of a file leads to, and the lists whose addresses look like those of files.
#pragma once

#include "cooperation/parts.h"

namespace arasha::cooperation {

web::Response agreement_page(const Desk& desk, const Visit& visit, const Opened& opened);   // agreement_pages.cpp
web::Response commission_page(const Desk& desk, const Visit& visit, const Opened& opened);  // commission_pages.cpp
web::Response report_page(const Desk& desk, const Visit& visit, const Opened& opened);      // report_pages.cpp

web::Response commission_list(const Desk& desk, const Visit& visit);
web::Response report_list(const Desk& desk, const Visit& visit);
web::Response work_list(const Desk& desk, const Visit& visit);

// The list as a file for Excel: links to both kinds. `query`: of the list, without '?'.
Html table_links(const Catalogue& words, std::string_view which, const std::string& query);  // tables.cpp

}  // namespace arasha::cooperation

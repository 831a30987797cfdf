// The pages of the directory: looking for help, an organisation and what is known of it, files of other directories.
#pragma once

#include <functional>

#include "directory/table.h"
#include "pack/shelf.h"
#include "web/site.h"

namespace arasha::directory {

// Registers the pages. The site's vault, `projection`, to which `table` is attached for DIRECTORY, and `shelf` outlive the site.
void add_pages(web::Site& site, projection::Projection& projection, const Table& table, const pack::Shelf& shelf = pack::Shelf::built_in());

// A line for "my work": how many organisations are to be checked again, with the way there; for who reads the directory, and nothing
// where there is none. All three outlive it.
std::function<web::Html(const web::Visit&)> due_line(vault::Vault& vault, projection::Projection& projection, const Table& table);

}  // namespace arasha::directory

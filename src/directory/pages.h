// The pages of the directory: looking for help, an organisation and what is known of it, files of other directories.
#pragma once

#include "directory/table.h"
#include "pack/shelf.h"
#include "web/site.h"

namespace arasha::directory {

// Registers the pages. The site's vault, `projection`, to which `table` is attached for DIRECTORY, and `shelf` outlive the site.
void add_pages(web::Site& site, projection::Projection& projection, const Table& table, const pack::Shelf& shelf = pack::Shelf::built_in());

}  // namespace arasha::directory

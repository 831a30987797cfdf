// The pages of intake: the forms outside, the inbox of their circles, the settings.
#pragma once

#include "casework/additions.h"
#include "pack/shelf.h"
#include "projection/tables.h"
#include "web/site.h"

namespace arasha::intake {

// Registers the pages. The site's vault, `tables` and `shelf` outlive the site. An organisation without forms sees none of it.
void add_pages(web::Site& site, projection::Tables& tables, const pack::Shelf& shelf = pack::Shelf::built_in());

// What intake adds to the pages of casework: the line in "my work", and what happens when a contact was made of a message.
void add_to_casework(vault::Vault& vault, casework::Additions& additions);

// Removes answers that nobody can read any more; called now and then by whoever runs the server.
Result<std::uint64_t> sweep(vault::Vault& vault);

}  // namespace arasha::intake

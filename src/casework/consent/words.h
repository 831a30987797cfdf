// What is shared and withheld, in the words of the reader. Pure.
#pragma once

#include <string>

#include "base/catalogue.h"
#include "casework/story.h"

namespace arasha::casework {

// What the headline of such an entry says beside its title; empty for any other entry.
std::string sharing_headline(const Catalogue& words, const Item& item);
// Entries that the program writes and that people read all the same.
bool tells_of_sharing(const Item& item);
// "Health, Photograph"
std::string group_names(const Catalogue& words, const std::vector<std::string>& groups);

}  // namespace arasha::casework

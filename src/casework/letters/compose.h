// A paper from what was chosen and what the maker may open. Pure; whether it may be made at all is decided before.
#pragma once

#include "casework/letters/material.h"

namespace arasha::casework {

// `words` is the catalogue of the paper's language, whichever the maker's own is.
paper::Document compose(const Catalogue& words, const PaperMade& wish, const Material& material);

// The person's own copy (own_copy.cpp).
std::vector<paper::Block> own_copy_blocks(const Catalogue& words, const PaperMade& wish, const Material& material);
// What colleagues wrote freely, so that who makes the copy can leave out what tells about somebody else.
std::vector<const Item*> free_texts(const Material& material);

}  // namespace arasha::casework

// Where versions of entries came from that another organisation wrote: its member, and when. A case that was taken in carries it in
// entries of its own (CaseOrigin and those of the other parts, docs/formats/handover.md); whoever tells the story applies it, so every
// page, paper and day in between says who really wrote. Here they are signed by who took the case in.
#pragma once

#include "vault/story.h"

namespace arasha::vault {

// An entry that says where others came from.
bool is_origin(std::uint16_t entry_type);

// Own forms of the other organisation, that answers in this file were made with, become known before they are read.
void learn_forms_in(const OpenedFile& file);
// Gives the versions that are named their author, organisation and time. An entry speaks for its own compartment alone.
void apply_origins(Story& story);

}  // namespace arasha::vault

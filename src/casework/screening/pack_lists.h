// The checklists of a country pack as screening lists. A screening by one keeps all its texts, so that it is read as it was
// asked when the pack has changed, or is gone: the entry needs no pack. Code of the list: PACK.CHECKLIST; its version
// is the first day on which that version of the checklist is valid.
#pragma once

#include <memory>
#include <vector>

#include "arasha/entries.pb.h"
#include "casework/screening/indicators.h"
#include "pack/pack.h"

namespace arasha::casework {

// Owns what the list points to, or points to one of the program's.
using ListRef = std::shared_ptr<const ScreeningList>;
ListRef built_in(const ScreeningList& list);
// Those that are valid on the day; not one with the id of an international list, for that has rules of its own.
std::vector<ListRef> pack_lists(const pack::Pack& pack, Date day);
// The list by which a screening was answered: an international one, or the pack's as the entry keeps it. Null: unknown.
ListRef list_of(const Screening& screening);

// Writes the texts of a pack's list into the entry; of another list: none.
void put_texts(Screening& screening, const ScreeningList& list);
bool is_unverified(const ScreeningList& list);

}  // namespace arasha::casework

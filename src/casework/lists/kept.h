// What a member keeps about lists for herself: sealed to her, so that neither the house nor its server's disk can read it,
// and the same in every browser of hers (docs/lists.md).
#pragma once

#include <functional>

#include "arasha/lists.pb.h"
#include "casework/parts.h"

namespace arasha::casework {

// Nothing kept yet: empty. What cannot be read any more counts as nothing.
Result<SavedFilters> saved_filters(const Desk& desk, const vault::Keyring& by);
Result<SeenFiles> seen_files(const Desk& desk, const vault::Keyring& by);

// Reads, changes and keeps; two browsers of one member do not undo each other's change. `change` answers whether there is
// something to keep.
Result<void> change_filters(const Desk& desk, const vault::Keyring& by, const std::function<Result<bool>(SavedFilters&)>& change);
Result<void> change_seen(const Desk& desk, const vault::Keyring& by, const std::function<Result<bool>(SeenFiles&)>& change);

}  // namespace arasha::casework

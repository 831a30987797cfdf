// One person who was recorded twice: two files are joined, and parted again. Both stories stay as they are, nothing is
// copied; each gets one entry in its identity compartment, in one transaction, so that there is never half a joining.
#pragma once

#include <optional>
#include <vector>

#include "arasha/person.pb.h"
#include "casework/story.h"

namespace arasha::casework {

// What a person's file says of joinings, as it stands now.
struct Joinings {
  std::optional<FileId> into;    // this file was joined to that one
  std::vector<FileId> others;    // these were joined to this one, the oldest first
};
Joinings joinings_of(const Story& person);  // pure

// Why the one may not be joined to the other; nothing: it may. Pure. A file that was joined to another already, whichever
// of the two it would be, has to be parted first: so no ring can come about.
std::optional<Error> refuses_merge(const Story& kept, const Story& other);

struct Merge {
  FileId kept;
  FileId other;
  std::string reason;
};
// `denied` without the identity key of both. Sent twice with the same `once` it is done once. When somebody else writes
// into one of the files meanwhile it is decided anew on what stands there then.
Result<void> merge_persons(vault::Vault& vault, const vault::Keyring& by, const Merge& merge, EntryId once = EntryId());
// Takes back what stands there. `reason`: why they are two.
Result<void> part_persons(vault::Vault& vault, const vault::Keyring& by, const Merge& merge, EntryId once = EntryId());

}  // namespace arasha::casework

// What a change to a file consists of: the entries, and the cards that follow from them. Pure.
#pragma once

#include <google/protobuf/message.h>

#include <vector>

#include "vault/vault.h"

namespace arasha::casework {

// A new entry with an id of its own; the message must be of an entry type.
vault::NewEntry entry_for(const google::protobuf::Message& message, EntryId amends = EntryId());

// The cards that the file will have once `entries` are appended by that author at that time.
Result<std::vector<vault::NewCard>> cards_after(vault::OpenedFile file, const std::vector<vault::NewEntry>& entries,
                                                MemberId author, Time time);

// A file as it begins.
Result<vault::FileChange> begin_file(FileId file, const std::vector<const google::protobuf::Message*>& entries, MemberId author,
                                     Time time);

}  // namespace arasha::casework

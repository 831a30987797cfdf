// Fields that no person fills in: what an entry is about, and the numbers of its rows. Pure.
#pragma once

#include <string_view>

#include "vault/story.h"

namespace arasha::vault {

// Sets the references (ENTRY_ID) of a new entry from "first.second", in the order of the fields. False when there are not as
// many as fields, or one does not look like a reference; whether they lead anywhere is for the rules.
bool put_references(google::protobuf::Message& message, std::string_view about);
// What a correction does not change: references, members and files.
void keep_references(const google::protobuf::Message& from, google::protobuf::Message& to);

// Gives a number to the rows that carry one and have none yet. A number stays with its row for as long as the item lives
// and is never given to another one; what was posted as a number and is none of the item's is replaced. `item`: the
// one under correction, or null.
void number_rows(google::protobuf::Message& message, const Item* item);

}  // namespace arasha::vault

// What a change to a person's or a case's file consists of: the entries, and the cards that follow from them. Pure.
#pragma once

#include <vector>

#include "casework/cards.h"
#include "casework/story.h"
#include "vault/growing_file.h"

namespace arasha::casework {

using vault::entry_for;

// With the cards of casework.
class GrowingFile : public vault::GrowingFile {
 public:
  explicit GrowingFile(FileId file) : vault::GrowingFile(file, card_of) {}
  explicit GrowingFile(vault::OpenedFile opened) : vault::GrowingFile(std::move(opened), card_of) {}
};

// A file as it begins.
Result<vault::FileChange> begin_file(FileId file, const std::vector<const google::protobuf::Message*>& entries, MemberId author,
                                     Time time);

}  // namespace arasha::casework

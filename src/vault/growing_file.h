// A file as it grows in memory, before it is written: the entries of one change, and the cards that follow from them. Pure.
#pragma once

#include "vault/story.h"

namespace arasha::vault {

// A new entry; nil: with an id of its own. The message must be of an entry type.
NewEntry entry_for(const google::protobuf::Message& message, EntryId amends = EntryId(), EntryId id = EntryId());

// The card of one compartment, folded from the story: each room says how for its own.
using CardOf = Bytes (*)(const Story& story, std::uint8_t compartment);

class GrowingFile {
 public:
  GrowingFile(FileId file, CardOf card_of) : card_of_(card_of) { opened_.id = file; }
  GrowingFile(OpenedFile opened, CardOf card_of) : opened_(std::move(opened)), card_of_(card_of) {}

  // Puts an entry behind the others. `amends`: the version that it corrects, or nil.
  EntryId add(const google::protobuf::Message& message, EntryId amends = EntryId(), EntryId id = EntryId());
  // Also a card for a compartment in which nothing was written yet, so that its key is made, and granted, with this change.
  void open(std::uint8_t compartment) { touched_.push_back(compartment); }

  FileId file() const { return opened_.id; }
  // With what was added and not yet taken.
  Result<Story> story() const;
  // Everything since the last call, as `author` writes it at `time`; ready for Vault::append.
  Result<FileChange> take(MemberId author, Time time);

 private:
  OpenedFile opened_;
  CardOf card_of_;
  std::vector<NewEntry> waiting_;
  std::vector<std::uint8_t> touched_;
};

}  // namespace arasha::vault

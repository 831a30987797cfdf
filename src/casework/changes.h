// What a change to a file consists of: the entries, and the cards that follow from them. Pure.
#pragma once

#include <google/protobuf/message.h>

#include <vector>

#include "casework/story.h"

namespace arasha::casework {

// A new entry; nil: with an id of its own. The message must be of an entry type.
vault::NewEntry entry_for(const google::protobuf::Message& message, EntryId amends = EntryId(), EntryId id = EntryId());

// A file as it grows in memory, before it is written.
class GrowingFile {
 public:
  explicit GrowingFile(FileId file) { opened_.id = file; }
  explicit GrowingFile(vault::OpenedFile opened) : opened_(std::move(opened)) {}

  // Puts an entry behind the others. `amends`: the version that it corrects, or nil.
  EntryId add(const google::protobuf::Message& message, EntryId amends = EntryId(), EntryId id = EntryId());
  // Also a card for a compartment in which nothing was written yet, so that its key is made, and granted, with this change.
  void open(std::uint8_t compartment) { touched_.push_back(compartment); }

  FileId file() const { return opened_.id; }
  // With what was added and not yet taken.
  Result<Story> story() const;
  // Everything since the last call, as `author` writes it at `time`; ready for Vault::append.
  Result<vault::FileChange> take(MemberId author, Time time);

 private:
  vault::OpenedFile opened_;
  std::vector<vault::NewEntry> waiting_;
  std::vector<std::uint8_t> touched_;
};

// A file as it begins.
Result<vault::FileChange> begin_file(FileId file, const std::vector<const google::protobuf::Message*>& entries, MemberId author,
                                     Time time);

}  // namespace arasha::casework

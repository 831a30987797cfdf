// Writing into the files of a room: the first entry, further ones, corrections. The room gives its rules and its cards.
//
// When somebody else wrote in between, it is tried again: two people who add different things do not disturb each other. A form
// that was sent twice is written once. Thread-safe as the vault is.
#pragma once

#include "vault/growing_file.h"

namespace arasha::vault {

class Filing {
 public:
  // Why the entry may not be written into this story; asked again when the story has grown. `corrects`: the version that it is to
  // correct, or nil.
  using Check = Result<void> (*)(const Story& story, const google::protobuf::Message& message, Date today, EntryId corrects);
  Filing(Vault& vault, CardOf card_of, Check check) : vault_(vault), card_of_(card_of), check_(check) {}

  // Recorded as a reading.
  Result<Story> read(const Keyring& by, FileId file, Action action = Action::opened);

  // A new file with this entry. `once`: the id that the form was made with; sent twice, it makes one file.
  Result<FileId> begin(const Keyring& by, const google::protobuf::Message& message, FileId once = FileId());

  struct Addition {
    const google::protobuf::Message* message = nullptr;
    EntryId once;  // as above, of the entry
  };
  // Several entries of one file, all or none, in one change; each is checked after those before it. Answers their ids.
  Result<std::vector<EntryId>> add(const Keyring& by, FileId file, const std::vector<Addition>& additions);

  // Corrects an item. `seen` is the version that the person had before her eyes: when a newer one stands there, the answer is
  // `conflict` and nothing is written, so that she can be shown both.
  Result<EntryId> correct(const Keyring& by, FileId file, EntryId seen, const google::protobuf::Message& message);

 private:
  Vault& vault_;
  CardOf card_of_;
  Check check_;
};

}  // namespace arasha::vault

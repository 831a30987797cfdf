// What people do with the directory: making an organisation, reading it, adding and correcting entries. Thread-safe as the
// vault is. Whether a member may write is decided here; who may read, by the keys.
#pragma once

#include "directory/record.h"

namespace arasha::directory {

// Whoever the policy gives the compartment DIRECTORY may look.
bool may_read(const vault::Directory& state, MemberId member);
// And of these, who is in the Referral circle or a steward may write.
bool may_write(const vault::Directory& state, MemberId member);

class Files {
 public:
  explicit Files(vault::Vault& vault) : vault_(vault) {}

  // `once`: the id that the form was made with; sent twice, it makes one organisation.
  Result<FileId> open(const vault::Keyring& by, const DirectoryOrganisation& organisation, FileId once = FileId());
  // Recorded as a reading. `not_found` for a file that is none of the directory.
  Result<Record> read(const vault::Keyring& by, FileId file, vault::Action action = vault::Action::opened);
  // Checked by rules.h; its first sentence is the answer. `once` as above, with the entry's id.
  Result<EntryId> add(const vault::Keyring& by, FileId file, const google::protobuf::Message& message, EntryId once = EntryId());
  // `seen`: the version that the person had before her eyes; `conflict` when a newer one stands there.
  Result<EntryId> correct(const vault::Keyring& by, FileId file, EntryId seen, const google::protobuf::Message& message);
  // A file of its own that says what left the house.
  Result<void> record_outflow(const vault::Keyring& by, const DirectoryOutflow& outflow);

 private:
  Result<void> may(const vault::Keyring& by) const;
  Result<EntryId> write(const vault::Keyring& by, FileId file, const google::protobuf::Message& message, EntryId seen, EntryId once);
  vault::Vault& vault_;
};

// A change to a file and the card that follows from it; for imports.
class Change {
 public:
  Change(Record record, MemberId author, Time time) : record_(std::move(record)), expected_(record_.length), author_(author), time_(time) {}
  // Answers the id of the item's first version.
  EntryId add(const google::protobuf::Message& message, EntryId amends = EntryId(), EntryId id = EntryId());
  const Record& record() const { return record_; }
  bool is_empty() const { return entries_.empty(); }
  vault::FileChange take();

 private:
  Record record_;
  std::uint32_t expected_;
  MemberId author_;
  Time time_;
  std::vector<vault::NewEntry> entries_;
};

}  // namespace arasha::directory

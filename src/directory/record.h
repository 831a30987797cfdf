// An organisation of the directory: its opened entries as messages, corrections folded onto what they correct. Pure.
#pragma once

#include <google/protobuf/message.h>

#include <memory>
#include <string>
#include <vector>

#include "arasha/directory.pb.h"
#include "schema/entry_types.h"
#include "vault/vault.h"

namespace arasha::directory {

struct Version {
  EntryId id;
  MemberId author;
  Time time;
  std::shared_ptr<const google::protobuf::Message> message;  // null: of a newer program
};

// One thing that was recorded, with every version of it; the last one counts.
struct Item {
  std::uint16_t type = 0;
  std::vector<Version> versions;  // oldest first
  EntryId id() const { return versions.front().id; }  // by which other entries and other directories name it
  const Version& latest() const { return versions.back(); }
  template <class MessageType>
  const MessageType* as() const { return dynamic_cast<const MessageType*>(latest().message.get()); }
};

struct Record {
  FileId file;
  std::uint32_t length = 0;
  std::vector<Item> items;  // in the order in which they were first recorded

  template <class MessageType>
  std::vector<const Item*> all() const {
    std::vector<const Item*> out;
    for (const Item& item : items) {
      if (item.as<MessageType>() != nullptr) out.push_back(&item);
    }
    return out;
  }
  const Item* find(EntryId any_version) const;
  const Item* organisation() const;  // null: the file is none
};

// What cannot be read of a newer program is left out; `damaged` for bytes that are no entry.
Result<Record> fold(const vault::OpenedFile& file);
// With an entry behind the others, as if it had been written.
Record with(Record record, const google::protobuf::Message& message, EntryId amends, EntryId id, MemberId author, Time time);
// What lists and the search read.
DirectoryCard card_of(const Record& record);

// "Closed on", of whatever has it; empty: it is not closed.
std::string ended(const google::protobuf::Message& message);
bool can_end(const google::protobuf::Message& message);
void set_ended(google::protobuf::Message& message, const std::string& day);
// What a form does not ask for goes along from the version before.
void keep_program_fields(const google::protobuf::Message& from, google::protobuf::Message& to);

}  // namespace arasha::directory

// The story of a file: its opened entries as messages, corrections folded onto what they correct. Pure.
#pragma once

#include <google/protobuf/message.h>

#include <memory>
#include <string>
#include <vector>

#include "schema/entry_types.h"
#include "vault/vault.h"

namespace arasha::vault {

// Who wrote a version before the case came here, in names (vault/origin.h).
struct Origin {
  std::string author;
  std::string organisation;
};

struct Version {
  std::uint32_t seq = 0;
  EntryId id;
  MemberId author;         // who signed it here
  Time time;               // of what came from elsewhere: when it was written there
  bool erased = false;
  std::shared_ptr<const google::protobuf::Message> message;  // null when erased, closed or of a newer program
  std::shared_ptr<const Origin> origin = nullptr;  // null: it was written here
};

// One thing that was recorded, with every version of it; the last one counts.
struct Item {
  std::uint16_t type = 0;
  std::uint8_t compartment = 0;
  bool closed = false;               // recorded, not shown: no key
  std::vector<Version> versions;     // oldest first
  const Version& latest() const { return versions.back(); }
  const Version& first() const { return versions.front(); }
  template <class MessageType>
  const MessageType* as() const { return dynamic_cast<const MessageType*>(latest().message.get()); }
};

struct Story {
  FileId file;
  std::uint32_t length = 0;
  std::vector<Item> items;           // in the order in which they were first recorded

  // The items of one type that can be read, oldest first.
  template <class MessageType>
  std::vector<const Item*> all() const {
    std::vector<const Item*> out;
    for (const Item& item : items) {
      if (item.as<MessageType>() != nullptr) out.push_back(&item);
    }
    return out;
  }
  template <class MessageType>
  const MessageType* last() const {
    const MessageType* out = nullptr;
    for (const Item& item : items) {
      if (const auto* message = item.as<MessageType>()) out = message;
    }
    return out;
  }
  const Item* find(EntryId any_version) const;
  // Whether this very entry stands there: a form that was sent twice.
  bool has(EntryId id, const google::protobuf::Message& message) const;
};

// The item whose entry has the latest date; of one day, the one that was recorded last. Null: there is none to be read.
template <class MessageType>
const Item* newest(const Story& story) {
  const Item* out = nullptr;
  for (const Item* item : story.all<MessageType>()) {
    if (out == nullptr || out->as<MessageType>()->date() <= item->as<MessageType>()->date()) out = item;
  }
  return out;
}

// What an item is: of an own form, as the definition of its latest version that can be read calls it. Null: a newer program's.
const schema::EntryType* type_of(const Item& item);
// Its name in addresses: "Note"; of an own form "own-" and the name of the form. Empty: a newer program's.
std::string kind_of(const Item& item);

// An entry that cannot be parsed is `damaged`: its bytes passed the vault's checks, so nothing of it is guessed.
Result<Story> tell(const OpenedFile& file);

}  // namespace arasha::vault

#include "vault/story.h"

#include <algorithm>

#include "schema/own_form.h"
#include "vault/origin.h"

namespace arasha::vault {
namespace {

Item* find_item(std::vector<Item>& items, EntryId id) {
  for (Item& item : items) {
    for (const Version& version : item.versions) {
      if (version.id == id) return &item;
    }
  }
  return nullptr;
}

}  // namespace

const Item* Story::find(EntryId any_version) const {
  for (const Item& item : items) {
    for (const Version& version : item.versions) {
      if (version.id == any_version) return &item;
    }
  }
  return nullptr;
}

bool Story::has(EntryId id, const google::protobuf::Message& message) const {
  const Item* item = find(id);
  if (item == nullptr) return false;
  return std::any_of(item->versions.begin(), item->versions.end(), [&](const Version& version) {
    return version.id == id && version.message != nullptr && version.message->GetDescriptor() == message.GetDescriptor() &&
           version.message->SerializeAsString() == message.SerializeAsString();
  });
}

const schema::EntryType* type_of(const Item& item) {
  for (auto version = item.versions.rbegin(); version != item.versions.rend(); ++version) {
    if (version->message != nullptr) return schema::entry_type_of(*version->message);
  }
  return schema::entry_type(item.type);
}

std::string kind_of(const Item& item) {
  for (auto version = item.versions.rbegin(); version != item.versions.rend(); ++version) {
    if (version->message == nullptr) continue;
    const std::string form = schema::form_name_of(*version->message);
    if (!form.empty()) return "own-" + form;
    break;
  }
  const schema::EntryType* type = schema::entry_type(item.type);
  return type == nullptr ? std::string() : type->descriptor->name();
}

Result<Story> tell(const OpenedFile& file) {
  Story out;
  out.file = file.id;
  out.length = file.length;
  learn_forms_in(file);
  for (const OpenedEntry& entry : file.entries) {
    // The erased version itself says so; of what was destroyed whole the vault's chain does.
    if (entry.header.type == kErasureType || entry.header.type == kDestructionType) continue;
    Version version{entry.header.seq, entry.header.id, entry.header.author, entry.header.time,
                    entry.state == EntryState::erased, nullptr, nullptr};
    if (entry.state == EntryState::readable) {
      auto message = schema::parse_entry(entry.header.type, entry.content);
      if (message) {
        version.message = std::move(*message);
      } else if (message.error().code != ErrorCode::unsupported) {
        return std::move(message).error();
      }
    }
    Item* corrected = entry.header.amends.is_nil() ? nullptr : find_item(out.items, entry.header.amends);
    // A correction of another type or compartment corrects nothing: it stands for itself.
    if (corrected != nullptr && corrected->type == entry.header.type && corrected->compartment == entry.header.compartment) {
      corrected->versions.push_back(std::move(version));
      continue;
    }
    Item item;
    item.type = entry.header.type;
    item.compartment = entry.header.compartment;
    item.closed = entry.state == EntryState::sealed;
    item.versions.push_back(std::move(version));
    out.items.push_back(std::move(item));
  }
  apply_origins(out);
  return out;
}

}  // namespace arasha::vault

// The entry types that Arasha knows, by reflection over schema/arasha/*.proto.
#pragma once

#include <google/protobuf/message.h>

#include <memory>
#include <string_view>
#include <vector>

#include "arasha/options.pb.h"
#include "base/bytes.h"

namespace arasha::schema {

struct EntryType {
  std::uint16_t number = 0;         // as stored in the header of an entry
  std::uint8_t compartment = 0;     // as stored; arasha::Compartment
  std::string title;                // English; a msgid
  std::string help;
  bool internal = false;            // written by the program only
  bool own_form = false;            // answers to a form of the organisation; with their definition: schema/own_form.h
  const google::protobuf::Descriptor* descriptor = nullptr;
};

// In order of their numbers.
const std::vector<EntryType>& entry_types();
const EntryType* entry_type(std::uint16_t number);
const EntryType* entry_type(std::string_view message_name);  // "FirstContact"; also of an own form that is known here
template <class MessageType>
const EntryType& entry_type_of() { return *entry_type(MessageType::descriptor()->name()); }
// Of an own form with its title; null for a message that is no entry.
inline const EntryType* entry_type_of(const google::protobuf::Message& message) { return entry_type(message.GetDescriptor()->name()); }
// An empty one. Of an own form with the names of the form and of its definition in it.
std::unique_ptr<google::protobuf::Message> make_message(const EntryType& type);

inline constexpr std::size_t kEntryLimit = 256 * 1024;

// Entry bytes to a message; `damaged` when they are not one, `unsupported` for a number of a newer program,
// `too_large` over kEntryLimit. Fields that this program does not know are kept.
// Answers to an own form become a message of the definition that they name; where it is not known here, they keep what
// every program knows of them (own.proto).
Result<std::unique_ptr<google::protobuf::Message>> parse_entry(std::uint16_t number, BytesView bytes);
template <class MessageType>
Result<MessageType> parse_as(BytesView bytes) {
  MessageType out;
  if (bytes.size() > kEntryLimit) return Error(ErrorCode::too_large, "This entry is larger than it may be.");
  if (!out.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return Error(ErrorCode::damaged, "This entry cannot be read.");
  }
  return out;
}
Bytes serialise(const google::protobuf::Message& message);

}  // namespace arasha::schema

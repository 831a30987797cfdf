#include "casework/changes.h"

#include <algorithm>

#include "casework/cards.h"

namespace arasha::casework {

vault::NewEntry entry_for(const google::protobuf::Message& message, EntryId amends) {
  const schema::EntryType* type = schema::entry_type(message.GetDescriptor()->name());
  return {type->compartment, type->number, schema::serialise(message), amends, crypto::random_id<EntryId>()};
}

EntryId GrowingFile::add(const google::protobuf::Message& message, EntryId amends) {
  waiting_.push_back(entry_for(message, amends));
  touched_.push_back(waiting_.back().compartment);
  return waiting_.back().id;
}

Result<vault::FileChange> GrowingFile::take(MemberId author, Time time) {
  vault::FileChange change;
  change.file = opened_.id;
  change.expected_length = opened_.length;
  for (const vault::NewEntry& entry : waiting_) {
    vault::OpenedEntry one;
    one.header.seq = opened_.length++;
    one.header.id = entry.id;
    one.header.type = entry.type;
    one.header.compartment = entry.compartment;
    one.header.amends = entry.amends;
    one.header.author = author;
    one.header.time = time;
    one.state = vault::EntryState::readable;
    one.content = entry.content;
    opened_.entries.push_back(std::move(one));
  }
  TRY(after, story());
  std::sort(touched_.begin(), touched_.end());
  touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
  for (const std::uint8_t compartment : touched_) change.cards.push_back({compartment, card_of(after, compartment)});
  change.entries = std::move(waiting_);
  waiting_.clear();
  touched_.clear();
  return change;
}

Result<vault::FileChange> begin_file(FileId file, const std::vector<const google::protobuf::Message*>& entries, MemberId author,
                                     Time time) {
  GrowingFile growing(file);
  for (const google::protobuf::Message* entry : entries) growing.add(*entry);
  return growing.take(author, time);
}

}  // namespace arasha::casework

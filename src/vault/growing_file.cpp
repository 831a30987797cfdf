#include "vault/growing_file.h"

#include <algorithm>

#include "crypto/keys.h"

namespace arasha::vault {
namespace {

OpenedEntry readable(const NewEntry& entry, std::uint32_t seq, MemberId author, Time time) {
  OpenedEntry out;
  out.header.seq = seq;
  out.header.id = entry.id;
  out.header.type = entry.type;
  out.header.compartment = entry.compartment;
  out.header.amends = entry.amends;
  out.header.author = author;
  out.header.time = time;
  out.state = EntryState::readable;
  out.content = entry.content;
  return out;
}

}  // namespace

NewEntry entry_for(const google::protobuf::Message& message, EntryId amends, EntryId id) {
  const schema::EntryType* type = schema::entry_type(message.GetDescriptor()->name());
  return {type->compartment, type->number, schema::serialise(message), amends, id.is_nil() ? crypto::random_id<EntryId>() : id};
}

EntryId GrowingFile::add(const google::protobuf::Message& message, EntryId amends, EntryId id) {
  waiting_.push_back(entry_for(message, amends, id));
  touched_.push_back(waiting_.back().compartment);
  return waiting_.back().id;
}

Result<Story> GrowingFile::story() const {
  if (waiting_.empty()) return tell(opened_);
  OpenedFile all = opened_;
  for (const NewEntry& entry : waiting_) all.entries.push_back(readable(entry, all.length++, {}, {}));
  return tell(all);
}

Result<FileChange> GrowingFile::take(MemberId author, Time time) {
  FileChange change;
  change.file = opened_.id;
  change.expected_length = opened_.length;
  for (const NewEntry& entry : waiting_) opened_.entries.push_back(readable(entry, opened_.length++, author, time));
  TRY(after, tell(opened_));
  std::sort(touched_.begin(), touched_.end());
  touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
  for (const std::uint8_t compartment : touched_) change.cards.push_back({compartment, card_of_(after, compartment)});
  change.entries = std::move(waiting_);
  waiting_.clear();
  touched_.clear();
  return change;
}

}  // namespace arasha::vault

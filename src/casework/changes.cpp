#include "casework/changes.h"

#include "casework/cards.h"

namespace arasha::casework {
namespace {

vault::OpenedEntry readable(const vault::NewEntry& entry, std::uint32_t seq, MemberId author, Time time) {
  vault::OpenedEntry out;
  out.header.seq = seq;
  out.header.id = entry.id;
  out.header.type = entry.type;
  out.header.compartment = entry.compartment;
  out.header.amends = entry.amends;
  out.header.author = author;
  out.header.time = time;
  out.state = vault::EntryState::readable;
  out.content = entry.content;
  return out;
}

}  // namespace

vault::NewEntry entry_for(const google::protobuf::Message& message, EntryId amends) {
  const schema::EntryType* type = schema::entry_type(message.GetDescriptor()->name());
  return {type->compartment, type->number, schema::serialise(message), amends, crypto::random_id<EntryId>()};
}

Result<std::vector<vault::NewCard>> cards_after(vault::OpenedFile file, const std::vector<vault::NewEntry>& entries,
                                                MemberId author, Time time) {
  std::map<std::uint8_t, bool> touched;
  for (const vault::NewEntry& entry : entries) {
    file.entries.push_back(readable(entry, file.length++, author, time));
    touched[entry.compartment] = true;
  }
  TRY(story, tell(file));
  std::vector<vault::NewCard> cards;
  for (const auto& [compartment, yes] : touched) cards.push_back({compartment, card_of(story, compartment)});
  return cards;
}

Result<vault::FileChange> begin_file(FileId file, const std::vector<const google::protobuf::Message*>& entries, MemberId author,
                                     Time time) {
  vault::FileChange out;
  out.file = file;
  for (const google::protobuf::Message* entry : entries) out.entries.push_back(entry_for(*entry));
  vault::OpenedFile nothing;
  nothing.id = file;
  TRY(cards, cards_after(std::move(nothing), out.entries, author, time));
  out.cards = std::move(cards);
  return out;
}

}  // namespace arasha::casework

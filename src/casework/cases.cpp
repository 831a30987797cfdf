#include "casework/cases.h"

#include "casework/cards.h"
#include "casework/changes.h"
#include "vault/alias.h"

namespace arasha::casework {
namespace {

constexpr int kTries = 16;

bool is_empty(const google::protobuf::Message& message) { return message.ByteSizeLong() == 0; }

}  // namespace

Result<CaseFiles> Cases::open_case(const vault::Keyring& by, const Identity& identity, const FirstContact& contact,
                                   const SafeContact& safe, std::optional<std::vector<MemberId>> restricted_to) {
  CaseFiles out{crypto::random_id<FileId>(), crypto::random_id<FileId>(), vault::random_alias()};
  CaseOpened opened;
  opened.set_alias(out.alias);
  opened.set_person(out.person_file.text());
  opened.set_provenance("own");
  std::vector<const google::protobuf::Message*> entries = {&opened, &contact};
  if (!is_empty(safe)) entries.push_back(&safe);

  const Time now = vault_.clock().now();
  TRY(person, begin_file(out.person_file, {&identity}, by.member(), now));
  TRY(change, begin_file(out.case_file, entries, by.member(), now));
  person.only_members = restricted_to;
  change.only_members = restricted_to;
  TRY_VOID(vault_.append(by, {person, change}));
  return out;
}

Result<Story> Cases::read(const vault::Keyring& by, FileId file, vault::Action action) {
  TRY(opened, vault_.open_file(by, file, action));
  return tell(opened);
}

Result<EntryId> Cases::write(const vault::Keyring& by, FileId file, const google::protobuf::Message& message, EntryId seen) {
  Result<void> answer;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    TRY(opened, vault_.open_file(by, file));
    const vault::NewEntry entry = entry_for(message, seen);
    if (!seen.is_nil()) {
      TRY(story, tell(opened));
      const Item* item = story.find(seen);
      if (item == nullptr || item->type != entry.type) return Error(ErrorCode::not_found, "There is no such entry in this file.");
      if (item->latest().id != seen) {
        return Error(ErrorCode::conflict, "Somebody else changed this a moment ago. Compare both and save what is right.");
      }
    }
    vault::FileChange change;
    change.file = file;
    change.expected_length = opened.length;
    change.entries.push_back(entry);
    TRY(cards, cards_after(opened, change.entries, by.member(), vault_.clock().now()));
    change.cards = std::move(cards);
    answer = vault_.append(by, {change});
    if (answer) return entry.id;
    if (answer.error().code != ErrorCode::conflict) break;
  }
  return std::move(answer).error();
}

Result<EntryId> Cases::add(const vault::Keyring& by, FileId file, const google::protobuf::Message& message) {
  return write(by, file, message, EntryId());
}

Result<EntryId> Cases::correct(const vault::Keyring& by, FileId file, EntryId seen, const google::protobuf::Message& message) {
  if (seen.is_nil()) return Error(ErrorCode::not_found, "There is no such entry in this file.");
  return write(by, file, message, seen);
}

Result<void> Cases::erase(const vault::Keyring& by, FileId file, EntryId any_version) {
  TRY(opened, vault_.open_file(by, file));
  TRY(story, tell(opened));
  const Item* item = story.find(any_version);
  if (item == nullptr || item->closed) return Error(ErrorCode::not_found, "There is no such entry in this file.");
  vault::FileChange change;
  change.file = file;
  change.expected_length = opened.length;
  for (const Version& version : item->versions) {
    if (!version.erased) change.erase.push_back(version.seq);
  }
  for (vault::OpenedEntry& entry : opened.entries) {
    for (const std::uint32_t seq : change.erase) {
      if (entry.header.seq != seq) continue;
      entry.state = vault::EntryState::erased;
      entry.content.clear();
    }
  }
  TRY(after, tell(opened));
  change.cards.push_back({item->compartment, card_of(after, item->compartment)});
  return vault_.append(by, {change});
}

}  // namespace arasha::casework

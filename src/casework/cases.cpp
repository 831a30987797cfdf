#include "casework/cases.h"

#include "casework/cards.h"
#include "casework/changes.h"
#include "casework/retention/rules.h"
#include "casework/child/person.h"
#include "casework/clues/book.h"
#include "casework/rules.h"
#include "schema/own_form.h"
#include "vault/alias.h"

namespace arasha::casework {
namespace {

constexpr int kTries = 16;

bool is_empty(const google::protobuf::Message& message) { return message.ByteSizeLong() == 0; }
Error no_such_entry() { return {ErrorCode::not_found, "There is no such entry in this file."}; }

Result<void> obey(const std::vector<schema::FieldError>& errors) {
  if (errors.empty()) return {};
  return errors.front().error;
}

}  // namespace

// The case that this very form made before; null: there is none, or it was another form, or is not hers.
std::optional<CaseFiles> Cases::made_before(const vault::Keyring& by, FileId file, const Form& form) {
  const auto story = read(by, file);
  const auto* opened = story ? story->last<CaseOpened>() : nullptr;
  if (opened == nullptr) return std::nullopt;
  const auto person = FileId::from_text(opened->person());
  const auto same = [](const Story& in, const auto& message) {
    const auto* written = in.last<std::remove_cvref_t<decltype(message)>>();
    return written == nullptr ? is_empty(message) : written->SerializeAsString() == message.SerializeAsString();
  };
  if (!person || !same(*story, form.contact) || !same(*story, form.safe)) return std::nullopt;
  if (form.identity != nullptr) {
    const auto known = read(by, *person);
    if (!known || !same(*known, *form.identity)) return std::nullopt;
  }
  return CaseFiles{file, *person, opened->alias()};
}

Result<CaseFiles> Cases::open(const vault::Keyring& by, CaseFiles files, const Form& form, FileId once) {
  if (once.is_nil()) return write_case(by, std::move(files), form);
  files.case_file = once;
  auto written = write_case(by, files, form);
  if (written || written.error().code != ErrorCode::conflict) return written;
  if (auto before = made_before(by, once, form)) return std::move(*before);
  files.case_file = crypto::random_id<FileId>();
  return write_case(by, std::move(files), form);
}

Result<CaseFiles> Cases::write_case(const vault::Keyring& by, CaseFiles files, const Form& form) {
  const auto& [identity, contact, safe, only_members] = form;
  const Time now = vault_.clock().now();
  std::vector<vault::FileChange> changes;
  if (identity != nullptr) {
    TRY_VOID(obey(check({}, *identity, date_of(now))));
    GrowingFile person(files.person_file);
    person.add(*identity);
    person.open(HEALTH);
    TRY(change, person.take(by.member(), now));
    changes.push_back(std::move(change));
  }
  CaseOpened opened;
  opened.set_alias(files.alias);
  opened.set_person(files.person_file.text());
  opened.set_provenance("own");
  CaseForShift known;
  known.set_alias(files.alias);
  known.set_person(files.person_file.text());
  TRY_VOID(obey(check({}, contact, date_of(now))));
  GrowingFile file(files.case_file);
  file.add(opened);
  file.add(known);
  file.add(contact);
  if (!is_empty(safe)) file.add(safe);
  // From the start, so that a lawyer may write the first step; and in a restricted case because a compartment that
  // opened later would go to the policy's circles.
  file.open(LEGAL);
  TRY(change, file.take(by.member(), now));
  changes.push_back(std::move(change));
  for (vault::FileChange& one : changes) one.only_members = only_members;
  TRY_VOID(vault_.append(by, changes));
  return files;
}

Result<CaseFiles> Cases::open_case(const vault::Keyring& by, const Identity& identity, const FirstContact& contact,
                                   const SafeContact& safe, const OnlyMembers& only_members, FileId once) {
  return open(by, {crypto::random_id<FileId>(), crypto::random_id<FileId>(), vault::random_alias(alias_taken_)}, {&identity, contact, safe, only_members}, once);
}

Result<CaseFiles> Cases::open_case_of(const vault::Keyring& by, FileId person, const FirstContact& contact, const SafeContact& safe,
                                      const OnlyMembers& only_members, FileId once) {
  if (!vault_.may_open(by, person, IDENTITY)) return Error(ErrorCode::denied, "You cannot open this file.");
  return open(by, {crypto::random_id<FileId>(), person, vault::random_alias(alias_taken_)}, {nullptr, contact, safe, only_members}, once);
}

Result<Story> Cases::read(const vault::Keyring& by, FileId file, vault::Action action) {
  TRY(opened, vault_.open_file(by, file, action));
  return tell(opened);
}

Result<EntryId> Cases::write(const vault::Keyring& by, FileId file, const google::protobuf::Message& message, EntryId seen, EntryId once,
                             const std::shared_ptr<const vault::NewBlob>& blob) {
  const std::uint16_t type = schema::entry_type(message.GetDescriptor()->name())->number;
  Result<void> answer;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    TRY(opened, vault_.open_file(by, file));
    TRY(story, tell(opened));
    if (!once.is_nil() && story.find(once) != nullptr) {
      if (story.has(once, message)) return once;
      once = EntryId();
    }
    if (!seen.is_nil()) {
      const Item* item = story.find(seen);
      if (item == nullptr || item->type != type) return no_such_entry();
      const auto* seen_answers = item->latest().message.get();
      if (seen_answers != nullptr && schema::form_name_of(*seen_answers) != schema::form_name_of(message)) return no_such_entry();
      if (item->latest().id != seen) {
        return Error(ErrorCode::conflict, "Somebody else changed this a moment ago. Compare both and save what is right.");
      }
    }
    const Time now = vault_.clock().now();
    TRY_VOID(obey(check(story, message, date_of(now), seen, by.member())));
    TRY(of_child, check_journey_in(vault_, by, story, message, seen, date_of(now)));
    TRY_VOID(obey(of_child));
    GrowingFile growing(std::move(opened));
    const EntryId id = growing.add(message, seen, once);
    std::optional<Story> with_clue;
    if (is_clue(type)) {
      TRY(told, growing.story());
      with_clue = std::move(told);
    }
    TRY(change, growing.take(by.member(), now));
    change.entries.back().blob = blob;
    if (with_clue) TRY_VOID(keep_marks(vault_, by, *with_clue, schema::entry_type(type)->compartment, !seen.is_nil(), change));
    answer = vault_.append(by, {change});
    if (answer) return id;
    if (answer.error().code != ErrorCode::conflict) break;
  }
  return std::move(answer).error();
}

Result<EntryId> Cases::add(const vault::Keyring& by, FileId file, const google::protobuf::Message& message, EntryId once,
                           std::shared_ptr<const vault::NewBlob> blob) {
  return write(by, file, message, EntryId(), once, blob);
}

Result<std::vector<EntryId>> Cases::add_all(const vault::Keyring& by, FileId file, const std::vector<Addition>& additions) {
  Result<void> answer;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    TRY(opened, vault_.open_file(by, file));
    const Time now = vault_.clock().now();
    GrowingFile growing(std::move(opened));
    std::vector<EntryId> ids;
    bool written = true;
    for (const Addition& one : additions) {
      TRY(story, growing.story());
      if (!one.once.is_nil() && story.has(one.once, *one.message)) {
        ids.push_back(one.once);
        continue;
      }
      TRY_VOID(obey(check(story, *one.message, date_of(now))));
      TRY(of_child, check_journey_in(vault_, by, story, *one.message, EntryId(), date_of(now)));
      TRY_VOID(obey(of_child));
      const bool taken = !one.once.is_nil() && story.find(one.once) != nullptr;
      ids.push_back(growing.add(*one.message, EntryId(), taken ? EntryId() : one.once));
      written = false;
    }
    if (written) return ids;
    TRY(change, growing.take(by.member(), now));
    answer = vault_.append(by, {change});
    if (answer) return ids;
    if (answer.error().code != ErrorCode::conflict) break;
  }
  return std::move(answer).error();
}

Result<EntryId> Cases::correct(const vault::Keyring& by, FileId file, EntryId seen, const google::protobuf::Message& message) {
  if (seen.is_nil()) return no_such_entry();
  return write(by, file, message, seen, EntryId());
}

Result<void> Cases::erase(const vault::Keyring& by, FileId file, EntryId any_version) {
  TRY(opened, vault_.open_file(by, file));
  TRY(story, tell(opened));
  const Item* item = story.find(any_version);
  const schema::EntryType* type = item == nullptr ? nullptr : schema::entry_type(item->type);
  // What the program wrote itself holds the file together; it goes with the file, never alone.
  if (item == nullptr || item->closed || (type != nullptr && type->internal && !type->own_form)) return no_such_entry();
  if (is_held(story, date_of(vault_.clock().now()))) return Error(ErrorCode::denied, "A hold stands: nothing of this case may be erased until it ends or is lifted.");
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
  if (is_clue(item->type)) TRY_VOID(keep_marks(vault_, by, after, item->compartment, true, change));
  return vault_.append(by, {change});
}

}  // namespace arasha::casework

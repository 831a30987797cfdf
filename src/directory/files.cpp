#include "directory/files.h"

#include <algorithm>

#include "directory/rules.h"

namespace arasha::directory {
namespace {

constexpr int kTries = 16;

Error no_such_page() { return {ErrorCode::not_found, "There is no such page."}; }

Result<void> obey(const std::vector<schema::FieldError>& errors) {
  if (errors.empty()) return {};
  return errors.front().error;
}

bool says(const Item& item, EntryId id, const google::protobuf::Message& message) {
  return std::any_of(item.versions.begin(), item.versions.end(), [&](const Version& version) {
    return version.id == id && version.message->GetDescriptor() == message.GetDescriptor() && version.message->SerializeAsString() == message.SerializeAsString();
  });
}

}  // namespace

bool may_read(const vault::Directory& state, MemberId member) {
  const auto circles = state.readers(DIRECTORY);
  return std::any_of(circles.begin(), circles.end(), [&](CircleId circle) { return state.is_in(member, circle); });
}

bool may_write(const vault::Directory& state, MemberId member) {
  return may_read(state, member) && (state.is_in(member, vault::CircleKind::referral) || state.is_in(member, vault::CircleKind::stewards));
}

EntryId Change::add(const google::protobuf::Message& message, EntryId amends, EntryId id) {
  const schema::EntryType* type = schema::entry_type(message.GetDescriptor()->name());
  if (id.is_nil()) id = crypto::random_id<EntryId>();
  entries_.push_back({DIRECTORY, type->number, schema::serialise(message), amends, id});
  record_ = with(std::move(record_), message, amends, id, author_, time_);
  return record_.find(id)->id();
}

vault::FileChange Change::take() {
  vault::FileChange out;
  out.file = record_.file;
  out.expected_length = expected_;
  out.entries = std::move(entries_);
  out.cards.push_back({DIRECTORY, schema::serialise(card_of(record_))});
  return out;
}

Result<void> Files::may(const vault::Keyring& by) const {
  if (may_write(*vault_.directory(), by.member())) return {};
  return Error(ErrorCode::denied, "You may look at the directory, not change it. Ask somebody of the Referral circle.");
}

Result<FileId> Files::open(const vault::Keyring& by, const DirectoryOrganisation& organisation, FileId once) {
  TRY_VOID(may(by));
  const Time now = vault_.clock().now();
  TRY_VOID(obey(check(organisation, date_of(now))));
  Record record;
  record.file = once.is_nil() ? crypto::random_id<FileId>() : once;
  const FileId file = record.file;
  Change change(std::move(record), by.member(), now);
  change.add(organisation);
  const auto written = vault_.append(by, {change.take()});
  if (written) return file;
  if (written.error().code != ErrorCode::conflict || once.is_nil()) return written.error();
  const auto before = read(by, once);
  if (before && before->organisation() != nullptr && before->organisation()->versions.front().message->SerializeAsString() == organisation.SerializeAsString()) return once;
  return open(by, organisation);
}

Result<Record> Files::read(const vault::Keyring& by, FileId file, vault::Action action) {
  if (!vault_.may_open(by, file, DIRECTORY)) return no_such_page();
  TRY(opened, vault_.open_file(by, file, action));
  TRY(record, fold(opened));
  if (record.organisation() == nullptr) return no_such_page();
  return record;
}

Result<EntryId> Files::write(const vault::Keyring& by, FileId file, const google::protobuf::Message& message, EntryId seen, EntryId once) {
  TRY_VOID(may(by));
  const Time now = vault_.clock().now();
  TRY_VOID(obey(check(message, date_of(now))));
  Result<void> answer;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    TRY(record, read(by, file));
    if (!once.is_nil()) {
      if (const Item* before = record.find(once)) {
        if (says(*before, once, message)) return once;
        once = EntryId();
      }
    }
    if (!seen.is_nil()) {
      const Item* item = record.find(seen);
      if (item == nullptr || item->latest().message->GetDescriptor() != message.GetDescriptor()) return no_such_page();
      if (item->latest().id != seen) return Error(ErrorCode::conflict, "Somebody else changed this a moment ago. Compare both and save what is right.");
    }
    const EntryId id = once.is_nil() ? crypto::random_id<EntryId>() : once;
    Change change(std::move(record), by.member(), now);
    change.add(message, seen, id);
    answer = vault_.append(by, {change.take()});
    if (answer) return id;
    if (answer.error().code != ErrorCode::conflict) break;
  }
  return std::move(answer).error();
}

Result<EntryId> Files::add(const vault::Keyring& by, FileId file, const google::protobuf::Message& message, EntryId once) {
  return write(by, file, message, EntryId(), once);
}

Result<EntryId> Files::correct(const vault::Keyring& by, FileId file, EntryId seen, const google::protobuf::Message& message) {
  if (seen.is_nil()) return no_such_page();
  return write(by, file, message, seen, EntryId());
}

Result<void> Files::record_outflow(const vault::Keyring& by, const DirectoryOutflow& outflow) {
  TRY_VOID(may(by));
  Record record;
  record.file = crypto::random_id<FileId>();
  Change change(std::move(record), by.member(), vault_.clock().now());
  change.add(outflow);
  return vault_.append(by, {change.take()});
}

}  // namespace arasha::directory

#include "vault/filing.h"

namespace arasha::vault {
namespace {

constexpr int kTries = 16;

Error no_such_entry() { return {ErrorCode::not_found, "There is no such entry in this file."}; }

}  // namespace

Result<Story> Filing::read(const Keyring& by, FileId file, Action action) {
  TRY(opened, vault_.open_file(by, file, action));
  return tell(opened);
}

Result<FileId> Filing::begin(const Keyring& by, const google::protobuf::Message& message, FileId once) {
  const Time now = vault_.clock().now();
  TRY_VOID(check_({}, message, date_of(now), EntryId()));
  const auto write = [&](FileId file) -> Result<void> {
    GrowingFile growing(file, card_of_);
    growing.add(message);
    TRY(change, growing.take(by.member(), now));
    return vault_.append(by, {change});
  };
  FileId file = once.is_nil() ? crypto::random_id<FileId>() : once;
  auto written = write(file);
  if (!written && written.error().code == ErrorCode::conflict) {
    // The same form before, or an id that somebody else's file has.
    const auto before = read(by, file);
    const auto* first = before && !before->items.empty() ? before->items.front().versions.front().message.get() : nullptr;
    if (first != nullptr && first->GetDescriptor() == message.GetDescriptor() && first->SerializeAsString() == message.SerializeAsString()) return file;
    file = crypto::random_id<FileId>();
    written = write(file);
  }
  if (!written) return std::move(written).error();
  return file;
}

Result<std::vector<EntryId>> Filing::add(const Keyring& by, FileId file, const std::vector<Addition>& additions) {
  Result<void> answer;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    TRY(opened, vault_.open_file(by, file));
    const Time now = vault_.clock().now();
    GrowingFile growing(std::move(opened), card_of_);
    std::vector<EntryId> ids;
    bool written = true;
    for (const Addition& one : additions) {
      TRY(story, growing.story());
      if (!one.once.is_nil() && story.has(one.once, *one.message)) {
        ids.push_back(one.once);
        continue;
      }
      TRY_VOID(check_(story, *one.message, date_of(now), EntryId()));
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

Result<EntryId> Filing::correct(const Keyring& by, FileId file, EntryId seen, const google::protobuf::Message& message) {
  Result<void> answer;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    TRY(opened, vault_.open_file(by, file));
    TRY(story, tell(opened));
    const Item* item = seen.is_nil() ? nullptr : story.find(seen);
    const auto* before = item == nullptr ? nullptr : item->latest().message.get();
    if (before == nullptr || before->GetDescriptor() != message.GetDescriptor()) return no_such_entry();
    if (item->latest().id != seen) {
      return Error(ErrorCode::conflict, "Somebody else changed this a moment ago. Compare both and save what is right.");
    }
    const Time now = vault_.clock().now();
    TRY_VOID(check_(story, message, date_of(now), seen));
    GrowingFile growing(std::move(opened), card_of_);
    const EntryId id = growing.add(message, seen);
    TRY(change, growing.take(by.member(), now));
    answer = vault_.append(by, {change});
    if (answer) return id;
    if (answer.error().code != ErrorCode::conflict) break;
  }
  return std::move(answer).error();
}

}  // namespace arasha::vault

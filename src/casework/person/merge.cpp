#include "casework/person/merge.h"

#include <algorithm>
#include <array>

#include "casework/changes.h"

namespace arasha::casework {
namespace {

constexpr int kTries = 16;

Error not_openable() { return {ErrorCode::denied, "You cannot open this file."}; }

struct Opened {
  vault::OpenedFile file;
  Story story;
};

Result<Opened> open_person(vault::Vault& vault, const vault::Keyring& by, FileId person) {
  if (!vault.may_open(by, person, IDENTITY)) return not_openable();
  TRY(file, vault.open_file(by, person));
  TRY(story, tell(file));
  return Opened{std::move(file), std::move(story)};
}

// One entry for each of the two; they stand or fall together.
template <class InKept, class InOther>
Result<void> write_both(vault::Vault& vault, const vault::Keyring& by, std::array<Opened, 2> files, const InKept& in_kept,
                        const InOther& in_other, EntryId once) {
  const Time now = vault.clock().now();
  GrowingFile kept(std::move(files[0].file));
  GrowingFile other(std::move(files[1].file));
  kept.add(in_kept, EntryId(), once);
  other.add(in_other);
  std::vector<vault::FileChange> changes;
  for (GrowingFile* one : {&kept, &other}) {
    TRY(change, one->take(by.member(), now));
    changes.push_back(std::move(change));
  }
  return vault.append(by, changes);
}

// `act` on both files as they stand, again when somebody else was quicker.
template <class Act>
Result<void> with_both(vault::Vault& vault, const vault::Keyring& by, const Merge& merge, const Act& act) {
  Result<void> answer;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    TRY(kept, open_person(vault, by, merge.kept));
    TRY(other, open_person(vault, by, merge.other));
    answer = act(std::array<Opened, 2>{std::move(kept), std::move(other)});
    if (answer || answer.error().code != ErrorCode::conflict) break;
  }
  return answer;
}

Error itself() { return {ErrorCode::invalid_input, "This is one and the same file. There is nothing to join."}; }

bool stands_there(const Story& story, EntryId once) { return !once.is_nil() && story.find(once) != nullptr; }

}  // namespace

Joinings joinings_of(const Story& person) {
  Joinings out;
  const auto drop = [&](const std::string& text) {
    const auto id = FileId::from_text(text);
    if (!id) return;
    std::erase(out.others, *id);
    if (out.into == *id) out.into.reset();
  };
  for (const Item& item : person.items) {
    if (const auto* one = item.as<PersonMerged>()) {
      const auto id = FileId::from_text(one->other());
      if (id && std::find(out.others.begin(), out.others.end(), *id) == out.others.end()) out.others.push_back(*id);
    }
    if (const auto* one = item.as<PersonMergedInto>()) {
      if (const auto id = FileId::from_text(one->kept())) out.into = *id;
    }
    if (const auto* one = item.as<PersonUnmerged>()) drop(one->other());
  }
  return out;
}

std::optional<Error> refuses_merge(const Story& kept, const Story& other) {
  if (kept.file == other.file) return itself();
  if (joinings_of(other).into) return Error(ErrorCode::invalid_input, "This person's file was joined to another one already. Part them first, if that was wrong.");
  if (joinings_of(kept).into) return Error(ErrorCode::invalid_input, "The file that you want to keep was itself joined to another one. Keep that other one instead.");
  return std::nullopt;
}

Result<void> merge_persons(vault::Vault& vault, const vault::Keyring& by, const Merge& merge, EntryId once) {
  if (merge.kept == merge.other) return itself();
  return with_both(vault, by, merge, [&](std::array<Opened, 2> files) -> Result<void> {
    if (stands_there(files[0].story, once)) return {};
    if (auto refusal = refuses_merge(files[0].story, files[1].story)) return std::move(*refusal);
    PersonMerged in_kept;
    in_kept.set_other(merge.other.text());
    in_kept.set_reason(merge.reason);
    PersonMergedInto in_other;
    in_other.set_kept(merge.kept.text());
    in_other.set_reason(merge.reason);
    return write_both(vault, by, std::move(files), in_kept, in_other, once);
  });
}

Result<void> part_persons(vault::Vault& vault, const vault::Keyring& by, const Merge& merge, EntryId once) {
  if (merge.kept == merge.other) return itself();
  return with_both(vault, by, merge, [&](std::array<Opened, 2> files) -> Result<void> {
    if (stands_there(files[0].story, once)) return {};
    if (joinings_of(files[1].story).into != merge.kept) {
      return Error(ErrorCode::invalid_input, "These two files are not joined. There is nothing to part.");
    }
    PersonUnmerged in_kept;
    in_kept.set_other(merge.other.text());
    in_kept.set_reason(merge.reason);
    PersonUnmerged in_other;
    in_other.set_other(merge.kept.text());
    in_other.set_reason(merge.reason);
    return write_both(vault, by, std::move(files), in_kept, in_other, once);
  });
}

}  // namespace arasha::casework

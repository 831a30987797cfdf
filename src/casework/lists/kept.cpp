#include "casework/lists/kept.h"

#include <mutex>

namespace arasha::casework {
namespace {

// Places of drafts; no address of ours looks like them.
constexpr std::string_view kFilters = "kept/filters";
constexpr std::string_view kSeen = "kept/seen";

template <class Kept>
Result<Kept> read(const Desk& desk, const vault::Keyring& by, std::string_view place) {
  TRY(bytes, desk.vault.draft(by, place));
  Kept out;
  if (bytes && !out.ParseFromArray(bytes->data(), static_cast<int>(bytes->size()))) out.Clear();
  return out;
}

// One process serves the pages of an organisation, so a lock here is enough. Held while one member's is written.
template <class Kept>
Result<void> change(const Desk& desk, const vault::Keyring& by, std::string_view place, const std::function<Result<bool>(Kept&)>& change) {
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  TRY(kept, read<Kept>(desk, by, place));
  TRY(changed, change(kept));
  if (!changed) return {};
  std::string bytes = kept.SerializeAsString();
  auto answer = desk.vault.keep_draft(by.member(), place, view(bytes));
  crypto::wipe(bytes);
  return answer;
}

}  // namespace

Result<SavedFilters> saved_filters(const Desk& desk, const vault::Keyring& by) { return read<SavedFilters>(desk, by, kFilters); }
Result<SeenFiles> seen_files(const Desk& desk, const vault::Keyring& by) { return read<SeenFiles>(desk, by, kSeen); }

Result<void> change_filters(const Desk& desk, const vault::Keyring& by, const std::function<Result<bool>(SavedFilters&)>& use) {
  return change<SavedFilters>(desk, by, kFilters, use);
}
Result<void> change_seen(const Desk& desk, const vault::Keyring& by, const std::function<Result<bool>(SeenFiles&)>& use) {
  return change<SeenFiles>(desk, by, kSeen, use);
}

}  // namespace arasha::casework

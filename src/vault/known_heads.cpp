#include "vault/known_heads.h"

namespace arasha::vault {

std::optional<KnownHeads::Head> KnownHeads::of(FileId file) const {
  const std::scoped_lock lock(mutex_);
  for (const auto* heads : {&fresh_, &old_}) {
    if (const auto found = heads->find(file); found != heads->end()) return found->second;
  }
  return std::nullopt;
}

void KnownHeads::note(FileId file, const Head& head) {
  const std::scoped_lock lock(mutex_);
  if (fresh_.size() >= most_ && !fresh_.contains(file)) {
    old_ = std::move(fresh_);
    fresh_.clear();
  }
  fresh_[file] = head;
}

}  // namespace arasha::vault

#include "exchange/set_aside.h"

namespace arasha::exchange {

void SetAside::put(vault::DropId drop, Why why) {
  const std::scoped_lock lock(mutex_);
  why_.insert_or_assign(drop, why);
}

std::optional<SetAside::Why> SetAside::of(vault::DropId drop) const {
  const std::scoped_lock lock(mutex_);
  const auto found = why_.find(drop);
  return found == why_.end() ? std::optional<Why>() : found->second;
}

void SetAside::forget(vault::DropId drop) {
  const std::scoped_lock lock(mutex_);
  why_.erase(drop);
}

void SetAside::keep_only(const std::set<vault::DropId>& drops) {
  const std::scoped_lock lock(mutex_);
  std::erase_if(why_, [&](const auto& one) { return !drops.contains(one.first); });
}

}  // namespace arasha::exchange

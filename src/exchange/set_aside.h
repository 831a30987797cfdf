// Drops that were opened in vain, so that a page that looks at what came does not open the same ones again and again before
// anything has changed. Remembered as long as the process lives; the next one tries each once. Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <variant>

#include "vault/vault.h"

namespace arasha::exchange {

class SetAside {
 public:
  // Waits for something else of its thread: until that file has another length, or until then.
  struct ForThread {
    FileId file;
    std::uint32_t length = 0;
    Time until;
  };
  // Waits until the keys of whoever says that it is from her count.
  struct ForKeys {
    OrganizationId sender;
  };
  // Left by another room for the same circle.
  struct ForOthers {};
  using Why = std::variant<ForThread, ForKeys, ForOthers>;

  void put(vault::DropId drop, Why why);
  std::optional<Why> of(vault::DropId drop) const;
  void forget(vault::DropId drop);
  // All but these are gone.
  void keep_only(const std::set<vault::DropId>& drops);

 private:
  mutable std::mutex mutex_;
  std::map<vault::DropId, Why> why_;
};

}  // namespace arasha::exchange

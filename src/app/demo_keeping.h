// Two example cases that were closed long ago: one whose time for keeping is over, and one that a hold keeps.
#pragma once

#include <functional>

#include "vault/vault.h"

namespace arasha::app {

struct DemoKeeping {
  const vault::Keyring& steward;
  const vault::Keyring& worker;
  Time first;  // opened then, and closed some days later
  Time now;
  std::function<void(Time)> set_clock;
};
Result<void> demo_keeping(vault::Vault& vault, const DemoKeeping& keeping);

}  // namespace arasha::app

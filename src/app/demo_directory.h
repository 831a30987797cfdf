// A directory of organisations that do not exist.
#pragma once

#include <functional>

#include "vault/vault.h"

namespace arasha::app {

struct DemoDirectory {
  Date today;
  std::function<void(Time)> set_clock;
  Time begin;  // when they were written down
};
// `by`: of the Referral circle.
Result<void> demo_directory(vault::Vault& vault, const vault::Keyring& by, const DemoDirectory& when);

}  // namespace arasha::app

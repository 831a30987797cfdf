// What makes the pages of oversight show something: a glass that was broken and reviewed and one that waits, readings that
// strike the eye, needs that were assessed, follow-ups after closed cases.
#pragma once

#include <functional>
#include <random>
#include <span>

#include "vault/vault.h"

namespace arasha::app {

struct DemoWatch {
  vault::Vault& vault;
  std::span<vault::Keyring> members;  // by DemoRole
  std::span<const FileId> files;      // of cases that are not restricted, oldest first
  Time now;
  std::function<void(Time)> set_clock;
};
Result<void> demo_oversight(std::mt19937& random, const DemoWatch& watch);

}  // namespace arasha::app

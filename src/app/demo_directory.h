// A directory of organisations that do not exist.
#pragma once

#include <vector>

#include "vault/vault.h"

namespace arasha::app {

// `by`: of the Referral circle. Both at the vault's clock: the second later, when some of them were asked again.
Result<std::vector<FileId>> demo_directory(vault::Vault& vault, const vault::Keyring& by);
Result<void> demo_directory_checks(vault::Vault& vault, const vault::Keyring& by, const std::vector<FileId>& files);

}  // namespace arasha::app

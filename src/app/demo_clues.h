// Example cases that have something in common, and a decision that rests on a screening.
#pragma once

#include <vector>

#include "vault/vault.h"

namespace arasha::app {

// `cases`: some that both work with, each in its own part; with fewer than three nothing is written.
Result<void> demo_clues(vault::Vault& vault, const vault::Keyring& worker, const vault::Keyring& lawyer, const std::vector<FileId>& cases);
Result<void> demo_screening(vault::Vault& vault, const vault::Keyring& worker, FileId case_file);

}  // namespace arasha::app

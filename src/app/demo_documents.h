// A document and a kept passport for some of the example cases.
#pragma once

#include "vault/vault.h"

namespace arasha::app {

// Written by `by` into a case whose work is open to her.
Result<void> demo_documents(vault::Vault& vault, const vault::Keyring& by, FileId case_file, Date day);

}  // namespace arasha::app

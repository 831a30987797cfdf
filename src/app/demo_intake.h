// Two forms of the example organisation, and what came in through them.
#pragma once

#include "vault/vault.h"

namespace arasha::app {

// A form for partners that the Referral circle receives, one for everybody that the Hotline receives; both open, without a code.
Result<void> demo_forms(vault::Vault& vault, const vault::Keyring& steward);
// Two messages that nobody has opened yet, at the time of the vault's clock.
Result<void> demo_messages(vault::Vault& vault);

}  // namespace arasha::app

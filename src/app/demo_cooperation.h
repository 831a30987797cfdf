// What makes the pages of cooperation show something: a commission with two meetings, two agreements of which one runs out, a
// report with three recommendations. Made up from beginning to end.
#pragma once

#include "vault/vault.h"

namespace arasha::app {

struct DemoCooperation {
  vault::Vault& vault;
  const vault::Keyring& director;
  const vault::Keyring& worker;  // of the Referral circle
  Time now;
};
Result<void> demo_cooperation(const DemoCooperation& demo);

}  // namespace arasha::app

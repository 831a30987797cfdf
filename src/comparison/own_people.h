// Who is compared: the persons whose identity circles of this member open.
#pragma once

#include "comparison/runs.h"

namespace arasha::comparison {

// Of two files that were merged the one that is kept counts, with what both say. Persons of restricted files are left out: who
// they are is nobody's but their members'. `denied` for who opens no identities. Recorded as a search before anything is opened.
Result<std::vector<Own>> own_people(vault::Vault& vault, const vault::Keyring& by);

}  // namespace arasha::comparison

// What was written into files since somebody looked: who, when, which kind of entry; from the headers, without any content.
#pragma once

#include <span>
#include <vector>

#include "vault/vault.h"

namespace arasha::vault {

struct Mark {
  FileId file;
  std::uint32_t length = 0;  // of the file's chain when it was looked at
};
struct Written {
  FileId file;
  std::uint32_t length = 0;           // now
  std::vector<EntryHeader> headers;   // behind the mark, oldest first; of compartments that the keyring opens
};

// Of each file that has grown and that the keyring opens, in the order of the marks; files that are not there, or not
// hers, are left out without a word. At most the last `most` headers of a file. No reading is recorded: who shows this records it.
// `damaged` for a header that does not fit its place.
Result<std::vector<Written>> written_since(const Vault& vault, const Keyring& by, std::span<const Mark> marks, std::uint32_t most);

}  // namespace arasha::vault

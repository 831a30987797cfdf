// Bech32 (BIP 173) without its limit of length: letters with a checksum for keys that people copy. How `age` writes keys.
#pragma once

#include <string>

#include "base/bytes.h"

namespace arasha::crypto {

// `human` is what stands before the first 1: lower-case letters, digits and hyphens of ours. The answer is in lower case.
std::string to_bech32(std::string_view human, BytesView bytes);
// All in lower or all in upper case. `invalid_input` for another beginning, a wrong letter, a wrong checksum, bits that are left over.
Result<Bytes> from_bech32(std::string_view human, std::string_view text);

}  // namespace arasha::crypto

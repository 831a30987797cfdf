// One file in a ZIP that only a passphrase opens: AES-256 as WinZip defined it (AE-2), which 7-Zip, WinZip, WinRAR and
// Keka open; the explorer of Windows does not.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace arasha::statistics {

// The name of the file inside stands in clear, as do the sizes. The format derives the key by 1,000 rounds only, so the
// passphrase itself must be long: vault::suggested_passphrase() is. Nothing is written to the disk.
// `unavailable` when the library cannot do it.
Result<std::string> lock_in_zip(const std::string& name, std::string_view content, const std::string& passphrase);

}  // namespace arasha::statistics

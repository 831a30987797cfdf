// Text in UTF-8: checked at the edge, normalised once, then plain std::string.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace arasha {

// Whether the bytes are well-formed UTF-8 (no surrogates, no over-long forms).
bool is_utf8(std::string_view bytes);

// What comes from a form, a file or the command line becomes text: NFC, CR LF to LF, control characters other
// than line feed and tab dropped, blanks trimmed at both ends. Fails on bytes that are not UTF-8.
Result<std::string> clean_text(std::string_view bytes);

// Lower case without regard to language (ICU case folding), NFKC: for comparing, not for showing.
std::string fold_case(std::string_view text);

// The number of characters that a person would count (code points).
std::size_t length(std::string_view text);

std::string_view trim(std::string_view text);  // ASCII blanks

}  // namespace arasha

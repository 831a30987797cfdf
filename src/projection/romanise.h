// Any script to plain Latin: the first step of finding a name however it was written.
#pragma once

#include <string>
#include <string_view>

namespace arasha::projection {

// Lower-case ASCII letters and digits; an apostrophe inside a word, because it keeps two letters apart (Is'hoq);
// a hyphen between words that were joined by one; a single space for everything else. Russian, Kazakh, Uzbek,
// Kyrgyz, Tajik, Ukrainian and Belarusian letters follow our own table, other scripts follow ICU. Bytes that are
// not UTF-8 answer an empty text. Safe from any thread; other scripts wait for one another at a lock.
std::string romanise(std::string_view text);

}  // namespace arasha::projection

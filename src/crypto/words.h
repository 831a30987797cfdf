// 2048 words that can be said and written after hearing them once: two syllables, consonant vowel consonant
// vowel, from letters that Russian, Kazakh and English readers say alike. For passphrases and for comparing
// fingerprints aloud.
#pragma once

#include <cstdint>
#include <string_view>

namespace arasha::crypto {

// 0 ≤ number < 2048 (anything else aborts). Each number has a word of its own; the list is sorted and never
// changes, since people have written down what came from it.
std::string_view word(std::uint32_t number);

}  // namespace arasha::crypto

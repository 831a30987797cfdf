// 2048 pronounceable words of two syllables, made by rule: consonant vowel consonant vowel, from letters that
// Russian, Kazakh and English readers say alike. For passphrases and for comparing fingerprints aloud.
#pragma once

#include <cstdint>
#include <string>

namespace arasha::crypto {

// 0 ≤ number < 2048; each number has a word of its own.
inline std::string word(std::uint32_t number) {
  constexpr char kFirst[] = "bdfgklmnprstvzhj";  // 16
  constexpr char kSecond[] = "dklmnrst";         // 8
  constexpr char kVowels[] = "aiou";             // 4
  std::string out;
  out += kFirst[(number >> 7U) & 15U];
  out += kVowels[(number >> 5U) & 3U];
  out += kSecond[(number >> 2U) & 7U];
  out += kVowels[number & 3U];
  return out;
}

}  // namespace arasha::crypto

// What two writings of one clue have in common: names across scripts and tables of transliteration, plates with look-alike
// letters, telephones with and without country (docs/clues.md). Pure. The keys become fingerprints that are stored: whoever
// changes what a key is made of breaks the comparison with what was written before.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace arasha::casework {

// Two clues agree when one has a key with the same text as the other, and what is known more closely (year of birth, town) agrees
// or is not known of one of them.
struct ClueKey {
  std::string text;
  std::string more;               // empty: not known
  std::vector<std::string> near;  // of another clue's `more`: what agrees with it

  // What others find this clue by, and what it finds others by; each is an ending of the text.
  std::vector<std::string> shows() const;
  std::vector<std::string> seeks() const;
  bool operator==(const ClueKey&) const = default;
};

// Goes up with every change to what the keys are made of (projection/names.h too): marks of an older one are made anew.
inline constexpr std::uint32_t kKeysVersion = 1;

struct ClueText {
  std::string_view kind;  // of the vocabulary clue_kind
  std::string_view value;
  std::string_view town;
  std::string_view birth_year;
};

// Empty: too little to compare (one given name, the last four digits of a card). At most six.
std::vector<ClueKey> clue_keys(const ClueText& clue);

// Whether these two would be told to agree; what the fingerprints do, without them.
bool agree(const ClueText& left, const ClueText& right);

}  // namespace arasha::casework

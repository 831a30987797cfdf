// One spelling for all spellings of a name: «Әлия Нұрланқызы», "Aliya Nurlankyzy", "Алия Нурланкызы".
//
// A token is what is left of one word when script, transliteration table, marks, doubled letters and the gender of a
// surname are taken away. It is for comparing, not for showing, and not stable between versions: never store one.
//   letters  a-z without q w x y j, and C (ch), J (zh, j), S (sh, shch)
//   "nurlan+"  a patronymic: the father's name and a plus, whether -ovich, -ovna, -uly, -kyzy, uulu, o'g'li or -zoda
//   digits     a code (a number of a document, a telephone): kept as it is; groups of a telephone are put together
// All functions are pure and may be called from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace arasha::projection {

// The tokens of a name, in the order in which they stand. Empty for text that has no letter or digit and for bytes
// that are not UTF-8. At most 32 tokens of at most 32 bytes: the rest is left out.
std::vector<std::string> fold_name(std::string_view text);

// The same, for what is to be found: a name with a hyphen (Нұр-Сұлтан) is followed by the token of the whole, a number
// with a series (N1234567) by the number.
std::vector<std::string> fold_name_to_store(std::string_view text);

// A patronymic with one slip in its ending ("Нурлановма") as the patronymic it was meant to be; empty when the
// token does not look like one. For queries: fold_name reads exact endings only.
std::string guess_patronymic(std::string_view token);

// The number of a code that begins with letters; empty when it does not, or has fewer than five digits.
std::string number_after_series(std::string_view code);

// The consonants of a token, and whether it begins with a vowel: Karimov and Kerimov, Aidar and Aydor are one. A token that
// has hardly any consonant stays as it is. A patronymic keeps its plus.
std::string skeleton(std::string_view token);

inline bool is_patronymic(std::string_view token) { return token.ends_with('+'); }
bool is_code(std::string_view token);  // has a digit

// How far two tokens (without their plus) are apart, in tenths of a typing error: a slip, a missing or extra letter
// and two swapped letters cost 10; letters that tables and languages confuse (о and а, ш and ч, г and х) cost 5.
// Above `limit` the answer is limit + 1. Tokens of more than 32 bytes are never close.
std::uint32_t token_distance(std::string_view left, std::string_view right, std::uint32_t limit);

// The distance that a token of this length may have from what was meant: none for two letters, two errors from seven.
std::uint32_t allowed_distance(std::size_t length);

}  // namespace arasha::projection

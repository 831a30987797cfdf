// What two descriptions of one person have in common, as texts that are equal or not: names by their consonants in any alphabet
// and order, with the day or the year of birth; and the number of a document (docs/comparison.md). Pure.
//
// Nothing is asked by a name alone: whoever has neither a date of birth nor a document gives no token and is not compared.
#pragma once

#include <string>
#include <vector>

#include "arasha/cards.pb.h"
#include "crypto/hash.h"

namespace arasha::comparison {

// Who begins a run, and who answers. The two make some tokens differently: where one side knows the day of birth and the other
// only the year, they meet; where both know a day and it differs, they do not.
enum class Side { starter, answerer };

// Goes up with every change to what tokens are made of (projection/names.h too): two sides of different versions do not compare.
inline constexpr std::uint32_t kTokensVersion = 1;
inline constexpr std::size_t kMostTokensOfPerson = 14;
// How many points an agreement about one person may bring on average; a person has five or six tokens.
inline constexpr std::uint32_t kTokensForPerson = 8;

// As texts, the surest first; none twice. For tests and for whoever wants to see what is compared.
std::vector<std::string> token_texts(const PersonCard& person, Side side);

// Their hashes. They can be guessed from a name, so they stay in this process as the name does.
using Token = crypto::Hash;
std::vector<Token> tokens_of(const PersonCard& person, Side side);

}  // namespace arasha::comparison

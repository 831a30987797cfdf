// What is wrong with a pack, as sentences that tell its author what to do. A pack without problems can be
// relied upon: every text is there in three languages, every reference leads somewhere, one version of a norm
// is valid on a day, and exactly one rule answers each question of eligibility.
#pragma once

#include <vector>

#include "base/result.h"
#include "pack/read.h"

namespace arasha::pack {

struct Problem {
  Place place;
  Error error;  // for Catalogue::error
};

inline constexpr std::size_t kMostProblems = 100;  // more are not looked for
inline constexpr int kMostNorms = 5000;
inline constexpr int kMostRules = 100;  // of eligibility
inline constexpr int kMostKinds = 30;
inline constexpr std::size_t kLongestText = 2000;  // characters in one language
inline constexpr std::size_t kLongestWord = 300;   // of anything else

// In the order of the author's files where that is known.
std::vector<Problem> check(const Draft& draft);

}  // namespace arasha::pack

// What two sides of a comparison say to one another, as bytes (docs/formats/comparison.md). Pure.
#pragma once

#include "arasha/comparison.pb.h"
#include "base/id.h"

namespace arasha::comparison {

using RunId = Id<struct ComparisonRunTag>;  // chosen at random by whoever begins

inline constexpr std::uint32_t kProtocolVersion = 1;
inline constexpr std::size_t kLongestMessage = 128U << 10U;  // bytes
inline constexpr std::uint32_t kPointsInMessage = 4000;
inline constexpr std::uint32_t kMostPoints = 1U << 18U;      // of one side
inline constexpr std::uint32_t kMostMessages = 3 + 2 * ((kMostPoints + kPointsInMessage - 1) / kPointsInMessage);  // of one side

// So many points are sent for so many tokens: 256, 384, 512, 768, 1024 …, that the number of persons shows only roughly.
std::uint32_t padded(std::uint32_t tokens);
// Most points that may come for so many persons, at least 256.
std::uint32_t points_for(std::uint32_t persons);

// `invalid_input` for what is no message: too long, damaged, with fields that this version does not know, or written in
// another way than the one way in which it is written.
Result<ComparisonMessage> read_message(BytesView bytes);
Bytes write_message(const ComparisonMessage& message);

// For whoever is asked, before she decides: which run it is, and how many points the partner wants to compare.
struct Asked {
  RunId run;
  std::uint32_t points = 0;
};
Result<Asked> asked_by(BytesView first_message);

// The code of the vocabulary "comparison_refusal"; empty for none.
const char* refusal_code(ComparisonRefusal refusal);

}  // namespace arasha::comparison

// A signature drawn on the screen: lines of points on a field of fixed size, nothing else. Pure.
//
// As text: points "x,y" with blanks between, lines with semicolons between: "12,40 13,41;200,30 205,31". That is how it is
// posted and how an entry keeps it; what is shown is made from the numbers, never from the text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace arasha::schema {

inline constexpr int kStrokesWidth = 600;
inline constexpr int kStrokesHeight = 200;
inline constexpr std::size_t kStrokesLines = 64;
inline constexpr std::size_t kStrokesPoints = 1500;    // of all lines together
inline constexpr std::size_t kStrokesText = 12'000;    // characters

struct StrokePoint {
  int x = 0;  // 0 … kStrokesWidth
  int y = 0;  // 0 … kStrokesHeight
};
using Stroke = std::vector<StrokePoint>;

// `invalid_input` for anything else than such lines, for points outside of the field, and for what is no more than a dot;
// `too_large` over the limits.
Result<std::vector<Stroke>> read_strokes(std::string_view text);
std::string to_text(const std::vector<Stroke>& strokes);

}  // namespace arasha::schema

#include "schema/strokes.h"

#include <charconv>
#include <optional>

#include "schema/form_data.h"

namespace arasha::schema {
namespace {

constexpr std::size_t kFewestPoints = 4;

// A number written in one way only: digits, no sign, no zero in front.
std::optional<int> number_in(std::string_view text, int most) {
  if (text.empty() || text.size() > 4 || (text.size() > 1 && text.front() == '0') || text.front() == '-') return std::nullopt;
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value > most) return std::nullopt;
  return value;
}

}  // namespace

Result<std::vector<Stroke>> read_strokes(std::string_view text) {
  const Error broken(ErrorCode::invalid_input, "The signature did not arrive whole. Draw it again.");
  const Error large(ErrorCode::too_large, "This signature has too many lines. Draw it again, more simply.");
  if (text.size() > kStrokesText) return large;
  std::vector<Stroke> out;
  std::size_t points = 0;
  for (const std::string_view line : split(text, ";")) {
    if (out.size() >= kStrokesLines) return large;
    Stroke stroke;
    for (const std::string_view point : split(line, " ")) {
      if (++points > kStrokesPoints) return large;
      const auto comma = point.find(',');
      if (comma == std::string_view::npos) return broken;
      const auto x = number_in(point.substr(0, comma), kStrokesWidth);
      const auto y = number_in(point.substr(comma + 1), kStrokesHeight);
      if (!x || !y) return broken;
      stroke.push_back({*x, *y});
    }
    if (!stroke.empty()) out.push_back(std::move(stroke));
  }
  if (points < kFewestPoints) return Error(ErrorCode::invalid_input, "This is only a dot. Draw the whole signature.");
  return out;
}

std::string to_text(const std::vector<Stroke>& strokes) {
  std::string out;
  for (const Stroke& stroke : strokes) {
    if (!out.empty()) out += ';';
    for (std::size_t i = 0; i < stroke.size(); ++i) out += (i == 0 ? "" : " ") + std::to_string(stroke[i].x) + "," + std::to_string(stroke[i].y);
  }
  return out;
}

}  // namespace arasha::schema

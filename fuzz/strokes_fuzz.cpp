// Signatures: what is understood is written in one way, within its limits, and holds nothing but numbers.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "schema/strokes.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace arasha::schema;
  const auto strokes = read_strokes(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!strokes) return 0;
  const std::string text = to_text(*strokes);
  if (text.find_first_not_of("0123456789,; ") != std::string::npos || text.size() > kStrokesText) std::abort();
  const auto again = read_strokes(text);
  if (!again || to_text(*again) != text) std::abort();
  return 0;
}

#include "base/carried.h"

namespace arasha {

std::string carried(std::string_view en, std::string_view ru, std::string_view kk) {
  const std::string_view other = !en.empty() ? en : !ru.empty() ? ru : kk;
  if (other.empty()) return {};
  std::string out;
  for (const std::string_view words : {en, ru, kk}) {
    out += kCarried;
    out += words.empty() ? other : words;
  }
  return out;
}

std::string_view carried_in(std::string_view text, Language language) {
  if (text.empty() || text.front() != kCarried) return text;
  std::string_view rest = text.substr(1);
  for (int left = static_cast<int>(language); left > 0; --left) {
    const auto next = rest.find(kCarried);
    if (next == std::string_view::npos) return rest;
    rest = rest.substr(next + 1);
  }
  return rest.substr(0, rest.find(kCarried));
}

}  // namespace arasha

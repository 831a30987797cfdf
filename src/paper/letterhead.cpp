#include "paper/letterhead.h"

#include "base/text.h"

namespace arasha::paper {

std::string letterhead_setting(Language language, bool neutral) {
  return std::string(neutral ? "letterhead.neutral." : "letterhead.") + std::string(code(language));
}

Letterhead letterhead_from(std::string_view text) {
  Letterhead out;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line = trim(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (line.empty()) continue;
    if (out.name.empty()) out.name = line;
    else if (out.lines.size() + 1 < kLetterheadLines) out.lines.emplace_back(line);
  }
  return out;
}

}  // namespace arasha::paper

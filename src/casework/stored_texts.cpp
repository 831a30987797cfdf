#include "casework/stored_texts.h"

namespace arasha::casework {

std::optional<StoredText> stored_text(std::string_view line) {
  const auto first = line.find(' ');
  if (first == std::string_view::npos || first == 0) return std::nullopt;
  const auto second = line.find(' ', first + 1);
  if (second == std::string_view::npos || second + 1 >= line.size()) return std::nullopt;
  const auto language = language_from_code(line.substr(first + 1, second - first - 1));
  if (!language) return std::nullopt;
  return StoredText{line.substr(0, first), *language, line.substr(second + 1)};
}

void add_texts(StoredTexts& to, std::string_view code, const pack::Text& text) {
  for (const Language language : kLanguages) {
    const std::string& words = pack::in_language(text, language);
    if (!words.empty()) *to.Add() = std::string(code) + " " + std::string(arasha::code(language)) + " " + words;
  }
}

std::string text_in(const StoredTexts& texts, std::string_view code, Language language) {
  for (const std::string& line : texts) {
    const auto one = stored_text(line);
    if (one && one->code == code && one->language == language) return std::string(one->text);
  }
  return {};
}

}  // namespace arasha::casework

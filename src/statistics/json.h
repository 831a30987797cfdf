// Text as JSON wants it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace arasha::statistics {

std::string json_text(std::string_view text);                          // in quotes; the text must be UTF-8
std::string json_texts(const std::vector<std::string>& texts);         // ["…","…"]

}  // namespace arasha::statistics

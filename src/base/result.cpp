#include "base/result.h"

namespace arasha {

std::string fill(std::string_view sentence, const std::vector<std::string>& arguments) {
  std::string out;
  out.reserve(sentence.size() + 16);
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    const bool placeholder = sentence[i] == '{' && i + 2 < sentence.size() && sentence[i + 2] == '}' &&
                             sentence[i + 1] >= '1' && sentence[i + 1] <= '9';
    if (!placeholder) {
      out += sentence[i];
      continue;
    }
    const auto index = static_cast<std::size_t>(sentence[i + 1] - '1');
    if (index < arguments.size()) out += arguments[index];
    i += 2;
    // A Russian day ends with a full stop of its own, and so may the sentence: one is enough, three are something else.
    if (!out.empty() && out.back() == '.' && sentence.substr(i + 1, 1) == "." && sentence.substr(i + 2, 1) != ".") ++i;
  }
  return out;
}

std::string Error::to_string() const {
  std::string out = fill(text, arguments);
  if (!detail.empty()) out += " [" + detail + "]";
  return out;
}

}  // namespace arasha

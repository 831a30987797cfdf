// Names from outside: whatever bytes come, folding keeps its bounds and an index with that name finds it
// again or has nothing to find.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "projection/name_index.h"
#include "projection/names.h"

namespace {

using namespace arasha::projection;

void expect(bool holds) {
  if (!holds) std::abort();
}

void check_tokens(const std::vector<std::string>& tokens) {
  expect(tokens.size() <= 32);
  for (const std::string& token : tokens) {
    expect(!token.empty() && token.size() <= 33);
    for (const char c : token) {
      const bool is_letter = (c >= 'a' && c <= 'z') || c == 'C' || c == 'J' || c == 'S' || c == '+';
      expect(is_letter || (c >= '0' && c <= '9'));
    }
    static_cast<void>(guess_patronymic(token));
    static_cast<void>(number_after_series(token));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::vector<std::string> tokens = fold_name(text);
  check_tokens(tokens);
  check_tokens(fold_name_to_store(text));
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    expect(token_distance(tokens[i - 1], tokens[i], 30) == token_distance(tokens[i], tokens[i - 1], 30));
  }
  NameIndex index;
  index.add(1, std::vector<std::string>{"Петров Сергей Иванович", "+7 701 234 56 78"});
  index.add(2, std::vector<std::string>{text});
  expect(index.size() == (tokens.empty() ? 1U : 2U));
  for (const auto& found : index.search(text, 10))
    expect(found.score >= NameIndex::kWorthShowing && found.score <= 1.001F);
  index.remove(2);
  for (const auto& found : index.search(text, 10)) expect(found.id == 1);
  return 0;
}

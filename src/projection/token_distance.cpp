// Damerau-Levenshtein (swaps of neighbours included) with weights: what transliteration does costs less than a slip.
#include <algorithm>
#include <array>
#include <cstdlib>

#include "projection/names.h"

namespace arasha::projection {
namespace {

constexpr std::uint8_t kSlip = 10;
constexpr std::uint8_t kOther = 8;     // vowels that one table may write for another, seldom
constexpr std::uint8_t kConfused = 5;  // letters that tables and languages exchange all the time
constexpr std::size_t kLongest = 32;

struct Confusion {
  char left;
  char right;
  std::uint8_t cost;
};

constexpr Confusion kConfusions[] = {
    {'a', 'o', kConfused},  // Uzbek o is Russian а: Olim, Алим
    {'a', 'e', kConfused},  // ә: Әсел, Есел
    {'e', 'i', kConfused}, {'e', 'o', kConfused}, {'o', 'u', kConfused}, {'i', 'u', kConfused},
    {'a', 'i', kOther},    {'a', 'u', kOther},    {'e', 'u', kOther},    {'i', 'o', kOther},
    {'J', 'i', kConfused},                        // j read as ж or as й
    {'g', 'h', kConfused}, {'k', 'h', kConfused}, {'g', 'k', kConfused},  // Ганна, Hanna; Қожа, Khoja
    {'C', 'S', kConfused},                        // Шолпан, Чолпон
    {'s', 'S', kConfused}, {'s', 'z', kConfused}, {'s', 'c', kConfused}, {'k', 'c', kConfused}, {'C', 'c', kConfused},
    {'J', 'z', kConfused},                        // zh and z
    {'u', 'v', kConfused},                        // Даулет, Davlat
    {'t', 'd', kConfused},                        // Ахмет, Ахмед
    {'f', 'p', kConfused},                        // Фатима, Патима
    {'b', 'p', kOther},
};

using Costs = std::array<std::array<std::uint8_t, 128>, 128>;

constexpr Costs make_costs() {
  Costs costs{};
  for (std::size_t i = 0; i < 128; ++i) {
    for (std::size_t j = 0; j < 128; ++j) costs[i][j] = i == j ? 0 : kSlip;
  }
  for (const Confusion& pair : kConfusions) {
    costs[static_cast<std::size_t>(pair.left)][static_cast<std::size_t>(pair.right)] = pair.cost;
    costs[static_cast<std::size_t>(pair.right)][static_cast<std::size_t>(pair.left)] = pair.cost;
  }
  return costs;
}
constexpr Costs kCosts = make_costs();

// One more or one less: i and h come and go (Людмила, Ludmila; Әлия, Alia; Рахим, Raim), so does the last a.
constexpr std::uint32_t gap(char c, bool at_end) {
  return c == 'i' || c == 'h' || (at_end && c == 'a') ? kConfused : kSlip;
}

}  // namespace

std::uint32_t allowed_distance(std::size_t length) {
  if (length <= 2) return 0;
  if (length == 3) return 5;
  if (length == 4) return 10;
  return length <= 6 ? 15 : 20;
}

std::uint32_t token_distance(std::string_view left, std::string_view right, std::uint32_t limit) {
  const std::size_t rows = left.size();
  const std::size_t columns = right.size();
  const std::size_t band = limit / kConfused;  // every gap costs at least that
  if (rows > kLongest || columns > kLongest || rows > columns + band || columns > rows + band) return limit + 1;

  std::array<std::array<std::uint32_t, kLongest + 1>, 3> row;
  for (auto& cells : row) cells.fill(limit + 1);
  row[0][0] = 0;
  for (std::size_t j = 1; j <= columns; ++j) row[0][j] = row[0][j - 1] + gap(right[j - 1], j == columns);
  std::uint32_t last_least = 0;
  for (std::size_t i = 1; i <= rows; ++i) {
    auto& now = row[i % 3];
    const auto& before = row[(i + 2) % 3];
    const auto& two_before = row[(i + 1) % 3];
    const char a = left[i - 1];
    const std::uint32_t drop = gap(a, i == rows);
    const std::size_t from = i > band ? i - band : 0;
    const std::size_t to = std::min(columns, i + band);
    std::uint32_t least = limit + 1;
    if (from == 0) {
      now[0] = before[0] + drop;
      least = now[0];
    } else {
      now[from - 1] = limit + 1;
    }
    for (std::size_t j = std::max<std::size_t>(from, 1); j <= to; ++j) {
      const char b = right[j - 1];
      std::uint32_t cost = before[j - 1] + kCosts[static_cast<std::uint8_t>(a) & 127U][static_cast<std::uint8_t>(b) & 127U];
      cost = std::min(cost, now[j - 1] + gap(b, j == columns));
      if (j < i + band) cost = std::min(cost, before[j] + drop);
      if (i > 1 && j > 1 && a == right[j - 2] && left[i - 2] == b) cost = std::min(cost, two_before[j - 2] + kSlip);
      now[j] = cost;
      least = std::min(least, cost);
    }
    if (to < columns) now[to + 1] = limit + 1;
    if (least > limit && last_least > limit) return limit + 1;
    last_least = least;
  }
  return std::min(row[rows % 3][columns], limit + 1);
}

}  // namespace arasha::projection

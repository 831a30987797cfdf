// Names for example people: Kazakh, Kyrgyz, Russian, Uzbek and Tajik, in Cyrillic and in Latin letters
// (assets/demo/names.tsv, compiled into the program). Put together by chance: nobody is meant.
#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace arasha::app {

struct DemoName {
  std::string family, given, patronymic;
  std::string latin_family, latin_given;  // as a passport writes them
};

// `language` is kk, ky, ru, uz or tg.
DemoName demo_name(std::string_view language, bool woman, std::mt19937& random);

// One of a list. Not std::uniform_int_distribution: the same seed must make the same cases with every library.
inline std::size_t pick_index(std::mt19937& random, std::size_t count) { return static_cast<std::size_t>(random()) % count; }
inline int number_between(std::mt19937& random, int from, int to) {
  return from + static_cast<int>(random() % static_cast<unsigned>(to - from + 1));
}
template <class List>
const auto& pick(std::mt19937& random, const List& list) {
  return list[pick_index(random, std::size(list))];
}
inline bool chance(std::mt19937& random, unsigned percent) { return random() % 100 < percent; }

}  // namespace arasha::app

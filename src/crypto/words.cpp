#include "crypto/words.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/check.h"

namespace arasha::crypto {
namespace {

constexpr std::string_view kFirst = "bdfgjklmnprstv";
constexpr std::string_view kSecond = "bdklmnrstv";
constexpr std::string_view kVowels = "aiou";
constexpr std::size_t kCount = 2048;

// Rude, cruel or frightening in one of the languages of those who will read them aloud.
constexpr std::string_view kLeftOut[] = {
    "baba", "babi", "babo", "babu", "bida", "bidu", "bita", "biti", "bito", "bitu", "bobi", "bobo", "boka",
    "boki", "boko", "boku", "boli", "bubi", "buli", "didi", "diki", "diko", "dodo", "dula", "dura", "duri",
    "duro", "duru", "dusi", "faka", "faki", "fako", "faku", "fata", "fati", "fato", "foda", "fodi", "fuka",
    "fuki", "fuko", "fuku", "futa", "futi", "gada", "gadi", "gola", "goli", "golo", "gori", "gubi", "jida",
    "jidi", "jido", "jidu", "juda", "kaka", "kaki", "kako", "kaku", "kala", "kara", "koka", "koki", "koko",
    "koku", "koma", "kota", "koti", "koto", "kotu", "kuna", "kuni", "kuta", "kuti", "kuto", "kutu", "loko",
    "loli", "mori", "moru", "muda", "mudi", "mudo", "mudu", "muka", "muki", "nasi", "nuda", "nudi", "nudo",
    "pida", "pidi", "pido", "pisa", "pisi", "pisu", "pubi", "puka", "puki", "puko", "puku", "pula", "puli",
    "pusi", "puta", "puti", "puto", "raba", "rabi", "rabo", "rabu", "raka", "raki", "raku", "rana", "rodi",
    "sado", "sida", "sika", "siki", "siko", "siku", "sisa", "sisi", "sosa", "sosi", "soso", "sosu", "sudi",
    "suka", "suki", "suko", "suku", "tita", "titi", "vina"};

struct Words {
  std::array<char, kCount * 4> letters{};
  std::size_t count = 0;
};

bool is_left_out(std::string_view word) {
  return std::binary_search(std::begin(kLeftOut), std::end(kLeftOut), word);
}

Words make() {
  CHECK(std::is_sorted(std::begin(kLeftOut), std::end(kLeftOut)));
  Words out;
  for (const char a : kFirst) {
    for (const char b : kVowels) {
      for (const char c : kSecond) {
        for (const char d : kVowels) {
          const std::array<char, 4> word{a, b, c, d};
          if (out.count == kCount || is_left_out({word.data(), word.size()})) continue;
          std::copy(word.begin(), word.end(),
                    out.letters.begin() + static_cast<std::ptrdiff_t>(out.count * 4));
          ++out.count;
        }
      }
    }
  }
  CHECK(out.count == kCount);
  return out;
}

}  // namespace

std::string_view word(std::uint32_t number) {
  static const Words words = make();
  CHECK(number < kCount);
  return {&words.letters[number * std::size_t{4}], 4};
}

}  // namespace arasha::crypto

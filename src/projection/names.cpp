#include "projection/names.h"

#include <algorithm>
#include <array>
#include <optional>

#include "projection/romanise.h"

namespace arasha::projection {
namespace {

constexpr std::size_t kMaxTokens = 32;
constexpr std::size_t kMaxLength = 32;

struct Rule {
  std::string_view from;
  std::string_view to;
};

// What Latin spellings of one sound have in common. Sorted by first letter, then longest first: the first that fits
// wins. From: ICAO 9303, the passport rules of 1997 and 2000, GOST R 7.0.34, BGN/PCGN, ALA-LC, Kazakh Latin of 2018 and
// 2021, Uzbek Latin of 1995, Turkish and German habits, and plain practice.
constexpr Rule kRules[] = {
    {"alex", "aleks"},                                         // x is ks in a few names, kh in most
    {"ck", "k"},   {"ch", "C"},   {"cz", "C"},                 //
    {"ca", "ka"},  {"cl", "kl"},  {"cr", "kr"}, {"ct", "kt"},  // Catherine, Clara, Victor; other c is ts (GOST)
    {"dzh", "J"},  {"dj", "J"},                                // Dzhamshed, Djamila
    {"felix", "feliks"},                                       //
    {"gh", "g"},                                               //
    {"kh", "h"},                                               //
    {"maxim", "maksim"},                                       //
    {"ng", "n"},                                               // ң: Мұңайтпас
    {"oxan", "oksan"}, {"ou", "u"},                            //
    {"ph", "f"},                                               //
    {"q", "k"},                                                //
    {"roxan", "roksan"},                                       //
    {"shch", "S"}, {"sch", "S"},  {"shh", "S"}, {"sh", "S"},   //
    {"tsch", "C"}, {"tch", "C"},  {"ts", "c"},  {"tz", "c"},  {"tj", "ti"},  // Tatjana
    {"w", "v"},                                                //
    {"xeni", "kseni"}, {"x", "h"},                             // Uzbek, GOST
    {"y", "i"},                                                // ы, й, и, і are one letter
    {"zh", "J"},                                               //
};

constexpr std::array<std::uint8_t, 27> index_rules() {
  std::array<std::uint8_t, 27> first{};
  std::uint8_t at = 0;
  for (std::size_t letter = 0; letter < 27; ++letter) {
    while (at < std::size(kRules) && static_cast<std::size_t>(kRules[at].from.front() - 'a') < letter) ++at;
    first[letter] = at;
  }
  return first;
}
constexpr auto kFirstRule = index_rules();

const Rule* rule_at(std::string_view rest) {
  if (rest.front() < 'a' || rest.front() > 'z') return nullptr;
  const auto letter = static_cast<std::size_t>(rest.front() - 'a');
  for (std::size_t i = kFirstRule[letter]; i < kFirstRule[letter + 1]; ++i) {
    if (rest.starts_with(kRules[i].from)) return &kRules[i];
  }
  return nullptr;
}

constexpr bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'; }

// j is й between a vowel and a consonant or the end (Sergej, Ajgul) and after i (Marija), otherwise ж (Janna, Erjan).
char read_j(std::string_view word, std::size_t at) {
  const char before = at > 0 ? word[at - 1] : ' ';
  const char after = at + 1 < word.size() ? word[at + 1] : ' ';
  const bool is_short_i = before == 'i' || before == 'y' || (is_vowel(before) && !is_vowel(after));
  return is_short_i || (before == 'l' && after == 'u') ? 'i' : 'J';
}

// First pass: sounds. Apostrophes end here, after they have kept s'h from being sh.
std::string read_sounds(std::string_view word) {
  std::string out;
  for (std::size_t i = 0; i < word.size() && out.size() < 2 * kMaxLength;) {
    if (word[i] == '\'') {
      ++i;
    } else if (word.size() - i == 2 && i > 0 && word.substr(i) == "ff") {
      out += 'v';  // Ivanoff
      break;
    } else if (const Rule* rule = rule_at(word.substr(i))) {
      out += rule->to;
      i += rule->from.size();
    } else {
      out += word[i] == 'j' ? read_j(word, i) : word[i];
      ++i;
    }
  }
  return out;
}

// Second pass: letters that some tables write and others do not. Doubled letters are one; ye, ie, yo, io and ё are e,
// because Семёнов, Семенов, Semyonov and Semenov are one name; h at the end of Abdullah goes.
std::string merge_letters(std::string_view sounds) {
  std::string out;
  for (std::size_t i = 0; i < sounds.size() && out.size() < kMaxLength; ++i) {
    char c = sounds[i];
    if ((c == 'e' || c == 'o') && !out.empty() && out.back() == 'i') {
      out.pop_back();
      c = 'e';
    }
    if (out.empty() || out.back() != c) out += c;
  }
  if (out.size() > 4 && out.ends_with("ah")) out.pop_back();
  return out;
}

// A surname has the form of a man: Ахметова and Ахметов, Ковальская and Ковальский are one family.
void drop_surname_gender(std::string& token) {
  if (token.size() >= 6 && (token.ends_with("ova") || token.ends_with("eva"))) token.pop_back();
  if (token.size() >= 7 && (token.ends_with("skaia") || token.ends_with("ckaia"))) {
    token.replace(token.size() - 3, 3, "i");
  }
}

struct Ending {
  std::string_view text;
  std::size_t shortest_stem;
};

// Longest first. They are spelled as tokens are: -ұлы is "uli", уулу "ulu", o'g'li "ogli".
constexpr Ending kEndings[] = {
    {"iniCna", 2}, {"oviC", 2}, {"eviC", 2}, {"ovna", 2}, {"evna", 2}, {"iCna", 3}, {"kizi", 2}, {"gizi", 2}, {"ogli", 2},
    {"oglu", 2},   {"ugli", 2}, {"uglu", 2}, {"zoda", 3}, {"zade", 3}, {"uli", 3},  {"ulu", 3},
};

// The patronymics of a man that end in -ич alone; Кубаныч is a given name.
constexpr std::string_view kShortPatronymics[] = {"iliC", "lukiC", "kuzmiC", "fomiC", "nikitiC", "saviC", "fokiC"};

// Given names that end like patronymics: Айсұлу, Гүлі, Шаҳзода.
constexpr std::string_view kNotPatronymics[] = {"sulu", "guli", "Sahzoda", "Sohzoda"};

std::string strip_patronymic(std::string_view token) {
  for (const std::string_view name : kNotPatronymics) {
    if (token.ends_with(name)) return {};
  }
  for (const std::string_view name : kShortPatronymics) {
    if (token == name) return std::string(token.substr(0, token.size() - 2)) + '+';
  }
  for (const Ending& ending : kEndings) {
    if (token.size() >= ending.text.size() + ending.shortest_stem && token.ends_with(ending.text)) {
      return std::string(token.substr(0, token.size() - ending.text.size())) + '+';
    }
  }
  return {};
}

// "Нурлан кызы", "Асан уулу", "Karim o'g'li": the ending stands alone and belongs to the word before it.
bool is_lone_ending(std::string_view token) {
  constexpr std::string_view kLone[] = {"uli", "ulu", "ul", "kizi", "gizi", "ogli", "oglu", "ugli", "uglu", "zoda", "zade"};
  return std::find(std::begin(kLone), std::end(kLone), token) != std::end(kLone);
}

// The digits of a code after a series of letters: N1234567, AN 1234567.
constexpr std::size_t kShortestNumber = 5;

bool is_digits(std::string_view token) {
  return std::all_of(token.begin(), token.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Groups of a telephone number are one code; two long numbers side by side stay two.
bool continues_number(std::string_view before, std::string_view token) {
  return is_digits(before) && is_digits(token) && before.size() + token.size() <= 12 &&
         (before.size() < 6 || token.size() < 6);
}

void add_word(std::vector<std::string>& tokens, std::string_view word) {
  if (is_code(word)) {
    std::string code;
    std::copy_if(word.begin(), word.end(), std::back_inserter(code), [](char c) { return c != '\''; });
    if (!tokens.empty() && continues_number(tokens.back(), code)) {
      tokens.back() += code;
    } else {
      tokens.push_back(code.substr(0, kMaxLength));
    }
    return;
  }
  std::string token = merge_letters(read_sounds(word));
  if (token.empty()) return;
  if (!tokens.empty() && is_lone_ending(token) && !is_code(tokens.back()) && tokens.back().size() > 1) {
    if (!is_patronymic(tokens.back())) tokens.back() += '+';
    return;
  }
  if (std::string patronymic = strip_patronymic(token); !patronymic.empty()) {
    token = std::move(patronymic);
  } else {
    drop_surname_gender(token);
  }
  tokens.push_back(std::move(token));
}

std::vector<std::string> fold(std::string_view text, bool keep_compounds) {
  const std::string latin = romanise(text);
  std::vector<std::string> tokens;
  for (std::size_t at = 0; at < latin.size() && tokens.size() < kMaxTokens;) {
    const std::size_t blank = std::min(latin.find(' ', at), latin.size());
    const std::string_view group = std::string_view(latin).substr(at, blank - at);
    std::string whole;
    for (std::size_t in = 0; in < group.size() && tokens.size() < kMaxTokens;) {
      const std::size_t hyphen = std::min(group.find('-', in), group.size());
      add_word(tokens, group.substr(in, hyphen - in));
      whole += group.substr(in, hyphen - in);
      in = hyphen + 1;
    }
    const bool is_compound = group.find('-') < group.size() - 1 && !is_code(group);
    if (keep_compounds && is_compound && tokens.size() < kMaxTokens) add_word(tokens, whole);
    if (keep_compounds && !tokens.empty() && tokens.size() < kMaxTokens) {
      if (std::string number = number_after_series(tokens.back()); !number.empty()) tokens.push_back(std::move(number));
    }
    at = blank + 1;
  }
  return tokens;
}

}  // namespace

std::vector<std::string> fold_name(std::string_view text) { return fold(text, false); }
std::vector<std::string> fold_name_to_store(std::string_view text) { return fold(text, true); }

std::string skeleton(std::string_view token) {
  std::string out;
  for (const char c : token) {
    if (!is_vowel(c)) out += c;
  }
  if (out.size() < 2) return std::string(token);
  return is_vowel(token.front()) ? "a" + out : out;
}

bool is_code(std::string_view token) {
  return std::any_of(token.begin(), token.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string number_after_series(std::string_view code) {
  const std::size_t first = std::min(code.find_first_of("0123456789"), code.size());
  const std::string_view number = code.substr(first);
  return first > 0 && number.size() >= kShortestNumber && is_digits(number) ? std::string(number) : std::string();
}

std::string guess_patronymic(std::string_view token) {
  if (token.size() < 7 || is_patronymic(token) || is_code(token)) return {};
  for (const Ending& ending : kEndings) {
    if (ending.text.size() != 4) continue;
    for (const std::size_t length : {std::size_t{4}, std::size_t{3}, std::size_t{5}}) {
      if (token_distance(token.substr(token.size() - length), ending.text, 10) <= 10) {
        return std::string(token.substr(0, token.size() - length)) + '+';
      }
    }
  }
  return {};
}

}  // namespace arasha::projection

#include "casework/clues/keys.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "projection/codes.h"
#include "projection/names.h"
#include "projection/romanise.h"

namespace arasha::casework {
namespace {

constexpr std::string_view kAny = "*";        // found by whoever does not know more
constexpr std::string_view kUnknown = "-";    // found by whoever knows more than this one
constexpr std::size_t kMostKeys = 6;
constexpr std::size_t kMostWords = 4;
constexpr std::size_t kShortestHandle = 4;
constexpr std::size_t kShortestPlate = 4;
constexpr std::size_t kCompanyDigits = 8;
constexpr std::size_t kAccountSigns = 8;      // of a bank account: its end

bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

// Words that say what something is, in Russian, Kazakh and English, as fold_name spells them.
bool says_nothing(std::string_view token) {
  static const std::vector<std::string> words = [] {
    std::vector<std::string> out;
    for (const char* text : {"улица ул проспект пр просп переулок пер дом д квартира кв город г область обл район р-н село с посёлок пос микрорайон мкр офис этаж",
                             "көшесі көше даңғылы үй пәтер қаласы қала облысы ауданы ауылы ауыл шағын",
                             "street str avenue ave road rd house apartment apt flat city town region district village floor office",
                             "тоо ип ао ооо кх чп фирма компания бригада кафе бар ресторан сауна баня гостиница отель хостел клуб ферма хозяйство стройка магазин рынок цех завод карьер",
                             "жшс жк шаруа қожалығы дүкен базар қонақ", "llp llc ltd cafe restaurant hotel hostel club farm shop market company"}) {
      // One by one: "ул" behind another word would be taken for the end of a patronymic.
      for (std::string_view rest = text; !rest.empty();) {
        const std::size_t blank = std::min(rest.find(' '), rest.size());
        for (std::string& one : projection::fold_name(rest.substr(0, blank))) out.push_back(std::move(one));
        rest.remove_prefix(std::min(blank + 1, rest.size()));
      }
    }
    return out;
  }();
  return std::find(words.begin(), words.end(), token) != words.end();
}

std::string pair_of(const std::string& a, const std::string& b) { return std::min(a, b) + "|" + std::max(a, b); }

std::vector<std::string> pairs_of(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  if (words.size() > kMostWords) words.resize(kMostWords);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (std::size_t j = i + 1; j < words.size(); ++j) out.push_back(pair_of(words[i], words[j]));
  }
  return out;
}

// A patronymic helps nobody: it is left out as often as it is written.
void add_person(const ClueText& clue, std::vector<ClueKey>& out) {
  std::vector<std::string> words;
  for (const std::string& token : projection::fold_name(clue.value)) {
    if (!projection::is_patronymic(token) && !projection::is_code(token) && token.size() > 1) words.push_back(projection::skeleton(token));
  }
  int year = 0;
  std::from_chars(clue.birth_year.data(), clue.birth_year.data() + clue.birth_year.size(), year);
  const bool known = year > 0;
  const std::string more = known ? std::to_string(year) : std::string();
  std::vector<std::string> near;
  if (known) near = {std::to_string(year - 1), more, std::to_string(year + 1)};
  for (const std::string& pair : pairs_of(words)) out.push_back({"person " + pair, more, near});
}

// Without its case: Абай, Абая; Алматы. What fold_name takes for a patronymic ("Алматы, ул.") is none.
std::string place_word(std::string token) {
  if (projection::is_patronymic(token)) token.pop_back();
  while (token.size() > 2 && is_vowel(token.back())) token.pop_back();
  return token;
}

std::string town_of(std::string_view town) {
  std::string out;
  for (const std::string& token : projection::fold_name(town)) {
    if (!says_nothing(token)) out += (out.empty() ? "" : " ") + place_word(token);
  }
  return out;
}

std::string first_number(std::string_view text) {
  const std::size_t at = std::min(text.find_first_of("0123456789"), text.size());
  return std::string(text.substr(at, std::min(text.find_first_not_of("0123456789", at), text.size()) - at));
}

// A street and a house; and the town, where it has a field of its own or stands in front.
void add_place(const ClueText& clue, std::vector<ClueKey>& out) {
  std::vector<std::string> words;
  const std::string house = first_number(clue.value);
  for (const std::string& token : projection::fold_name(clue.value)) {
    if (!projection::is_code(token) && token.size() > 2 && !says_nothing(token)) words.push_back(place_word(token));
  }
  if (house.empty()) return;
  const std::string town = town_of(clue.town);
  if (!town.empty()) {
    if (words.size() > 2) words.resize(2);
    for (const std::string& word : words) out.push_back({"place " + pair_of(word, town) + "|" + house, {}, {}});
    return;
  }
  for (const std::string& pair : pairs_of(words)) out.push_back({"place " + pair + "|" + house, {}, {}});
}

void add_business(const ClueText& clue, std::vector<ClueKey>& out) {
  std::vector<std::string> words;
  for (const std::string& token : projection::fold_name(clue.value)) {
    if (!says_nothing(token)) words.push_back(projection::is_code(token) ? token : projection::skeleton(token));
  }
  std::sort(words.begin(), words.end());
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  if (text.size() < 3) return;
  const std::string town = town_of(clue.town);
  out.push_back({"business " + text, town, town.empty() ? std::vector<std::string>() : std::vector{town}});
}

void add_phones(const ClueText& clue, std::vector<ClueKey>& out) {
  for (const std::string& phone : projection::read_phones(clue.value)) out.push_back({"telephone " + projection::phone_key(phone), {}, {}});
}

// As the letters look and as they sound, for people type both.
void add_plate(const ClueText& clue, std::vector<ClueKey>& out) {
  const projection::DocumentNumber plate = projection::read_document(clue.value);
  if (plate.by_look.size() < kShortestPlate || plate.digits.size() < 2) return;
  out.push_back({"vehicle " + plate.by_look, {}, {}});
  if (plate.by_sound != plate.by_look) out.push_back({"vehicle " + plate.by_sound, {}, {}});
}

// The name in the address: instagram.com/Name?x, @name, name@mail.kz.
void add_account(const ClueText& clue, std::vector<ClueKey>& out) {
  std::string text = fold_case(clue.value);
  std::erase_if(text, [](char c) { return c == ' ' || c == '\t' || c == '\n'; });
  text = text.substr(0, text.find_first_of("?#"));
  while (text.ends_with('/')) text.pop_back();
  if (const auto slash = text.rfind('/'); slash != std::string::npos) text.erase(0, slash + 1);
  while (text.starts_with('@')) text.erase(0, 1);
  const bool only_digits = std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || c == '+'; });
  if (only_digits && text.size() > kCompanyDigits) return add_phones({clue.kind, text, {}, {}}, out);  // wa.me/77015554433
  if (text.size() >= kShortestHandle) out.push_back({"account " + text, {}, {}});
}

void add_bank(const ClueText& clue, std::vector<ClueKey>& out) {
  const std::string signs = projection::read_document(clue.value).by_look;
  if (signs.size() >= kAccountSigns) out.push_back({"bank " + signs.substr(signs.size() - kAccountSigns), {}, {}});
}

void add_company(const ClueText& clue, std::vector<ClueKey>& out) {
  const std::string digits = projection::read_document(clue.value).digits;
  if (digits.size() >= kCompanyDigits) out.push_back({"company " + digits, {}, {}});
}

bool meet(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& one) { return std::find(b.begin(), b.end(), one) != b.end(); });
}

}  // namespace

std::vector<std::string> ClueKey::shows() const { return {std::string(kAny), more.empty() ? std::string(kUnknown) : more}; }

std::vector<std::string> ClueKey::seeks() const {
  if (more.empty()) return {std::string(kAny)};
  std::vector<std::string> out = near;
  out.emplace_back(kUnknown);
  return out;
}

std::vector<ClueKey> clue_keys(const ClueText& clue) {
  std::vector<ClueKey> out;
  if (!is_utf8(clue.value) || !is_utf8(clue.town)) return out;
  if (clue.kind == "person") add_person(clue, out);
  if (clue.kind == "place") add_place(clue, out);
  if (clue.kind == "business") add_business(clue, out);
  if (clue.kind == "telephone") add_phones(clue, out);
  if (clue.kind == "vehicle") add_plate(clue, out);
  if (clue.kind == "account") add_account(clue, out);
  if (clue.kind == "bank") add_bank(clue, out);
  if (clue.kind == "company") add_company(clue, out);
  std::vector<ClueKey> once;
  for (ClueKey& key : out) {
    if (std::find(once.begin(), once.end(), key) == once.end() && once.size() < kMostKeys) once.push_back(std::move(key));
  }
  return once;
}

bool agree(const ClueText& left, const ClueText& right) {
  const auto theirs = clue_keys(right);
  for (const ClueKey& mine : clue_keys(left)) {
    for (const ClueKey& other : theirs) {
      if (mine.text == other.text && meet(mine.seeks(), other.shows())) return true;
    }
  }
  return false;
}

}  // namespace arasha::casework

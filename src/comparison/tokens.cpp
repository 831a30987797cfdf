#include "comparison/tokens.h"

#include <algorithm>

#include "base/time.h"
#include "projection/codes.h"
#include "projection/names.h"

namespace arasha::comparison {
namespace {

constexpr int kMostNames = 4;
constexpr std::size_t kMostWords = 4;
constexpr std::size_t kShortestWord = 3;  // consonants, to say something without another word
constexpr std::size_t kFewestDigits = 6;  // of a document

// One name, taken apart.
struct Name {
  std::vector<std::string> words;  // by their consonants, sorted, none twice
  std::string father;              // of the patronymic, by its consonants
};

Name read_name(std::string_view text) {
  Name out;
  for (const std::string& token : projection::fold_name(text)) {
    if (projection::is_code(token) || token.size() < 2) continue;
    if (projection::is_patronymic(token)) out.father = projection::skeleton(token);
    else out.words.push_back(projection::skeleton(token));
  }
  std::sort(out.words.begin(), out.words.end());
  out.words.erase(std::unique(out.words.begin(), out.words.end()), out.words.end());
  if (out.words.size() > kMostWords) out.words.resize(kMostWords);
  return out;
}

struct Birth {
  std::string day;     // with day and month in order of size: swapped ones are one
  std::string in_year; // the same without the year
  std::string year;
  bool is_exact = false;  // no 1 January, which stands for "the day is not known"
};

Birth read_birth(const std::string& text) {
  const auto date = date_from_iso(text);
  if (!date) return {};
  const std::string iso = to_iso(*date);
  const std::string month = iso.substr(5, 2);
  const std::string day = iso.substr(8, 2);
  Birth out;
  out.year = iso.substr(0, 4);
  out.in_year = std::min(month, day) + std::max(month, day);
  out.day = out.year + out.in_year;
  out.is_exact = out.in_year != "0101";
  return out;
}

class Texts {
 public:
  void add(std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const std::string_view part : parts) text.append(text.empty() ? "" : " ").append(part);
    if (out_.size() < kMostTokensOfPerson && std::find(out_.begin(), out_.end(), text) == out_.end()) out_.push_back(std::move(text));
  }
  std::vector<std::string> take() { return std::move(out_); }

 private:
  std::vector<std::string> out_;
};

template <class F>
void each_pair(const std::vector<std::string>& words, F&& f) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (std::size_t j = i + 1; j < words.size(); ++j) f(words[i], words[j]);
  }
}

}  // namespace

std::vector<std::string> token_texts(const PersonCard& person, Side side) {
  Texts out;
  const std::string document = projection::document_key(person.document_number());
  if (document.size() >= kFewestDigits) out.add({"document", document});
  const Birth birth = read_birth(person.birth_date());
  if (birth.year.empty()) return out.take();

  std::vector<Name> names;
  for (int i = 0; i < std::min(kMostNames, person.names_size()); ++i) names.push_back(read_name(person.names(i)));
  // One word of the name and the day: a slip in the other word does no harm. A short one is many people's.
  for (const Name& name : names) {
    for (const std::string& word : name.words) {
      if (word.size() >= kShortestWord) out.add({"day", word, birth.day});
    }
  }
  for (const Name& name : names) {
    each_pair(name.words, [&](const std::string& a, const std::string& b) {
      if (std::min(a.size(), b.size()) < kShortestWord) out.add({"day", a, b, birth.day});
    });
  }
  // The year alone says little: two words then, and either the father's name too, or one of the two sides knows no day.
  const char* const year = (side == Side::starter) == birth.is_exact ? "year" : "year-alone";
  for (const Name& name : names) {
    each_pair(name.words, [&](const std::string& a, const std::string& b) { out.add({year, a, b, birth.year}); });
  }
  for (const Name& name : names) {
    if (name.father.empty()) continue;
    each_pair(name.words, [&](const std::string& a, const std::string& b) {
      out.add({"father", a, b, name.father, birth.year});
      if (birth.is_exact) out.add({"month", a, b, name.father, birth.in_year});
    });
  }
  return out.take();
}

std::vector<Token> tokens_of(const PersonCard& person, Side side) {
  std::vector<Token> out;
  for (std::string& text : token_texts(person, side)) {
    out.push_back(crypto::fingerprint("arasha/comparison-token/v1", {view(text)}));
    crypto::wipe(text);
  }
  return out;
}

}  // namespace arasha::comparison

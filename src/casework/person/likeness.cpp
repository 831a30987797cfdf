#include "casework/person/likeness.h"

#include <algorithm>

#include "base/catalogue.h"
#include "base/text.h"
#include "base/time.h"
#include "projection/codes.h"
#include "projection/names.h"

namespace arasha::casework {
namespace {

using projection::NameIndex;
using projection::PersonSought;

// What each agreement and each difference weighs. A document or a telephone is enough to ask, a full name is, a similar
// name with a date of birth is; a date alone, or one frequent given name, is not.
constexpr int kDocument = 90;
constexpr int kNearDocument = 25;
constexpr int kPhone = 45;
constexpr int kFullName = 85;      // of three words or more on both sides
constexpr int kSameName = 50;
constexpr int kSoundingName = 45;
constexpr int kSimilarName = 30;
constexpr int kNameInCommon = 15;  // one of two words
constexpr int kBirth = 35;
constexpr int kSwappedBirth = 30;
constexpr int kSlipInBirth = 25;
constexpr int kYearOfBirth = 10;   // where one of the two is a 1 January: the day was not known
constexpr int kOtherBirth = -40;
constexpr int kOtherSex = -20;
constexpr int kDocumentAtLeast = 50;  // whatever speaks against it: papers are forged and borrowed, somebody has to look

constexpr float kSame = 0.97F;
constexpr float kSimilar = 0.7F;
constexpr float kOneWord = 0.8F;  // at most: many have one given name

std::size_t words_of(const std::string& name) { return projection::fold_name(name).size(); }

std::size_t most_words(const auto& names) {
  std::size_t out = 0;
  for (const std::string& name : names) out = std::max(out, words_of(name));
  return out;
}

bool is_cyrillic(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0xd0 || byte == 0xd1 || byte == 0xd2 || byte == 0xd3;
  });
}

// One is Cyrillic throughout, the other not at all.
bool in_other_alphabet(const auto& left, const auto& right) {
  if (left.empty() || right.empty()) return false;
  const bool all_left = std::all_of(left.begin(), left.end(), is_cyrillic);
  const bool any_left = std::any_of(left.begin(), left.end(), is_cyrillic);
  const bool all_right = std::all_of(right.begin(), right.end(), is_cyrillic);
  const bool any_right = std::any_of(right.begin(), right.end(), is_cyrillic);
  return (all_left && !any_right) || (all_right && !any_left);
}

class Weighing {
 public:
  void add(int weight, Reason reason) {
    out_.score += weight;
    out_.reasons.push_back(reason);
  }
  void add(int weight) { out_.score += weight; }
  bool has(Reason reason) const { return std::find(out_.reasons.begin(), out_.reasons.end(), reason) != out_.reasons.end(); }
  Likeness take() { return std::move(out_); }

 private:
  Likeness out_;
};

void weigh_name(const PersonSought& sought, const PersonCard& known, float name, Weighing& out) {
  const std::size_t asked = most_words(sought.names);
  const std::size_t there = most_words(known.names());
  if (asked == 1 && there != 1) name = std::min(name, kOneWord);
  const bool other_alphabet = in_other_alphabet(sought.names, known.names());
  if (name >= kSame) {
    out.add(asked >= 3 && there >= 3 ? kFullName : kSameName, Reason::same_name);
  } else if (name >= NameIndex::kSameName) {
    out.add(kSoundingName, Reason::sounding_name);
  } else if (name >= kSimilar) {
    out.add(kSimilarName, Reason::similar_name);
  } else if (name >= NameIndex::kWorthShowing) {
    out.add(kNameInCommon, Reason::similar_name);
  }
  if (other_alphabet && name >= NameIndex::kSameName) out.add(0, Reason::other_alphabet);
}

std::string digits_of(const std::string& date) { return date.substr(0, 4) + date.substr(5, 2) + date.substr(8, 2); }

void weigh_birth(const std::string& sought, const std::string& known, Weighing& out, Weighing& against) {
  const auto a = date_from_iso(sought);
  const auto b = date_from_iso(known);
  if (!a || !b) return;
  const std::string left = to_iso(*a);
  const std::string right = to_iso(*b);
  if (left == right) return out.add(kBirth, Reason::same_birth);
  if (left.substr(0, 4) == right.substr(0, 4)) {
    if (left.substr(5, 2) == right.substr(8, 2) && left.substr(8, 2) == right.substr(5, 2)) return out.add(kSwappedBirth, Reason::swapped_birth);
    if (left.ends_with("-01-01") || right.ends_with("-01-01")) return out.add(kYearOfBirth);
  }
  if (projection::one_slip(digits_of(left), digits_of(right))) return out.add(kSlipInBirth, Reason::slip_in_birth);
  against.add(kOtherBirth, Reason::other_birth);
}

}  // namespace

const char* reason_text(Reason reason) {
  switch (reason) {
    case Reason::same_document: return N_("the same document");
    case Reason::near_document: return N_("a number of the document that differs in one sign");
    case Reason::same_phone: return N_("the same telephone");
    case Reason::same_name: return N_("the same name");
    case Reason::sounding_name: return N_("a name that sounds the same");
    case Reason::other_alphabet: return N_("written in another alphabet");
    case Reason::similar_name: return N_("a similar name");
    case Reason::same_birth: return N_("the same date of birth");
    case Reason::swapped_birth: return N_("day and month of birth swapped");
    case Reason::slip_in_birth: return N_("a date of birth that differs in one digit");
    case Reason::other_birth: return N_("but another date of birth");
    case Reason::other_sex: return N_("but another sex");
  }
  return "";
}

Likeness liken(const PersonSought& sought, const std::string& sought_sex, const PersonCard& known, float name) {
  Weighing out;
  Weighing against;
  if (projection::same_document(sought.document, known.document_number())) out.add(kDocument, Reason::same_document);
  else if (projection::nearly_same_document(sought.document, known.document_number())) out.add(kNearDocument, Reason::near_document);
  if (projection::same_phone(sought.phone, known.phone())) out.add(kPhone, Reason::same_phone);
  weigh_name(sought, known, name, out);
  weigh_birth(sought.birth_date, known.birth_date(), out, against);
  const auto is_said = [](const std::string& sex) { return sex == "female" || sex == "male"; };
  if (is_said(sought_sex) && is_said(known.sex()) && sought_sex != known.sex()) against.add(kOtherSex, Reason::other_sex);
  const bool has_document = out.has(Reason::same_document);
  Likeness result = out.take();
  const Likeness minus = against.take();
  result.score += minus.score;
  if (has_document) result.score = std::max(result.score, kDocumentAtLeast);
  result.reasons.insert(result.reasons.end(), minus.reasons.begin(), minus.reasons.end());
  return result;
}

PersonSought sought_of(const Identity& identity, const std::string& phone) {
  PersonSought out;
  std::string name;
  for (const std::string* part : {&identity.family_name(), &identity.given_name(), &identity.patronymic()}) {
    if (!part->empty()) name += (name.empty() ? "" : " ") + *part;
  }
  if (!name.empty()) out.names.push_back(name);
  constexpr int kOtherNames = 3;
  for (int i = 0; i < std::min(kOtherNames, identity.other_names_size()); ++i) out.names.push_back(identity.other_names(i));
  out.birth_date = identity.birth_date();
  out.document = identity.document_number();
  out.phone = identity.phone();
  if (!phone.empty()) out.phone += (out.phone.empty() ? "" : ", ") + phone;
  return out;
}

bool is_enough(const PersonSought& sought) {
  if (!projection::document_key(sought.document).empty() || !projection::read_phones(sought.phone).empty()) return true;
  return std::any_of(sought.names.begin(), sought.names.end(), [](const std::string& name) { return trim(name).size() >= 3; });
}

}  // namespace arasha::casework

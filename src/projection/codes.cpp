#include "projection/codes.h"

#include <algorithm>

#include "base/text.h"
#include "projection/romanise.h"

namespace arasha::projection {
namespace {

constexpr std::size_t kFewestDigits = 5;    // of a document, to be found by them
constexpr std::size_t kShortestCode = 4;    // of a document with fewer digits
constexpr std::size_t kShortestPhone = 6;
constexpr std::size_t kOwnPart = 9;         // of a telephone: what is left when country and trunk are not written

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string digits_of(std::string_view text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out), is_digit);
  return out;
}

std::string upper_letters_and_digits(std::string_view latin) {
  std::string out;
  for (const char c : latin) {
    if (is_digit(c)) out += c;
    if (c >= 'a' && c <= 'z') out += static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

// Cyrillic letters that a passport's Latin ones cannot be told from.
std::string with_latin_lookalikes(std::string text) {
  constexpr std::pair<std::string_view, char> kLookalikes[] = {
      {"а", 'a'}, {"в", 'b'}, {"е", 'e'}, {"ё", 'e'}, {"к", 'k'}, {"м", 'm'}, {"н", 'h'}, {"о", 'o'}, {"р", 'p'},
      {"с", 'c'}, {"т", 't'}, {"у", 'y'}, {"ү", 'y'}, {"х", 'x'}, {"і", 'i'}, {"ѕ", 's'}, {"ј", 'j'},
  };
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto found = std::find_if(std::begin(kLookalikes), std::end(kLookalikes),
                                    [&](const auto& one) { return std::string_view(text).substr(at).starts_with(one.first); });
    if (found == std::end(kLookalikes)) {
      out += text[at++];
    } else {
      out += found->second;
      at += found->first.size();
    }
  }
  return out;
}

std::string without_number_sign(std::string_view text) {
  constexpr std::string_view kSign = "№";
  std::string out(text);
  for (auto at = out.find(kSign); at != std::string::npos; at = out.find(kSign)) out.replace(at, kSign.size(), " ");
  return out;
}

}  // namespace

DocumentNumber read_document(std::string_view text) {
  if (!is_utf8(text)) return {};
  const std::string folded = fold_case(without_number_sign(text));
  DocumentNumber out;
  out.by_sound = upper_letters_and_digits(romanise(folded));
  out.by_look = upper_letters_and_digits(romanise(with_latin_lookalikes(folded)));
  out.digits = digits_of(out.by_look);
  return out;
}

std::string document_key(std::string_view text) {
  DocumentNumber number = read_document(text);
  if (number.digits.size() >= kFewestDigits) return std::move(number.digits);
  return number.by_look.size() >= kShortestCode ? std::move(number.by_look) : std::string();
}

bool same_document(std::string_view left, std::string_view right) {
  const DocumentNumber a = read_document(left);
  const DocumentNumber b = read_document(right);
  if (a.digits != b.digits || std::max(a.digits.size(), a.by_look.size()) < kShortestCode) return false;
  const bool one_without_series = a.by_look.size() == a.digits.size() || b.by_look.size() == b.digits.size();
  if (one_without_series && a.digits.size() > kFewestDigits) return true;
  return a.by_look == b.by_look || a.by_sound == b.by_sound || a.by_look == b.by_sound || a.by_sound == b.by_look;
}

bool nearly_same_document(std::string_view left, std::string_view right) {
  if (same_document(left, right)) return false;
  const DocumentNumber a = read_document(left);
  const DocumentNumber b = read_document(right);
  if (std::min(a.by_look.size(), b.by_look.size()) <= kFewestDigits) return false;
  return one_slip(a.by_look, b.by_look) || one_slip(a.by_sound, b.by_sound);
}

std::vector<std::string> read_phones(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(",;/\n", at), text.size());
    std::string digits = digits_of(text.substr(at, end - at));
    at = end + 1;
    if (digits.starts_with("00")) digits.erase(0, 2);
    if (digits.size() == 11 && digits.front() == '8') digits.front() = '7';
    if (digits.size() == 10 && digits.front() == '0') digits.erase(0, 1);
    if (digits.size() >= kShortestPhone) out.push_back(std::move(digits));
  }
  return out;
}

std::string phone_key(std::string_view phone) { return std::string(phone.substr(phone.size() - std::min(phone.size(), kOwnPart))); }

bool same_phone(std::string_view left, std::string_view right) {
  const auto ends_alike = [](std::string_view a, std::string_view b) {
    return a == b || (std::min(a.size(), b.size()) >= kOwnPart && (a.ends_with(b) || b.ends_with(a)));
  };
  const auto others = read_phones(right);
  for (const std::string& one : read_phones(left)) {
    if (std::any_of(others.begin(), others.end(), [&](const std::string& other) { return ends_alike(one, other); })) return true;
  }
  return false;
}

bool one_slip(std::string_view left, std::string_view right) {
  if (left.size() > right.size()) std::swap(left, right);
  if (left == right || right.size() - left.size() > 1) return false;
  std::size_t at = 0;
  while (at < left.size() && left[at] == right[at]) ++at;
  const std::string_view a = left.substr(at);
  const std::string_view b = right.substr(at);
  if (a.size() < b.size()) return a == b.substr(1);
  if (a.substr(1) == b.substr(1)) return true;
  return a.size() >= 2 && a[0] == b[1] && a[1] == b[0] && a.substr(2) == b.substr(2);
}

std::vector<std::string> dates_nearby(std::string_view date) {
  if (date.size() != 10 || date[4] != '-' || date[7] != '-') return {};
  std::vector<std::string> out{std::string(date)};
  out.push_back(std::string(date.substr(0, 5)) + std::string(date.substr(8, 2)) + "-" + std::string(date.substr(5, 2)));
  constexpr std::size_t kPlaces[] = {0, 1, 2, 3, 5, 6, 8, 9};
  for (std::size_t i = 0; i < std::size(kPlaces); ++i) {
    std::string changed(date);
    for (char digit = '0'; digit <= '9'; ++digit) {
      if (digit == date[kPlaces[i]]) continue;
      changed[kPlaces[i]] = digit;
      out.push_back(changed);
    }
    if (i + 1 == std::size(kPlaces)) break;
    changed = date;
    std::swap(changed[kPlaces[i]], changed[kPlaces[i + 1]]);
    out.push_back(changed);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace arasha::projection

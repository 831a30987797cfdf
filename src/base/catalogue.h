// The languages that Arasha speaks and their catalogues (i18n/*.po, compiled into the program).
//
// The key of a sentence is the sentence in English. In code, mark a sentence that is translated elsewhere with
// N_("..."), so that the extraction finds it; Error texts, and labels in schema/*.proto, are found by themselves.
// A missing translation answers the English; a test refuses that for Russian and Kazakh.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

#define N_(text) text

namespace arasha {

enum class Language { en, ru, kk };

inline constexpr std::array<Language, 3> kLanguages = {Language::en, Language::ru, Language::kk};

std::string_view code(Language language);                  // "en", "ru", "kk"
std::string_view own_name(Language language);              // "English", "Русский", "Қазақша"
std::optional<Language> language_from_code(std::string_view code);

// One language's words. Immutable, shared by all threads, lives as long as the program.
class Catalogue {
 public:
  static const Catalogue& of(Language language);

  Language language() const { return language_; }

  // The translation of an English sentence; the sentence itself where there is none. A text that carries its languages
  // itself (base/carried.h) answers its own words: a view into it.
  std::string_view text(const char* sentence) const;
  // With {1}, {2} … filled.
  std::string text(const char* sentence, const std::vector<std::string>& arguments) const;
  // The form that the number asks for: plural("{1} case", "{1} cases", 5); {1} is the number.
  std::string plural(const char* one, const char* many, std::int64_t number) const;
  std::string error(const Error& error) const { return text(error.text, error.arguments); }

  // Names from ICU. An unknown code is answered as it is.
  std::string country(std::string_view iso3166) const;        // "KZ" -> "Казахстан"
  std::string language_name(std::string_view iso639) const;   // "uz" or "uzb" -> "узбекский"

  std::string date(Date date) const;       // 24 November 2026, in the language's own order
  std::string moment(Time time) const;     // date and time of day, in the time zone of the machine
  std::string number(std::int64_t value) const;

  ~Catalogue();
  Catalogue(const Catalogue&) = delete;
  Catalogue& operator=(const Catalogue&) = delete;

 private:
  struct Impl;
  explicit Catalogue(Language language);
  Language language_;
  std::unique_ptr<Impl> impl_;
};

// Every ISO 3166 country that ICU names, as alpha-2 codes; every ISO 639 language with a name, as ICU's codes.
const std::vector<std::string>& country_codes();
const std::vector<std::string>& language_codes();

}  // namespace arasha

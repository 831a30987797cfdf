#include "base/catalogue.h"

#include <unicode/datefmt.h>
#include <unicode/locid.h>
#include <unicode/numfmt.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <boost/locale/generator.hpp>
#include <boost/locale/gnu_gettext.hpp>
#include <boost/locale/message.hpp>
#include <map>

#include "base/carried.h"
#include "base/check.h"

// i18n/*.po, compiled by msgfmt and placed into the program by catalogues.S.
extern "C" {
extern const char arasha_ru_mo[];
extern const char arasha_ru_mo_end[];
extern const char arasha_kk_mo[];
extern const char arasha_kk_mo_end[];
}

namespace arasha {
namespace {

using Facet = boost::locale::message_format<char>;

std::vector<char> embedded(Language language) {
  if (language == Language::ru) return {arasha_ru_mo, arasha_ru_mo_end};
  if (language == Language::kk) return {arasha_kk_mo, arasha_kk_mo_end};
  return {};
}

std::string utf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

}  // namespace

std::string_view code(Language language) {
  switch (language) {
    case Language::ru: return "ru";
    case Language::kk: return "kk";
    case Language::en: break;
  }
  return "en";
}

std::string_view own_name(Language language) {
  switch (language) {
    case Language::ru: return "Русский";
    case Language::kk: return "Қазақша";
    case Language::en: break;
  }
  return "English";
}

std::optional<Language> language_from_code(std::string_view text) {
  for (const Language language : kLanguages) {
    if (code(language) == text) return language;
  }
  return std::nullopt;
}

struct Catalogue::Impl {
  std::locale locale;
  const Facet* facet = nullptr;  // owned by the locale; null for English
  icu::Locale icu;
  std::unique_ptr<icu::DateFormat> date;
  std::unique_ptr<icu::DateFormat> moment;
  std::unique_ptr<icu::NumberFormat> number;
  // ICU looks a name up in its resource bundles each time; lists ask for the same few again and again.
  std::map<std::string, std::string, std::less<>> countries;
  std::map<std::string, std::string, std::less<>> languages;
};

Catalogue::Catalogue(Language language) : language_(language), impl_(std::make_unique<Impl>()) {
  impl_->icu = language == Language::en ? icu::Locale("en", "GB") : icu::Locale(std::string(code(language)).c_str());
  if (language != Language::en) {
    boost::locale::gnu_gettext::messages_info info;
    info.language = std::string(code(language));
    info.encoding = "UTF-8";
    info.paths.emplace_back("embedded");
    info.domains.emplace_back("arasha");
    info.callback = [language](const std::string&, const std::string&) { return embedded(language); };
    impl_->locale = std::locale(std::locale::classic(), boost::locale::gnu_gettext::create_messages_facet<char>(info));
    if (std::has_facet<Facet>(impl_->locale)) impl_->facet = &std::use_facet<Facet>(impl_->locale);
  }
  UErrorCode status = U_ZERO_ERROR;
  impl_->date.reset(icu::DateFormat::createDateInstance(icu::DateFormat::kLong, impl_->icu));
  impl_->moment.reset(icu::DateFormat::createDateTimeInstance(icu::DateFormat::kLong, icu::DateFormat::kShort, impl_->icu));
  impl_->number.reset(icu::NumberFormat::createInstance(impl_->icu, status));
  CHECK(U_SUCCESS(status) && impl_->date && impl_->moment);
  impl_->date->setTimeZone(*icu::TimeZone::getGMT());
  for (const std::string& country_code : country_codes()) {
    icu::UnicodeString name;
    icu::Locale("", country_code.c_str()).getDisplayCountry(impl_->icu, name);
    impl_->countries[country_code] = utf8(name);
  }
  for (const std::string& language_code : language_codes()) {
    icu::UnicodeString name;
    icu::Locale(language_code.c_str()).getDisplayLanguage(impl_->icu, name);
    impl_->languages[language_code] = utf8(name);
  }
}

Catalogue::~Catalogue() = default;

const Catalogue& Catalogue::of(Language language) {
  static const Catalogue english(Language::en);
  static const Catalogue russian(Language::ru);
  static const Catalogue kazakh(Language::kk);
  switch (language) {
    case Language::ru: return russian;
    case Language::kk: return kazakh;
    case Language::en: break;
  }
  return english;
}

std::string_view Catalogue::text(const char* sentence) const {
  if (*sentence == kCarried) return carried_in(sentence, language_);
  if (impl_->facet == nullptr || *sentence == '\0') return sentence;
  const char* const found = impl_->facet->get(0, nullptr, sentence);
  return found != nullptr ? found : sentence;
}

std::string Catalogue::text(const char* sentence, const std::vector<std::string>& arguments) const {
  return fill(text(sentence), arguments);
}

std::string Catalogue::plural(const char* one, const char* many, std::int64_t number) const {
  const char* found = nullptr;
  if (impl_->facet != nullptr) found = impl_->facet->get(0, nullptr, one, static_cast<int>(number % 1000000));
  if (found == nullptr) found = number == 1 ? one : many;
  return fill(found, {this->number(number)});
}

std::string Catalogue::country(std::string_view iso3166) const {
  const auto found = impl_->countries.find(iso3166);
  return found == impl_->countries.end() ? std::string(iso3166) : found->second;
}

std::string Catalogue::language_name(std::string_view iso639) const {
  const auto found = impl_->languages.find(iso639);
  if (found != impl_->languages.end()) return found->second;
  // Three-letter codes of languages that ICU keeps under two letters.
  icu::UnicodeString name;
  icu::Locale::createCanonical(std::string(iso639).c_str()).getDisplayLanguage(impl_->icu, name);
  return utf8(name);
}

namespace {

// A formatter keeps state while it formats, and copying one costs as much as a whole page: each thread has its own.
template <class Format>
Format& own_copy(const Format& shared, Language language) {
  thread_local std::map<std::pair<const void*, Language>, std::unique_ptr<Format>> copies;
  std::unique_ptr<Format>& copy = copies[{&shared, language}];
  if (!copy) copy.reset(static_cast<Format*>(shared.clone()));
  return *copy;
}

}  // namespace

std::string Catalogue::date(Date date) const {
  icu::UnicodeString out;
  const auto days = std::chrono::sys_days(date).time_since_epoch();
  own_copy(*impl_->date, language_).format(static_cast<UDate>(std::chrono::duration_cast<Duration>(days).count()), out);
  return utf8(out);
}

std::string Catalogue::moment(Time time) const {
  icu::UnicodeString out;
  own_copy(*impl_->moment, language_).format(static_cast<UDate>(to_milliseconds(time)), out);
  return utf8(out);
}

std::string Catalogue::number(std::int64_t value) const {
  icu::UnicodeString out;
  own_copy(*impl_->number, language_).format(value, out);
  return utf8(out);
}

const std::vector<std::string>& country_codes() {
  static const std::vector<std::string> codes = [] {
    std::vector<std::string> out;
    for (const char* const* at = icu::Locale::getISOCountries(); *at != nullptr; ++at) out.emplace_back(*at);
    return out;
  }();
  return codes;
}

const std::vector<std::string>& language_codes() {
  static const std::vector<std::string> codes = [] {
    std::vector<std::string> out;
    for (const char* const* at = icu::Locale::getISOLanguages(); *at != nullptr; ++at) out.emplace_back(*at);
    return out;
  }();
  return codes;
}

}  // namespace arasha

#include "schema/vocabulary.h"

#include <unicode/coll.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/check.h"
#include "schema/own_form.h"
#include "schema/vocabulary_lists.h"

namespace arasha::schema {
namespace {

// Whom the centre meets most often.
constexpr std::string_view kOftenCountries[] = {"KZ", "UZ", "KG", "TJ", "RU", "TM", "CN", "UA", "BY", "MD", "PH"};
constexpr std::string_view kOftenLanguages[] = {"ru", "kk", "uz", "ky", "tg", "en", "tk", "zh", "fil", "ro", "uk"};

const Vocabulary* find(std::string_view name) {
  for (const Vocabulary& vocabulary : vocabularies()) {
    if (vocabulary.name == name) return &vocabulary;
  }
  return nullptr;
}

const std::vector<std::string>* codes_from_icu(std::string_view name) {
  if (name == "country") return &country_codes();
  if (name == "language") return &language_codes();
  return nullptr;
}

template <std::size_t N>
std::vector<Option> sorted(const std::vector<std::string>& codes, const std::string_view (&often)[N], const Catalogue& catalogue,
                           std::string (Catalogue::*name)(std::string_view) const) {
  std::vector<Option> out;
  std::set<std::string_view> first(std::begin(often), std::end(often));
  for (const std::string_view code : often) out.push_back({std::string(code), (catalogue.*name)(code)});
  std::vector<Option> rest;
  for (const std::string& code : codes) {
    if (!first.contains(code)) rest.push_back({code, (catalogue.*name)(code)});
  }
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Collator> collator(
      icu::Collator::createInstance(icu::Locale(std::string(arasha::code(catalogue.language())).c_str()), status));
  std::sort(rest.begin(), rest.end(), [&](const Option& a, const Option& b) {
    UErrorCode ignored = U_ZERO_ERROR;
    return collator->compareUTF8(a.label, b.label, ignored) == UCOL_LESS;
  });
  out.insert(out.end(), rest.begin(), rest.end());
  return out;
}

}  // namespace

const std::vector<Vocabulary>& vocabularies() {
  static const std::vector<Vocabulary> lists = [] {
    std::vector<Vocabulary> out = general_lists();
    for (const auto part : {person_lists, service_lists, consent_lists, law_lists, plan_lists, retention_lists, returning_lists, clue_lists, flag_lists, letter_lists, document_lists, own_lists, exchange_lists, referral_lists, intake_lists, directory_lists, cooperation_lists, comparison_lists, handover_lists, case_wanted_lists, conference_lists}) {
      for (Vocabulary& more : part()) {
        // Of two lists with one name the second would never be found.
        CHECK(std::none_of(out.begin(), out.end(), [&](const Vocabulary& one) { return std::string_view(one.name) == more.name; }));
        out.push_back(std::move(more));
      }
    }
    return out;
  }();
  return lists;
}

bool is_vocabulary(std::string_view name) { return codes_from_icu(name) != nullptr || find(name) != nullptr || own_options(name); }

bool has_code(std::string_view name, std::string_view code) {
  if (const auto* codes = codes_from_icu(name)) return std::find(codes->begin(), codes->end(), code) != codes->end();
  const Vocabulary* vocabulary = find(name);
  if (vocabulary == nullptr) {
    const auto own = own_options(name);
    return own && std::any_of(own->begin(), own->end(), [&](const OwnOption& option) { return option.code() == code; });
  }
  return std::any_of(vocabulary->terms.begin(), vocabulary->terms.end(), [&](const Term& term) { return code == term.code; });
}

bool is_offered(std::string_view name, std::string_view code) {
  const auto own = own_options(name);
  return !own || std::none_of(own->begin(), own->end(), [&](const OwnOption& option) { return option.code() == code && option.retired(); });
}

std::string label_of(std::string_view name, std::string_view code, const Catalogue& catalogue) {
  if (name == "country") return catalogue.country(code);
  if (name == "language") return catalogue.language_name(code);
  if (const Vocabulary* vocabulary = find(name)) {
    for (const Term& term : vocabulary->terms) {
      if (code == term.code) return std::string(catalogue.text(term.label));
    }
  } else if (const auto own = own_options(name)) {
    for (const OwnOption& option : *own) {
      if (code == option.code()) return in_language(option.label(), catalogue.language());
    }
  }
  return std::string(code);
}

std::vector<Option> options_of(std::string_view name, const Catalogue& catalogue) {
  if (codes_from_icu(name) != nullptr) {
    // Sorting 250 names by the rules of a language takes a millisecond; every form asks.
    static const auto all = [] {
      std::map<std::pair<std::string, Language>, std::vector<Option>> out;
      for (const Language language : kLanguages) {
        const Catalogue& words = Catalogue::of(language);
        out[{"country", language}] = sorted(country_codes(), kOftenCountries, words, &Catalogue::country);
        out[{"language", language}] = sorted(language_codes(), kOftenLanguages, words, &Catalogue::language_name);
      }
      return out;
    }();
    return all.at({std::string(name), catalogue.language()});
  }
  std::vector<Option> out;
  if (const Vocabulary* vocabulary = find(name)) {
    for (const Term& term : vocabulary->terms) out.push_back({term.code, std::string(catalogue.text(term.label))});
  } else if (const auto own = own_options(name)) {
    for (const OwnOption& option : *own) out.push_back({option.code(), in_language(option.label(), catalogue.language())});
  }
  return out;
}

}  // namespace arasha::schema

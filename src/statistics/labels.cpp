#include "statistics/labels.h"

#include <unicode/coll.h>

#include <algorithm>
#include <array>
#include <memory>

#include "arasha/facts.pb.h"
#include "arasha/options.pb.h"
#include "base/text.h"
#include "schema/vocabulary.h"

namespace arasha::statistics {
namespace {

struct Word {
  std::string_view code;  // in lower case
  const char* label;
};

// The words of the dataset, however it writes them; bands of age and countries have lists of their own.
constexpr Word kWords[] = {
    {"0", N_("No")},
    {"1", N_("Yes")},
    {"unknown", N_("Not known")},
    {"not specified", N_("Not specified")},
    {"other", N_("Other")},
    {"case management", N_("Case management")},
    {"hotline", N_("Hotline")},
    {"female", N_("Woman")},
    {"male", N_("Man")},
    {"transgender/nonconforming", N_("Transgender or non-conforming")},
    {"adult", N_("Adult")},
    {"minor", N_("Under 18")},
    {"forced labour", N_("Forced labour")},
    {"sexual exploitation", N_("Sexual exploitation")},
    {"combined sexual and labour exploitation", N_("Sexual and labour exploitation")},
    {"forced marriage", N_("Forced marriage")},
    {"forced military", N_("Forced military service")},
    {"organ removal", N_("Removal of organs")},
    {"slavery and similar practices", N_("Slavery and similar practices")},
    {"agriculture", N_("Agriculture")},
    {"aquafarming", N_("Aquafarming")},
    {"begging", N_("Begging")},
    {"construction", N_("Construction")},
    {"domestic work", N_("Domestic work")},
    {"hospitality", N_("Hotels and restaurants")},
    {"illicit activities", N_("Illicit activities")},
    {"manufacturing", N_("Manufacturing")},
    {"mining or drilling", N_("Mining or drilling")},
    {"peddling", N_("Street trade")},
    {"transportation", N_("Transport")},
    {"prostitution", N_("Prostitution")},
    {"pornography", N_("Pornography")},
    {"remote interactive services", N_("Remote interactive services")},
    {"private sexual services", N_("Private sexual services")},
    {"intimate partner", N_("Intimate partner")},
    {"friend/acquaintance", N_("Friend or acquaintance")},
    {"family/relative", N_("Family or relative")},
};

bool is_country_column(std::string_view column) { return column == "citizenship" || column == "CountryOfExploitation"; }

std::string lower(std::string_view text) {
  std::string out(trim(text));
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

std::string word_label(std::string_view value, const Catalogue& words) {
  const std::string code = lower(value);
  const auto* found = std::find_if(std::begin(kWords), std::end(kWords), [&](const Word& word) { return word.code == code; });
  return found != std::end(kWords) ? std::string(words.text(found->label)) : std::string(value);
}

bool is_unknown(std::string_view value) { return value.empty() || value == "-99" || value == "00"; }

}  // namespace

std::string column_label(std::string_view column, const Catalogue& words) {
  const auto& descriptor = *Facts::descriptor();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldOptions& options = descriptor.field(i)->options().GetExtension(arasha::field);
    if (options.ctdc() == column) return std::string(words.text(options.label().c_str()));
  }
  return std::string(column);
}

std::string value_label(std::string_view column, std::string_view value, const Catalogue& words) {
  const std::string not_known(words.text(N_("Not known")));
  if (value.empty()) return not_known;
  // The dataset has a code for it too; the two are counted apart.
  if (value == "-99" || (value == "00" && is_country_column(column))) return not_known + " (" + std::string(value) + ")";
  if (is_country_column(column)) return words.country(value);
  if (column == "ageBroad" && schema::has_code("age_band", value)) return schema::label_of("age_band", value, words);
  if (column == "yearOfRegistration") return std::string(value);
  std::string out;
  while (true) {
    const auto end = value.find(';');
    if (!out.empty()) out += ", ";
    out += word_label(value.substr(0, end), words);
    if (end == std::string_view::npos) return out;
    value.remove_prefix(end + 1);
  }
}

std::string number_label(Shown shown, std::uint64_t n, std::uint64_t limit, const Catalogue& words) {
  if (shown == Shown::small) return "<" + std::to_string(limit);
  if (shown == Shown::hidden) return "*";
  return words.number(static_cast<std::int64_t>(n));
}

void sort_values(std::string_view column, std::vector<std::string>& values, const Catalogue& words) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::Collator> collator;
  if (is_country_column(column)) {
    collator.reset(icu::Collator::createInstance(icu::Locale(std::string(code(words.language())).c_str()), status));
  }
  std::vector<std::pair<std::string, std::string>> labelled;
  for (std::string& value : values) {
    std::string label = collator ? words.country(value) : value;
    labelled.emplace_back(std::move(label), std::move(value));
  }
  std::sort(labelled.begin(), labelled.end(), [&](const auto& a, const auto& b) {
    if (is_unknown(a.second) != is_unknown(b.second)) return is_unknown(b.second);
    if (!collator || a.first == b.first) return a.second < b.second;
    UErrorCode ignored = U_ZERO_ERROR;
    return collator->compareUTF8(a.first, b.first, ignored) == UCOL_LESS;
  });
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = std::move(labelled[i].second);
}

}  // namespace arasha::statistics

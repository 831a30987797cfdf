#include "statistics/htcds_columns.h"

#include <unicode/locid.h>

#include <algorithm>
#include <map>

#include "arasha/entries.pb.h"
#include "arasha/options.pb.h"
#include "base/catalogue.h"
#include "base/check.h"
#include "base/text.h"
#include "schema/vocabulary.h"

namespace arasha::statistics {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// In the order of the standard; of its core also what we do not hold, which stays empty, so that a table has every column
// that a reader may look for. A name with a field here has no option of its own in the schema.
struct Known {
  const char* name;
  const Descriptor* message = nullptr;
  const char* field = "";
  bool written_only = false;
};
constexpr bool kWrittenOnly = true;

std::vector<Known> known_columns() {
  return {
      {"prs_Salutation", nullptr, "", kWrittenOnly},
      {"prs_FirstName"},
      {"prs_MiddleName"},
      {"prs_SecondName"},
      {"prs_Birthdate"},
      {"prs_Gender"},
      {"prs_Deceased", nullptr, "", kWrittenOnly},
      {"prs_MaritalStatus"},
      {"prs_NumberOfChildren"},
      {"prs_PrimaryLanguage"},
      {"prs_SecondaryLanguage", Identity::descriptor(), "languages"},
      {"prs_HighestLevelOfEducation"},
      {"prs_Citizenship"},
      {"prs_IdentityNumber"},
      {"prs_Title", nullptr, "", kWrittenOnly},
      {"prs_Email", nullptr, "", kWrittenOnly},
      {"prs_HomePhone", nullptr, "", kWrittenOnly},
      {"prs_MobilePhone"},
      {"prs_MailingCity", nullptr, "", kWrittenOnly},
      {"prs_MailingCountry", nullptr, "", kWrittenOnly},
      {"prs_MailingState", nullptr, "", kWrittenOnly},
      {"prs_MailingStreet", nullptr, "", kWrittenOnly},
      {"prs_MailingPostalCode", nullptr, "", kWrittenOnly},
      {"vic_TraffickingStatus"},
      {"vic_TraffickingStatusDecisionMakingOrg"},
      {"vic_RelationshipToTrafficker"},
      {"vic_AgeWhenTrafficked"},
      {"vic_MethodOfRecruitment"},
      {"vic_LocationOfRecruitment", nullptr, "", kWrittenOnly},
      {"vic_MethodsOfControl"},
      {"vic_TypeOfExploitation"},
      {"vic_ForcedLabourIndustry"},
      {"vic_TypeOfSexExploitation"},
      {"vic_LocationOfExploitation", Exploitation::descriptor(), "place"},
      {"cas_Status"},
      {"cas_ReasonForCaseClosure"},
      {"cas_CaseOwner", nullptr, "", kWrittenOnly},
      {"cas_ReferringOrganisation", nullptr, "", kWrittenOnly},
      {"cas_IncomingReferralDate", FirstContact::descriptor(), "date"},
      {"cas_ReferringPrimaryCaseWorker", nullptr, "", kWrittenOnly},
      {"cas_ReasonForIncomingReferral", nullptr, "", kWrittenOnly},
      {"cas_IncomingReferralDetails", FirstContact::descriptor(), "summary"},
      {"cas_ReferredOrganisation", nullptr, "", kWrittenOnly},
      {"cas_ReferredPrimaryCaseWorker", nullptr, "", kWrittenOnly},
      {"cas_ReasonForOutgoingReferral", nullptr, "", kWrittenOnly},
      {"cas_OutgoingReferralDate", nullptr, "", kWrittenOnly},
      {"cas_OutgoingReferralDetails", nullptr, "", kWrittenOnly},
      {"cco_CaseComment", nullptr, "", kWrittenOnly},
      {"hte_Country"},
      {"hte_Date"},
      {"hte_Type"},
      {"hte_Description", Exploitation::descriptor(), "narrative"},
      {"spl_Objectives", nullptr, "", kWrittenOnly},
      {"spl_ActionPlan", nullptr, "", kWrittenOnly},
      {"spl_PlannedEndDate", nullptr, "", kWrittenOnly},
      {"spl_ActualEndDate", nullptr, "", kWrittenOnly},
      {"spl_Type", nullptr, "", kWrittenOnly},
      {"con_Consent"},
  };
}

// Names of older versions and of the toolkits that differ by more than case and underscores.
const std::map<std::string, std::string, std::less<>>& other_names() {
  static const std::map<std::string, std::string, std::less<>> names = {
      {"victraffickinstatusdecisionmakingorg", "vic_TraffickingStatusDecisionMakingOrg"},
      {"victraffickinstatus", "vic_TraffickingStatus"},
      {"prsnationality", "prs_Citizenship"},
  };
  return names;
}

// The same for codes.
struct OtherCode {
  std::string_view vocabulary;
  std::string_view bare;
  const char* code;
};
constexpr OtherCode kOtherCodes[] = {
    {"gender", "female", "Feminine"},
    {"gender", "male", "Masculine"},
    {"relationship", "unacquainted", "Unaquainted"},
    {"control", "psychoactivesubstances", "PsychoactiveSubstance"},
    {"control", "threatsoflawenforcement", "ThreatsLawEnforcement"},
    // The bibliographic codes of ISO 639-2, which ICU does not know.
    {"language", "alb", "sq"},
    {"language", "arm", "hy"},
    {"language", "bur", "my"},
    {"language", "chi", "zh"},
    {"language", "cze", "cs"},
    {"language", "dut", "nl"},
    {"language", "fre", "fr"},
    {"language", "geo", "ka"},
    {"language", "ger", "de"},
    {"language", "gre", "el"},
    {"language", "ice", "is"},
    {"language", "mac", "mk"},
    {"language", "may", "ms"},
    {"language", "per", "fa"},
    {"language", "rum", "ro"},
    {"language", "slo", "sk"},
    {"language", "tib", "bo"},
};

const FieldDescriptor* find_field(const Known& known) {
  if (known.written_only) return nullptr;
  if (known.message != nullptr) return known.message->FindFieldByName(known.field);
  for (const Descriptor* message :
       {Identity::descriptor(), FirstContact::descriptor(), Identification::descriptor(),
        Exploitation::descriptor(), Consent::descriptor(), Closure::descriptor()}) {
    for (int i = 0; i < message->field_count(); ++i) {
      if (message->field(i)->options().GetExtension(arasha::field).htcds() == known.name)
        return message->field(i);
    }
  }
  return nullptr;
}

// ISO codes of three letters -> ours.
std::map<std::string, std::string, std::less<>> three_letter_codes(const std::vector<std::string>& codes,
                                                                   bool are_countries) {
  std::map<std::string, std::string, std::less<>> out;
  for (const std::string& code : codes) {
    const icu::Locale locale = are_countries ? icu::Locale("", code.c_str()) : icu::Locale(code.c_str());
    const std::string three = are_countries ? locale.getISO3Country() : locale.getISO3Language();
    if (!three.empty()) out.emplace(bare(three), code);
  }
  return out;
}

std::optional<std::string> find_iso(std::string_view vocabulary, std::string_view text) {
  static const auto countries = three_letter_codes(country_codes(), true);
  static const auto languages = three_letter_codes(language_codes(), false);
  const bool is_country = vocabulary == "country";
  std::string code = bare(text);
  if (code.size() != text.size()) return std::nullopt;
  const auto& threes = is_country ? countries : languages;
  if (const auto found = threes.find(code); found != threes.end()) return found->second;
  if (is_country) {
    for (char& c : code) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  }
  if (!schema::has_code(vocabulary, code)) return std::nullopt;
  return code;
}

}  // namespace

const std::vector<HtcdsColumn>& htcds_column_list() {
  static const std::vector<HtcdsColumn> columns = [] {
    std::vector<HtcdsColumn> out;
    for (const Known& known : known_columns()) {
      const FieldDescriptor* field = find_field(known);
      out.push_back({known.name, field,
                     field == nullptr ? "" : field->options().GetExtension(arasha::field).vocabulary(), known.written_only});
    }
    return out;
  }();
  return columns;
}

std::size_t htcds_column(std::string_view name) {
  const auto& columns = htcds_column_list();
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const HtcdsColumn& column) { return column.name == name; });
  REQUIRE(found != columns.end());
  return static_cast<std::size_t>(found - columns.begin());
}

std::optional<std::size_t> find_htcds_column(std::string_view foreign_name) {
  const std::string name = bare(foreign_name);
  if (const auto other = other_names().find(name); other != other_names().end())
    return htcds_column(other->second);
  const auto& columns = htcds_column_list();
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const HtcdsColumn& column) { return bare(column.name) == name; });
  if (found == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns.begin());
}

std::string bare(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) out += c;
    if (c >= 'A' && c <= 'Z') out += static_cast<char>(c + 32);
  }
  return out;
}

std::optional<std::string> find_code(std::string_view vocabulary, std::string_view text) {
  text = trim(text);
  const std::string meant = bare(text);
  if (meant.empty()) return std::nullopt;
  for (const OtherCode& other : kOtherCodes) {
    if (other.vocabulary == vocabulary && other.bare == meant) return other.code;
  }
  if (vocabulary == "country" || vocabulary == "language") return find_iso(vocabulary, text);
  for (const schema::Vocabulary& list : schema::vocabularies()) {
    if (list.name != vocabulary) continue;
    for (const schema::Term& term : list.terms) {
      const std::string code = bare(term.code);
      if (code == meant) return term.code;
      // A section of ISIC by its letter or by its name.
      if (vocabulary == "industry" && (code.substr(0, 1) == meant || code.substr(1) == meant))
        return term.code;
    }
  }
  return std::nullopt;
}

std::optional<std::vector<std::string>> find_codes(std::string_view vocabulary, std::string_view text) {
  std::vector<std::string> codes;
  const auto add = [&](std::string code) {
    if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(std::move(code));
  };
  while (!text.empty()) {
    const auto end = std::min(text.find(';'), text.size());
    std::string_view piece = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (auto whole = find_code(vocabulary, piece)) {
      add(std::move(*whole));
      continue;
    }
    while (!piece.empty()) {
      const auto word_end = std::min(piece.find_first_of(", \t\n"), piece.size());
      const std::string_view word = piece.substr(0, word_end);
      piece = trim(piece.substr(std::min(word_end + 1, piece.size())));
      if (word.empty()) continue;
      auto code = find_code(vocabulary, word);
      if (!code) return std::nullopt;
      add(std::move(*code));
    }
  }
  return codes;
}

}  // namespace arasha::statistics

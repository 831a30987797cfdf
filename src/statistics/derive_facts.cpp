#include "statistics/derive_facts.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "schema/vocabulary.h"

namespace arasha::statistics {
namespace {

using Setter = void (*)(Facts&, const char*);

#define ARASHA_SETTER(field) [](Facts& facts, const char* value) { facts.set_##field(value); }

// One column of a question with several answers: the codes of the case that make it 1, and its word in the
// joined column. A column without codes is one that our lists do not ask for: it stays blank.
struct Flag {
  Setter set;
  const char* word;
  std::vector<std::string_view> codes;
};

// Words in the order of the alphabet, as the dictionary joins them. Threats to the person and to the family
// are one column there.
const std::vector<Flag>& controls() {
  static const std::vector<Flag> flags = {
      {ARASHA_SETTER(means_of_control_debt_bondage), "Debt bondage", {"DebtBondage"}},
      {ARASHA_SETTER(means_of_control_excessive_working_hours),
       "Excessive working hours",
       {"ExcessiveWorkingHours"}},
      {ARASHA_SETTER(means_of_control_false_promises), "False promises", {"FalsePromises"}},
      {ARASHA_SETTER(means_of_control_other), "Other", {"Other"}},
      {ARASHA_SETTER(means_of_control_physical_abuse), "Physical abuse", {"PhysicalAbuse"}},
      {ARASHA_SETTER(means_of_control_psychoactive_substances),
       "Psychoactive substances",
       {"PsychoactiveSubstance"}},
      {ARASHA_SETTER(means_of_control_psychological_abuse), "Psychological abuse", {"PsychologicalAbuse"}},
      {ARASHA_SETTER(means_of_control_restricts_financial_access),
       "Restricts financial access",
       {"RestrictsFinancialAccess"}},
      {ARASHA_SETTER(means_of_control_restricts_medical_care),
       "Restricts medical care",
       {"RestrictsMedicalCare"}},
      {ARASHA_SETTER(means_of_control_restricts_movement), "Restricts movement", {"RestrictsMovement"}},
      {ARASHA_SETTER(means_of_control_sexual_abuse), "Sexual abuse", {"SexualAbuse"}},
      {ARASHA_SETTER(means_of_control_takes_earnings), "Takes earnings", {"TakesEarnings"}},
      {ARASHA_SETTER(means_of_control_threat_of_law_enforcement),
       "Threat of law enforcement",
       {"ThreatsLawEnforcement"}},
      {ARASHA_SETTER(means_of_control_threats), "Threats", {"PhysicalThreats", "ThreatensChildrenFamily"}},
      {ARASHA_SETTER(means_of_control_withholds_documents), "Withholds documents", {"WithholdsDocuments"}},
      {ARASHA_SETTER(means_of_control_withholds_necessities),
       "Withholds necessities",
       {"WithholdsNecessities"}},
  };
  return flags;
}

// Words in the order in which the dataset joins them. Begging and criminality are kinds of forced labour
// there; a child's labour too. Adoption and surrogacy have no column.
const std::vector<Flag>& exploitations() {
  static const std::vector<Flag> flags = {
      {ARASHA_SETTER(is_forced_labour),
       "Forced labour",
       {"ForcedLabour", "ChildLabour", "ForcedBegging", "ForcedCriminality"}},
      {ARASHA_SETTER(is_sexual_exploit), "Sexual exploitation", {"SexualExploitation"}},
      {ARASHA_SETTER(is_sex_and_labour), "Combined sexual and labour exploitation", {"sex and labour"}},
      {ARASHA_SETTER(is_forced_marriage), "Forced marriage", {"ForcedMarriage"}},
      {ARASHA_SETTER(is_forced_military), "Forced military", {"ForcedMilitaryByNonStateActors"}},
      {ARASHA_SETTER(is_organ_removal), "Organ removal", {"OrganRemoval"}},
      {ARASHA_SETTER(is_slavery_and_practices), "Slavery and similar practices", {"Servitude"}},
      {ARASHA_SETTER(is_other_exploit), "Other", {"ForcedAdoption", "Surrogacy", "Other"}},
  };
  return flags;
}

// By sections of ISIC, as the codebook does; a section of ours does not tell fishing from farming. A letter
// is a section.
const std::vector<Flag>& labours() {
  static const std::vector<Flag> flags = {
      {ARASHA_SETTER(type_of_labour_agriculture), "Agriculture", {"A"}},
      {ARASHA_SETTER(type_of_labour_aquafarming), "Aquafarming", {}},
      {ARASHA_SETTER(type_of_labour_begging), "Begging", {"ForcedBegging"}},
      {ARASHA_SETTER(type_of_labour_construction), "Construction", {"F"}},
      {ARASHA_SETTER(type_of_labour_domestic_work), "Domestic work", {"T"}},
      {ARASHA_SETTER(type_of_labour_hospitality), "Hospitality", {"I"}},
      {ARASHA_SETTER(type_of_labour_illicit_activities), "Illicit activities", {"ForcedCriminality"}},
      {ARASHA_SETTER(type_of_labour_manufacturing), "Manufacturing", {"C"}},
      {ARASHA_SETTER(type_of_labour_mining_or_drilling), "Mining or drilling", {"B"}},
      {ARASHA_SETTER(type_of_labour_peddling), "Peddling", {}},
      {ARASHA_SETTER(type_of_labour_transportation), "Transportation", {"H"}},
      {ARASHA_SETTER(type_of_labour_other),
       "Other",
       {"D", "E", "G", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "U"}},
      {ARASHA_SETTER(type_of_labour_not_specified), "Not specified", {"not specified"}},
  };
  return flags;
}

const std::vector<Flag>& sexes() {
  static const std::vector<Flag> flags = {
      {ARASHA_SETTER(type_of_sex_prostitution), "Prostitution", {"Prostitution"}},
      {ARASHA_SETTER(type_of_sex_pornography), "Pornography", {"Pornography"}},
      {ARASHA_SETTER(type_of_sex_remote_interactive_services),
       "Remote interactive services",
       {"RemoteInteractiveServices"}},
      {ARASHA_SETTER(type_of_sex_private_sexual_services),
       "Private sexual services",
       {"PrivateSexualServices"}},
  };
  return flags;
}

// Somebody unknown to the person has no column but "other".
const std::vector<Flag>& recruiters() {
  static const std::vector<Flag> flags = {
      {ARASHA_SETTER(recruiter_relation_intimate_partner), "Intimate Partner", {}},
      {ARASHA_SETTER(recruiter_relation_friend), "Friend/Acquaintance", {"Acquainted"}},
      {ARASHA_SETTER(recruiter_relation_family), "Family/Relative", {"Familial"}},
      {ARASHA_SETTER(recruiter_relation_other), "Other", {"Unaquainted"}},
      {ARASHA_SETTER(recruiter_relation_unknown), "", {"unknown"}},
  };
  return flags;
}

#undef ARASHA_SETTER

using Codes = std::vector<std::string>;

bool has(const Codes& codes, std::string_view code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// Sets each column that is asked for to 1 or 0, and answers the joined words.
std::string set_flags(const std::vector<Flag>& flags, const Codes& codes, Facts& facts) {
  std::string joined;
  for (const Flag& flag : flags) {
    if (flag.codes.empty()) continue;
    const bool is_said = std::any_of(flag.codes.begin(), flag.codes.end(),
                                     [&](std::string_view code) { return has(codes, code); });
    flag.set(facts, is_said ? "1" : "0");
    if (is_said) joined += (joined.empty() ? "" : ";") + std::string(flag.word);
  }
  return joined;
}

template <class Repeated>
Codes codes_of(const Repeated& values) {
  return Codes(values.begin(), values.end());
}

std::optional<Date> as_date(std::string_view text) {
  const auto date = date_from_iso(text);
  if (!date) return std::nullopt;
  return *date;
}

// Ages outside what a person lives are errors of typing: not said.
std::optional<int> as_age(int years) {
  return years >= 0 && years <= 120 ? std::optional(years) : std::nullopt;
}

std::optional<int> age_on(const Identity& identity, std::optional<Date> day) {
  const auto birth = as_date(identity.birth_date());
  if (!birth || !day || *birth > *day) return std::nullopt;
  return as_age(years_between(*birth, *day));
}

std::optional<int> as_age(std::string_view text) {
  int years = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), years);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return as_age(years);
}

const char* band_of(int age) {
  if (age <= 8) return "0--8";
  if (age <= 17) return "9--17";
  if (age <= 20) return "18--20";
  if (age <= 23) return "21--23";
  if (age <= 26) return "24--26";
  if (age <= 29) return "27--29";
  if (age <= 38) return "30--38";
  if (age <= 47) return "39--47";
  return "48+";
}

const char* majority_of(std::optional<int> age) {
  return !age ? "" : *age < 18 ? "Minor" : "Adult";
}

// The dataset counts Kosovo with Serbia.
std::string country_of(const std::string& code) {
  if (code == "XK") return "RS";
  return schema::has_code("country", code) ? code : "";
}

const char* gender_of(const Identity& identity) {
  const std::string& gender = identity.gender();
  if (gender == "Feminine") return "Female";
  if (gender == "Masculine") return "Male";
  if (gender == "TransgenderFeminine" || gender == "TransgenderMasculine" || gender == "NonConforming") {
    return "Transgender/NonConforming";
  }
  if (identity.sex() == "female") return "Female";
  if (identity.sex() == "male") return "Male";
  return "";
}

void set_person(const Identity& identity, Date registered, Facts& facts) {
  facts.set_gender(gender_of(identity));
  if (const auto age = age_on(identity, registered)) {
    facts.set_age_broad(band_of(*age));
    facts.set_majority_status(majority_of(age));
  } else if (schema::has_code("age_band", identity.age_band())) {
    const std::string& band = identity.age_band();
    facts.set_age_broad(band);
    facts.set_majority_status(band == "0--8" || band == "9--17" ? "Minor" : "Adult");
  }
  if (identity.citizenships_size() > 0)
    facts.set_citizenship(country_of(identity.citizenships(0)));  // the first, says the codebook
}

void set_types(const Exploitation& exploitation, Facts& facts) {
  Codes types = codes_of(exploitation.types());
  // What was said about the work or the sexual services says the type too.
  if (!exploitation.industry().empty()) types.emplace_back("ForcedLabour");
  if (exploitation.sex_types_size() > 0) types.emplace_back("SexualExploitation");
  if (types.empty()) return;
  Facts labour;
  set_flags(exploitations(), types, labour);
  if (labour.is_forced_labour() == "1" && labour.is_sexual_exploit() == "1")
    types.emplace_back("sex and labour");
  facts.set_type_of_exploit_concatenated(set_flags(exploitations(), types, facts));

  Codes work;
  if (facts.is_forced_labour() == "1") {
    if (!exploitation.industry().empty()) work.push_back(exploitation.industry().substr(0, 1));
    for (const char* type : {"ForcedBegging", "ForcedCriminality"}) {
      if (has(types, type)) work.emplace_back(type);
    }
    if (work.empty()) work.emplace_back("not specified");
  }
  facts.set_type_of_labour_concatenated(set_flags(labours(), work, facts));
  if (facts.is_sexual_exploit() == "0" || exploitation.sex_types_size() > 0) {
    facts.set_type_of_sex_concatenated(set_flags(sexes(), codes_of(exploitation.sex_types()), facts));
  }
}

void set_exploitation(const Exploitation& exploitation, const Identity* identity, Facts& facts) {
  const auto age_at_entry = as_age(std::string_view(exploitation.age_when_trafficked()));
  std::optional<int> age_at_exploit = age_at_entry;
  if (identity != nullptr) {
    if (const auto age = age_on(*identity, as_date(exploitation.from()))) age_at_exploit = age;
  }
  facts.set_majority_status_at_exploit(majority_of(age_at_exploit));
  facts.set_majority_entry(majority_of(age_at_entry));
  if (exploitation.controls_size() > 0) {
    facts.set_means_of_control_concatenated(set_flags(controls(), codes_of(exploitation.controls()), facts));
    facts.set_means_of_control_not_specified("0");
  }
  set_types(exploitation, facts);
  if (!exploitation.relationship().empty()) {
    facts.set_recruiter_relationship(set_flags(recruiters(), {exploitation.relationship()}, facts));
  }
  facts.set_country_of_exploitation(country_of(exploitation.exploitation_country()));
}

}  // namespace

Facts derive_facts(const CaseEntries& entries, Date today) {
  Facts facts;
  facts.set_datasource("Case Management");
  Date registered = today;
  if (entries.first_contact != nullptr) {
    const auto date = as_date(entries.first_contact->date());
    if (date && *date <= today) registered = *date;
  }
  facts.set_year_of_registration(to_iso(registered).substr(0, 4));
  // As in the dataset, where nothing was said of these two.
  facts.set_means_of_control_not_specified("1");
  facts.set_means_of_control_concatenated("Not specified");
  set_flags(recruiters(), {"unknown"}, facts);
  if (entries.identity != nullptr) set_person(*entries.identity, registered, facts);
  if (entries.exploitation != nullptr) set_exploitation(*entries.exploitation, entries.identity, facts);
  return facts;
}

}  // namespace arasha::statistics

#include "casework/facts.h"

#include <algorithm>
#include <array>

namespace arasha::casework {
namespace {

template <class List>
bool has(const List& list, std::string_view code) {
  return std::find(list.begin(), list.end(), code) != list.end();
}

std::string flag(bool value) { return value ? "1" : "0"; }

void append(std::string& joined, std::string_view word) {
  if (!joined.empty()) joined += ';';
  joined += word;
}

void person_facts(const Identity& identity, Date today, Facts& facts) {
  if (identity.gender() == "Feminine") facts.set_gender("Female");
  else if (identity.gender() == "Masculine") facts.set_gender("Male");
  else if (identity.gender().starts_with("Transgender") || identity.gender() == "NonConforming") facts.set_gender("Transgender/NonConforming");
  else if (identity.sex() == "female") facts.set_gender("Female");
  else if (identity.sex() == "male") facts.set_gender("Male");

  std::string band = identity.age_band();
  if (const auto birth = date_from_iso(identity.birth_date())) band = age_band_of(years_between(*birth, today));
  facts.set_age_broad(band);
  if (!band.empty()) facts.set_majority_status(band == "0--8" || band == "9--17" ? "Minor" : "Adult");
  if (identity.citizenships_size() > 0) facts.set_citizenship(identity.citizenships(0));
}

// The standard's codes and the dataset's columns do not agree word for word; this is the mapping of HTCDS 2.0 to CTDC.
void control_facts(const Exploitation& happened, Facts& facts) {
  const auto& controls = happened.controls();
  if (controls.empty()) {
    facts.set_means_of_control_not_specified("1");
    return;
  }
  facts.set_means_of_control_not_specified("0");
  std::string joined;
  const auto one = [&](bool value, const char* word) {
    if (value) append(joined, word);
    return flag(value);
  };
  facts.set_means_of_control_debt_bondage(one(has(controls, "DebtBondage"), "Debt bondage"));
  facts.set_means_of_control_takes_earnings(one(has(controls, "TakesEarnings"), "Takes earnings"));
  facts.set_means_of_control_restricts_financial_access(one(has(controls, "RestrictsFinancialAccess"), "Restricts financial access"));
  facts.set_means_of_control_threats(one(has(controls, "PhysicalThreats") || has(controls, "ThreatensChildrenFamily"), "Threats"));
  facts.set_means_of_control_psychological_abuse(one(has(controls, "PsychologicalAbuse"), "Psychological abuse"));
  facts.set_means_of_control_physical_abuse(one(has(controls, "PhysicalAbuse"), "Physical abuse"));
  facts.set_means_of_control_sexual_abuse(one(has(controls, "SexualAbuse"), "Sexual abuse"));
  facts.set_means_of_control_false_promises(one(has(controls, "FalsePromises"), "False promises"));
  facts.set_means_of_control_psychoactive_substances(one(has(controls, "PsychoactiveSubstance"), "Psychoactive substances"));
  facts.set_means_of_control_restricts_movement(one(has(controls, "RestrictsMovement"), "Restricts movement"));
  facts.set_means_of_control_restricts_medical_care(one(has(controls, "RestrictsMedicalCare"), "Restricts medical care"));
  facts.set_means_of_control_excessive_working_hours(one(has(controls, "ExcessiveWorkingHours"), "Excessive working hours"));
  facts.set_means_of_control_threat_of_law_enforcement(one(has(controls, "ThreatsLawEnforcement"), "Threat of law enforcement"));
  facts.set_means_of_control_withholds_necessities(one(has(controls, "WithholdsNecessities"), "Withholds necessities"));
  facts.set_means_of_control_withholds_documents(one(has(controls, "WithholdsDocuments"), "Withholds documents"));
  facts.set_means_of_control_other(one(has(controls, "Other"), "Other"));
  facts.set_means_of_control_concatenated(joined);
}

void exploitation_facts(const Exploitation& happened, Facts& facts) {
  const auto& types = happened.types();
  facts.set_country_of_exploitation(happened.exploitation_country());
  if (types.empty()) return;
  const bool labour = has(types, "ForcedLabour") || has(types, "ChildLabour") || has(types, "ForcedBegging");
  const bool sexual = has(types, "SexualExploitation");
  const bool slavery = has(types, "Servitude");
  const bool marriage = has(types, "ForcedMarriage");
  const bool military = has(types, "ForcedMilitaryByNonStateActors");
  const bool organs = has(types, "OrganRemoval");
  const bool other = has(types, "Other") || has(types, "ForcedAdoption") || has(types, "Surrogacy") || has(types, "ForcedCriminality");
  facts.set_is_forced_labour(flag(labour));
  facts.set_is_sexual_exploit(flag(sexual));
  facts.set_is_other_exploit(flag(other));
  facts.set_is_sex_and_labour(flag(sexual && labour));
  facts.set_is_forced_marriage(flag(marriage));
  facts.set_is_forced_military(flag(military));
  facts.set_is_organ_removal(flag(organs));
  facts.set_is_slavery_and_practices(flag(slavery));
  std::string joined;
  if (labour) append(joined, "Forced labour");
  if (sexual) append(joined, "Sexual exploitation");
  if (sexual && labour) append(joined, "Combined sexual and labour exploitation");
  if (marriage) append(joined, "Forced marriage");
  if (slavery) append(joined, "Slavery and similar practices");
  if (other || military || organs) append(joined, "Other");
  facts.set_type_of_exploit_concatenated(joined);
}

void labour_facts(const Exploitation& happened, Facts& facts) {
  if (!has(happened.types(), "ForcedLabour") && !has(happened.types(), "ChildLabour") && !has(happened.types(), "ForcedBegging")) return;
  const std::string section = happened.industry().substr(0, 1);
  const bool begging = has(happened.types(), "ForcedBegging");
  std::string joined;
  const auto one = [&](bool value, const char* word) {
    if (value) append(joined, word);
    return flag(value);
  };
  facts.set_type_of_labour_agriculture(one(section == "A", "Agriculture"));
  facts.set_type_of_labour_begging(one(begging, "Begging"));
  facts.set_type_of_labour_construction(one(section == "F", "Construction"));
  facts.set_type_of_labour_domestic_work(one(section == "T", "Domestic work"));
  facts.set_type_of_labour_hospitality(one(section == "I", "Hospitality"));
  facts.set_type_of_labour_illicit_activities(one(has(happened.types(), "ForcedCriminality"), "Illicit activities"));
  facts.set_type_of_labour_manufacturing(one(section == "C", "Manufacturing"));
  facts.set_type_of_labour_mining_or_drilling(one(section == "B", "Mining or drilling"));
  facts.set_type_of_labour_transportation(one(section == "H", "Transportation"));
  constexpr std::string_view kNamed = "AFTICBH";
  facts.set_type_of_labour_other(one(!section.empty() && kNamed.find(section) == std::string_view::npos, "Other"));
  facts.set_type_of_labour_not_specified(one(section.empty() && !begging, "Not specified"));
  facts.set_type_of_labour_concatenated(joined);
}

void sex_facts(const Exploitation& happened, Facts& facts) {
  if (!has(happened.types(), "SexualExploitation") || happened.sex_types().empty()) return;
  std::string joined;
  const auto one = [&](const char* code, const char* word) {
    const bool value = has(happened.sex_types(), code);
    if (value) append(joined, word);
    return flag(value);
  };
  facts.set_type_of_sex_prostitution(one("Prostitution", "Prostitution"));
  facts.set_type_of_sex_pornography(one("Pornography", "Pornography"));
  facts.set_type_of_sex_remote_interactive_services(one("RemoteInteractiveServices", "Remote interactive services"));
  facts.set_type_of_sex_private_sexual_services(one("PrivateSexualServices", "Private sexual services"));
  facts.set_type_of_sex_concatenated(joined);
}

void recruiter_facts(const Exploitation& happened, Facts& facts) {
  const std::string& relation = happened.relationship();
  if (relation.empty()) return;
  facts.set_recruiter_relation_intimate_partner("0");
  facts.set_recruiter_relation_friend(flag(relation == "Acquainted"));
  facts.set_recruiter_relation_family(flag(relation == "Familial"));
  facts.set_recruiter_relation_other(flag(relation == "Unaquainted"));
  facts.set_recruiter_relation_unknown("0");
  if (relation == "Familial") facts.set_recruiter_relationship("Family/Relative");
  else if (relation == "Acquainted") facts.set_recruiter_relationship("Friend/Acquaintance");
  else facts.set_recruiter_relationship("Other");
}

}  // namespace

std::string age_band_of(int years) {
  struct Band {
    int last;
    const char* code;
  };
  constexpr std::array<Band, 8> kBands = {{{8, "0--8"}, {17, "9--17"}, {20, "18--20"}, {23, "21--23"}, {26, "24--26"},
                                           {29, "27--29"}, {38, "30--38"}, {47, "39--47"}}};
  if (years < 0) return "";
  for (const Band& band : kBands) {
    if (years <= band.last) return band.code;
  }
  return "48+";
}

Facts derive_facts(const Identity* identity, const FirstContact* contact, const Exploitation* happened, Date today) {
  Facts facts;
  facts.set_datasource("Case Management");
  if (contact != nullptr && contact->date().size() == 10) facts.set_year_of_registration(contact->date().substr(0, 4));
  if (identity != nullptr) person_facts(*identity, today, facts);
  if (happened == nullptr) return facts;
  if (happened->age_when_trafficked().size() == 1 || happened->age_when_trafficked().size() == 2) {
    const bool minor = happened->age_when_trafficked().size() == 1 || happened->age_when_trafficked() < "18";
    facts.set_majority_entry(minor ? "Minor" : "Adult");
  }
  control_facts(*happened, facts);
  exploitation_facts(*happened, facts);
  labour_facts(*happened, facts);
  sex_facts(*happened, facts);
  recruiter_facts(*happened, facts);
  return facts;
}

}  // namespace arasha::casework

// Whether a table is valid by the Human Trafficking Case Data Standard 2.0: the names of its columns, those of the core all
// there, code lists, dates, numbers, telephones. The lists stand here a second time, as the standard publishes them
// (github.com/UNMigration/HTCDS, CC BY 4.0), so that a slip in ours is found.
#pragma once

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/catalogue.h"
#include "base/time.h"
#include "statistics/csv.h"

namespace arasha::statistics {

inline const std::vector<std::string>& htcds_core() {
  static const std::vector<std::string> names = {
      "prs_Salutation", "prs_FirstName", "prs_SecondName", "prs_Birthdate", "prs_Gender", "prs_Citizenship", "prs_Title", "prs_Email", "prs_HomePhone", "prs_MobilePhone",
      "prs_MailingCity", "prs_MailingCountry", "prs_MailingState", "prs_MailingStreet", "prs_MailingPostalCode", "vic_TraffickingStatus", "vic_TraffickingStatusDecisionMakingOrg",
      "vic_MethodOfRecruitment", "vic_LocationOfRecruitment", "vic_MethodsOfControl", "vic_TypeOfExploitation", "vic_ForcedLabourIndustry", "vic_TypeOfSexExploitation",
      "vic_LocationOfExploitation", "cas_Status", "cas_ReasonForCaseClosure", "cas_CaseOwner", "cas_ReferringOrganisation", "cas_IncomingReferralDate", "cas_ReferringPrimaryCaseWorker",
      "cas_ReasonForIncomingReferral", "cas_IncomingReferralDetails", "cas_ReferredOrganisation", "cas_ReferredPrimaryCaseWorker", "cas_ReasonForOutgoingReferral",
      "cas_OutgoingReferralDate", "cas_OutgoingReferralDetails", "con_Consent"};
  return names;
}

// Beside the core: what else a table may have of what we write.
inline const std::set<std::string>& htcds_beside_core() {
  static const std::set<std::string> names = {"prs_MiddleName", "prs_Deceased", "prs_MaritalStatus", "prs_NumberOfChildren", "prs_PrimaryLanguage", "prs_SecondaryLanguage",
                                              "prs_HighestLevelOfEducation", "prs_IdentityNumber", "vic_RelationshipToTrafficker", "vic_AgeWhenTrafficked", "cco_CaseComment", "hte_Country",
                                              "hte_Date", "hte_Type", "hte_Description", "spl_Objectives", "spl_ActionPlan", "spl_PlannedEndDate", "spl_ActualEndDate", "spl_Type"};
  return names;
}

inline const std::map<std::string, std::set<std::string>>& htcds_lists() {
  static const std::map<std::string, std::set<std::string>> lists = {
      {"prs_Gender", {"Feminine", "Masculine", "TransgenderFeminine", "TransgenderMasculine", "NonConforming", "NonSpecifiedUnknown"}},
      {"prs_MaritalStatus", {"Single", "Married", "Widowed", "Divorced", "Separated", "RegisteredPartnership"}},
      {"prs_HighestLevelOfEducation", {"EarlyChildhoodEducation", "PrimaryEducation", "LowerSecondaryEducation", "UpperSecondaryEducation", "PostSecondaryNonTertiaryEducation", "ShortCycleTertiaryEducation", "BachelorsOrEquivalentLevel", "MastersOrEquivalentLevel", "DoctoralOrEquivalentLevel"}},
      {"vic_TraffickingStatus", {"PossibleVictimOfTrafficking", "ActualVictimOfTrafficking", "NotAVictimOfTrafficking"}},
      {"vic_TraffickingStatusDecisionMakingOrg", {"Police", "NGO", "CourtOrProsecution", "NonPoliceGovernmentalOrganization", "Other"}},
      {"vic_RelationshipToTrafficker", {"Familial", "Acquainted", "Unaquainted"}},
      {"vic_MethodOfRecruitment", {"AtAPlaceOfBusiness", "AtAnEducationalInstitution", "AtWork", "ThroughOnlineSocialNetworks", "ThroughAnOnlineAdvertisement", "ThroughATelevisionAdvert", "ThroughANewspaperAdvert", "ThroughFamilyOrFamilyEvents", "ThroughFriendsOrSocialEvents", "Other"}},
      // RestrictsMovement is in the definitions that the standard publishes beside the list, and in the dataset made of it.
      {"vic_MethodsOfControl", {"PhysicalThreats", "ThreatsLawEnforcement", "ThreatensChildrenFamily", "DebtBondage", "FalsePromises", "PhysicalAbuse", "SexualAbuse", "TakesEarnings", "RestrictsFinancialAccess", "RestrictsMedicalCare", "WithholdsNecessities", "PsychologicalAbuse", "PsychoactiveSubstance", "ExcessiveWorkingHours", "WithholdsDocuments", "Other", "RestrictsMovement"}},
      {"vic_TypeOfExploitation", {"ForcedLabour", "SexualExploitation", "ChildLabour", "ForcedMarriage", "Servitude", "ForcedMilitaryByNonStateActors", "OrganRemoval", "ForcedBegging", "ForcedAdoption", "Surrogacy", "Other"}},
      {"vic_ForcedLabourIndustry", {"A_AgricultureForestryAndFishing", "B_MiningAndQuarrying", "C_Manufacturing", "D_ElectricityGasSteamAndAirConditioningSupply", "E_WaterSupplySewerageWasteManagement", "F_Construction", "G_WholesaleAndRetailTradeRepairOfMotorVehicles", "H_TransportationAndStorage", "I_AccommodationAndFoodServiceActivities", "J_InformationAndCommunication", "K_FinancialAndInsuranceActivities", "L_RealEstateActivities", "M_ProfessionalScientificAndTechnicalActivities", "N_AdministrativeAndSupportServiceActivities", "O_PublicAdministrationAndDefence", "P_Education", "Q_HumanHealthAndSocialWorkActivities", "R_ArtsEntertainmentAndRecreation", "S_OtherServiceActivities", "T_ActivitiesOfHouseholdsAsEmployers", "U_ActivitiesOfExtraterritorialOrganizations"}},
      {"vic_TypeOfSexExploitation", {"Prostitution", "Pornography", "RemoteInteractiveServices", "PrivateSexualServices"}},
      {"cas_Status", {"Active", "FollowUp", "Closed", "ClosedReferred"}},
      {"cas_ReasonForIncomingReferral", {"AdditionalServicesRequired", "MigrationOrChangeOfLocation", "Other"}},
      {"cas_ReasonForOutgoingReferral", {"AdditionalServicesRequired", "MigrationOrChangeOfLocation", "Other"}},
      {"hte_Type", {"Recruitment", "Transit", "Exploitation"}},
      {"spl_Type", {"Education", "Financial", "Health", "LabourExploitationRehabilitation", "Legal", "Livelihood", "RightsBasedTraining", "SexualExploitationRehabilitation", "SocialCare"}},
      {"prs_Deceased", {"TRUE", "FALSE"}},
      {"con_Consent", {"TRUE", "FALSE"}}};
  return lists;
}

inline bool htcds_value_is_valid(const std::string& column, const std::string& value) {
  static const std::set<std::string> several = {"vic_MethodOfRecruitment", "vic_MethodsOfControl", "vic_TypeOfExploitation", "vic_TypeOfSexExploitation", "prs_Citizenship"};
  if (several.contains(column) && value.find(';') != std::string::npos) {
    const auto at = value.find(';');
    return htcds_value_is_valid(column, value.substr(0, at)) && htcds_value_is_valid(column, value.substr(at + 1));
  }
  if (const auto list = htcds_lists().find(column); list != htcds_lists().end()) return list->second.contains(value);
  static const std::set<std::string> dates = {"prs_Birthdate", "cas_IncomingReferralDate", "cas_OutgoingReferralDate", "hte_Date", "spl_PlannedEndDate", "spl_ActualEndDate"};
  if (dates.contains(column)) return date_from_iso(value).has_value();
  if (column == "prs_NumberOfChildren" || column == "vic_AgeWhenTrafficked") return std::regex_match(value, std::regex("[0-9]{1,3}"));
  if (column == "prs_MobilePhone" || column == "prs_HomePhone") return std::regex_match(value, std::regex("\\+?[1-9][0-9]{1,14}"));
  const auto& countries = country_codes();
  const auto& languages = language_codes();
  if (column == "prs_Citizenship" || column == "hte_Country") return std::find(countries.begin(), countries.end(), value) != countries.end();
  if (column == "prs_PrimaryLanguage" || column == "prs_SecondaryLanguage") return std::find(languages.begin(), languages.end(), value) != languages.end();
  return true;
}

// What is wrong, by line and column; nothing: the table is valid.
inline std::vector<std::string> htcds_problems(const std::string& table, const std::vector<std::string>& required = htcds_core()) {
  std::vector<std::string> out;
  auto reader = CsvReader::from_text(table);
  if (!reader) return {"no table"};
  const auto& heading = reader->header();
  for (const std::string& name : heading) {
    if (std::find(htcds_core().begin(), htcds_core().end(), name) == htcds_core().end() && !htcds_beside_core().contains(name)) out.push_back("no column of the standard: " + name);
    if (std::count(heading.begin(), heading.end(), name) > 1) out.push_back("twice: " + name);
  }
  for (const std::string& name : required) {
    if (std::find(heading.begin(), heading.end(), name) == heading.end()) out.push_back("missing: " + name);
  }
  CsvRow row;
  while (true) {
    const auto more = reader->next(row);
    if (!more) out.push_back("broken row");
    if (!more || !*more) break;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string value(restore_cell(row[i]));
      if (!value.empty() && !htcds_value_is_valid(heading[i], value)) out.push_back("line " + std::to_string(row.line()) + ", " + heading[i] + ": " + value);
    }
  }
  return out;
}

}  // namespace arasha::statistics

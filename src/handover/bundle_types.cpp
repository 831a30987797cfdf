// Which types of entries go with a case, and which groups of fields a consent must cover for each (docs/formats/handover.md). A test holds
// it against every type of the five compartments, and against the fields of a referral.
#include <map>

#include "casework/consent/outflow.h"
#include "handover/bundle.h"
#include "handover/bundle_content.h"

namespace arasha::handover {
namespace {

struct Going {
  const char* type;
  std::vector<std::string> groups;
};

const std::vector<Going>& going() {
  // What people write freely about the whole case: everything but what has entries of its own.
  static const std::vector<std::string> anything = {"identity", "contact", "family", "what_happened", "services", "risk", "whereabouts"};
  static const std::vector<Going> all = {
      {"Identity", {"identity", "contact", "family"}},
      {"FamilyLink", {"family"}},
      {"PersonDocument", {"identity", "photograph"}},
      {"OwnIdentity", {"identity", "contact", "family"}},

      {"HealthNote", {"health"}},
      {"HealthDocument", {"health"}},
      {"OwnHealth", {"health"}},

      {"FirstContact", {"what_happened", "risk"}},
      {"Consent", {"services"}},
      {"WithheldFrom", {"risk"}},
      {"Shared", {"services"}},
      {"Identification", {"what_happened"}},
      {"Exploitation", {"what_happened"}},
      {"Screening", {"what_happened"}},
      {"Clue", {"what_happened"}},
      {"Need", {"services"}},
      {"NeedsAssessment", {"services"}},
      {"ServiceGiven", {"services"}},
      {"ServiceStanding", {"services"}},
      {"IndividualPlan", {"services"}},
      {"PlanReview", {"services"}},
      {"GoalProgress", {"services"}},
      {"Task", {"services"}},
      {"FollowUp", {"services", "risk"}},
      {"Closure", {"services"}},
      {"Reopening", {"services"}},
      {"ExitInterview", {"services"}},
      {"CaseDocument", {"services"}},
      {"RiskAssessment", {"risk"}},
      {"RetraffickingCheck", {"risk"}},
      {"LegalStatus", {"legal"}},
      {"ReflectionPeriod", {"legal"}},
      {"Return", {"whereabouts"}},
      {"ReturnOptions", {"whereabouts"}},
      {"ReturnAssessment", {"whereabouts", "risk"}},
      {"ReturnPlan", {"whereabouts"}},
      {"ReturnException", {"whereabouts", "risk"}},
      {"BestInterestDecision", {"family", "whereabouts"}},
      {"CaseConference", anything},
      {"Note", anything},
      {"OwnAssistance", anything},

      {"LegalStep", {"legal"}},
      {"Proceeding", {"legal"}},
      {"Hearing", {"legal"}},
      {"Claim", {"legal"}},
      {"NonPunishment", {"legal"}},
      {"LegalDocument", {"legal"}},
      {"LegalClue", {"legal", "what_happened"}},
      {"OwnLegal", {"legal"}},

      {"SafeContact", {"contact"}},
      {"Alerts", {"services", "health"}},
      {"SafetyPlan", {"risk", "contact"}},
      {"SafetyEvent", {"risk"}},
      {"OwnPresence", {"contact", "services", "risk"}},
  };
  return all;
}

}  // namespace

// Of this house, or made anew at the other one.
const std::vector<std::string>& types_that_stay() {
  static const std::vector<std::string> all = {
      "CaseOpened", "CaseForShift",                                      // made anew
      "Assignment", "CaseFlag",                                          // who works on it, and what colleagues look at
      "ApprovalAsked", "Approval",                                       // a second person of this house
      "SharingOverride", "SharingConfirmed",                             // two people of this house answer for it
      "LegalHold", "LegalHoldLifted",                                    // binds this house
      "ErasureProposed", "ErasureStopped", "ErasureCertificate",         // of this house
      "TaskTemplate", "PaperMade",                                       // sets and letters of this house
      "CaseReferral", "CaseHandover", "ConferencePlan", "ConferenceRelease",  // its conversations
      "PaperKept",                                                       // the papers themselves go with a receipt of their own
      "PersonMerged", "PersonMergedInto", "PersonUnmerged",              // of files here
      "CaseOrigin", "IdentityOrigin", "HealthOrigin", "LegalOrigin", "PresenceOrigin",  // carried with each entry
  };
  return all;
}

const std::vector<std::string>& groups_of_entry(std::uint16_t type) {
  static const std::map<std::uint16_t, std::vector<std::string>> all = [] {
    std::map<std::uint16_t, std::vector<std::string>> out;
    for (const Going& one : going()) out.emplace(schema::entry_type(std::string_view(one.type))->number, one.groups);
    return out;
  }();
  static const std::vector<std::string> none;
  const auto found = all.find(type);
  return found == all.end() ? none : found->second;
}

}  // namespace arasha::handover

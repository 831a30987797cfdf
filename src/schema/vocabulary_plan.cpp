// Lists of risks, plans and approvals. The factors of risk are those of individual risk assessments in national referral
// mechanisms; likelihood and severity are a scale of our own (docs/safety-and-plan.md).
#include "schema/vocabulary_lists.h"

namespace arasha::schema {

std::vector<Vocabulary> plan_lists() {
  return {
      {"risk_factor",
       {
           {"trafficker_at_large", N_("The trafficker is at large")},
           {"knows_address", N_("The trafficker knows where the person or the family lives")},
           {"threats", N_("Threats were received")},
           {"debt", N_("A debt is demanded")},
           {"family_involved", N_("The family is involved")},
           {"criminal_case", N_("The person takes part in a criminal case")},
           {"organised_group", N_("An organised group")},
           {"corruption", N_("Links to officials")},
           {"media", N_("Attention of the media")},
           {"traceable", N_("Social networks or telephone can be traced")},
           {"documents_held", N_("The trafficker holds the documents")},
           {"irregular_stay", N_("No right to stay")},
           {"health", N_("Health, self-harm or substances")},
           {"children", N_("A child, or children and others who depend on the person")},
           {"other_residents", N_("Other residents")},
           {"staff", N_("Danger to staff")},
           {"shelter_known", N_("The place of the shelter is known")},
           {"return_area", N_("Danger where the person would return to")},
           {"other", N_("Other")},
       }},
      {"risk_likelihood",
       {
           {"unlikely", N_("Unlikely")},
           {"possible", N_("Possible")},
           {"likely", N_("Likely")},
       }},
      {"risk_severity",
       {
           {"minor", N_("Can be borne")},
           {"serious", N_("Serious harm")},
           {"grave", N_("Danger to life or freedom")},
       }},
      {"risk_level",
       {
           {"low", N_("Low risk")},
           {"medium", N_("Medium risk")},
           {"high", N_("High risk")},
           {"critical", N_("Critical risk")},
       }},
      {"risk_occasion",
       {
           {"first", N_("First assessment")},
           {"new_contact", N_("New contact")},
           {"hearing", N_("Hearing or interview")},
           {"trafficker_released", N_("The trafficker was released")},
           {"move", N_("Move")},
           {"return", N_("Return")},
           {"breach", N_("A secret became known")},
           {"media", N_("A report in the media")},
           {"review", N_("Review")},
           {"other", N_("Other")},
       }},
      {"safety_event",
       {
           {"new_contact", N_("The trafficker or their people made contact")},
           {"threat", N_("A threat")},
           {"trafficker_released", N_("The trafficker was released")},
           {"move", N_("Move to another place")},
           {"breach", N_("A secret became known: the place, the name, the documents")},
           {"media", N_("A report in the media")},
           {"other", N_("Other")},
       }},
      {"plan_agreement",
       {
           {"agrees", N_("Agrees")},
           {"partly", N_("Agrees in part")},
           {"refuses", N_("Does not agree")},
           {"not_asked", N_("Not asked yet")},
       }},
      {"plan_review_result",
       {
           {"stays", N_("The plan stays as it is")},
           {"changed", N_("The plan was changed")},
           {"replaced", N_("A new plan is made")},
           {"ended", N_("The plan is finished")},
       }},
      // Primero, goal progress and further action; "given up" is ours.
      {"goal_progress",
       {
           {"not_applicable", N_("Does not apply")},
           {"in_progress", N_("In progress")},
           {"met", N_("Met")},
           {"given_up", N_("Given up")},
       }},
      {"further_action",
       {
           {"none", N_("Nothing more")},
           {"monitoring", N_("Keep an eye on it")},
           {"urgent", N_("Urgent action")},
       }},
      {"approval_decision",
       {
           {"approved", N_("Approved")},
           {"returned", N_("Given back")},
       }},
  };
}

}  // namespace arasha::schema

// Lists of safe return, the best interest of a child, conferences and the end of the help. The steps of a
// return are those of assisted voluntary return (IOM) and of national referral mechanisms; the states of each
// are our own, for none is published.
#include "schema/vocabulary_lists.h"

namespace arasha::schema {

std::vector<Vocabulary> returning_lists() {
  return {
      {"return_option",
       {
           {"stay", N_("Stay in this country")},
           {"permit", N_("A permit as a victim of trafficking")},
           {"asylum", N_("Asylum")},
           {"assisted", N_("Assisted voluntary return")},
           {"alone", N_("Return organised by the person")},
           {"third_country", N_("Go to a third country")},
           {"later", N_("Decide later")},
       }},
      {"return_risk",
       {
           {"trafficked_again", N_("Being exploited again")},
           {"retaliation", N_("Revenge on the person or the family")},
           {"debt", N_("A debt is demanded")},
           {"family", N_("The family is involved")},
           {"stigma", N_("Rejection by the family or the neighbours")},
           {"prosecution", N_("Punishment by the authorities there")},
           {"no_housing", N_("Nowhere to live")},
           {"no_income", N_("No income")},
           {"health", N_("Health care cannot be had")},
           {"other", N_("Other")},
       }},
      {"return_assessed_there",
       {
           {"yes", N_("Yes")},
           {"asked", N_("Asked, no answer yet")},
           {"not_possible", N_("Not possible")},
           {"not_wanted", N_("The person does not want it")},
       }},
      {"return_result",
       {
           {"safe", N_("The return is safe")},
           {"safe_with_measures", N_("Safe with measures")},
           {"not_now", N_("Not now: too dangerous")},
       }},
      {"partner_contact",
       {
           {"not_yet", N_("Not contacted yet")},
           {"asked", N_("Asked, no answer yet")},
           {"agreed", N_("Will receive the person")},
           {"declined", N_("Cannot receive the person")},
       }},
      {"return_exception",
       {
           {"options", N_("Options explained")},
           {"assessment", N_("Assessment before the return")},
           {"plan", N_("Plan of the return")},
       }},
      {"return_fines",
       {
           {"none", N_("No fines")},
           {"open", N_("Still to be settled")},
           {"waived", N_("Waived")},
           {"paid", N_("Paid")},
       }},
      {"exit_permit",
       {
           {"not_needed", N_("Not needed")},
           {"requested", N_("Requested")},
           {"issued", N_("Issued")},
           {"refused", N_("Refused")},
       }},
      {"fit_to_travel",
       {
           {"fit", N_("Fit to travel")},
           {"with_escort", N_("Fit to travel, but not alone")},
           {"not_fit", N_("Not fit to travel now")},
           {"not_asked", N_("No examination is needed")},
       }},
      {"return_escort",
       {
           {"none", N_("Nobody")},
           {"social", N_("A social worker")},
           {"medical", N_("A doctor or nurse")},
           {"guardian", N_("The guardian or a relative")},
       }},
      {"reception",
       {
           {"met", N_("The person was met")},
           {"arrived_alone", N_("Arrived, but nobody was there")},
           {"not_arrived", N_("Did not arrive")},
       }},
      {"retrafficking_result",
       {
           {"again", N_("The person is exploited again")},
           {"worry", N_("There is reason to worry")},
           {"none", N_("No signs of new exploitation")},
       }},
      {"child_heard",
       {
           {"talk", N_("In a conversation alone")},
           {"play", N_("By drawing or playing")},
           {"through", N_("Through somebody whom the child trusts")},
           {"too_young", N_("Too young to be asked")},
           {"silent", N_("The child did not want to speak")},
       }},
      {"durable_solution",
       {
           {"return_family", N_("Return to the family")},
           {"return_care", N_("Return into care there")},
           {"stay_family", N_("Stay here, with the family or relatives")},
           {"stay_care", N_("Stay here, in care")},
           {"third_country", N_("Go to a third country")},
           {"open", N_("No durable solution yet")},
       }},
      {"exit_interview",
       {
           {"held", N_("It took place")},
           {"declined", N_("The person does not want it")},
           {"not_reached", N_("The person could not be reached")},
       }},
      {"satisfaction",
       {
           {"very", N_("Very content")},
           {"rather", N_("Rather content")},
           {"partly", N_("Partly")},
           {"rather_not", N_("Rather not content")},
           {"not", N_("Not content")},
       }},
  };
}

}  // namespace arasha::schema

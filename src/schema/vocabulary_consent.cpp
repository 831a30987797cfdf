// Consent and sharing (docs/consent.md).
#include "schema/vocabulary_lists.h"

namespace arasha::schema {

std::vector<Vocabulary> consent_lists() {
  return {
      // Groups of fields: an outflow and a consent are compared by them.
      {"consent_fields",
       {
           {"identity", N_("Identity and documents")},
           {"contact", N_("Contact details")},
           {"family", N_("Family and children")},
           {"what_happened", N_("What happened")},
           {"services", N_("Needs and services")},
           {"risk", N_("Danger and safety")},
           {"health", N_("Health")},
           {"legal", N_("Legal matters")},
           {"photograph", N_("Photograph")},
           {"whereabouts", N_("Whereabouts")},
       }},
      // The prompts of IOM's screening form, as HTCDS carries them.
      {"consent_told",
       {
           {"purpose", N_("What it is for")},
           {"use", N_("What the data are used for, now and perhaps later")},
           {"research", N_("That figures without names may serve research")},
           {"see_own", N_("That everybody may see the own data")},
           {"how_long", N_("How long the data are kept")},
           {"withdraw", N_("How to take the consent back")},
           {"help_anyway", N_("That help does not depend on the answer")},
       }},
      {"child_agrees",
       {
           {"yes", N_("Yes")},
           {"no", N_("No")},
           {"too_young", N_("Too young to be asked")},
       }},
      {"sharing_ground",
       {
           {"law", N_("A law obliges us")},
           {"life", N_("Imminent danger to life")},
           {"court", N_("A court order")},
       }},
      {"person_told",
       {
           {"yes", N_("Yes")},
           {"not_yet", N_("Not yet")},
           {"unsafe", N_("No: it would be dangerous")},
       }},
      // Primero.
      {"withheld_reason",
       {
           {"harm_self", N_("Fear of harm to the person")},
           {"harm_others", N_("Fear of harm to others")},
           {"other", N_("Other")},
       }},
      {"sharing_way",
       {
           {"spoken", N_("Face to face")},
           {"telephone", N_("By telephone")},
           {"paper", N_("On paper")},
           {"electronic", N_("As a file or message")},
           {"other", N_("Other")},
       }},
      {"sharing_basis",
       {
           {"consent", N_("Consent")},
           {"override", N_("Sharing without consent, confirmed by two people")},
       }},
  };
}

}  // namespace arasha::schema

// Papers (docs/paper.md).
#include "schema/vocabulary_lists.h"

namespace arasha::schema {

std::vector<Vocabulary> letter_lists() {
  return {
      {"paper_kind",
       {
           {"referral", N_("Referral letter")},
           {"plan", N_("Plan for signature")},
           {"act", N_("Service act for the funder")},
           {"travel", N_("Letter to a consulate")},
           {"certificate", N_("Certificate of assistance")},
           {"own_copy", N_("The person's own copy")},
           {"summary", N_("Summary of the case")},
       }},
      {"paper_language",
       {
           {"ru", N_("Russian")},
           {"kk", N_("Kazakh")},
           {"en", N_("English")},
       }},
      {"paper_head",
       {
           {"neutral", N_("Neutral")},
           {"own", N_("With the name of the organisation")},
       }},
      {"paper_name",
       {
           {"alias", N_("Only the alias of the case")},
           {"name", N_("The name, as the person agreed")},
       }},
      {"certificate_says",
       {
           {"period", N_("From when until when")},
           {"services", N_("Which kinds of services")},
           {"citizenship", N_("The person's citizenship")},
           {"identified", N_("That the person was identified as a victim of trafficking")},
       }},
      {"paper_part",
       {
           {"identity", N_("Who the person is")},
           {"family", N_("Family and dependants")},
           {"health", N_("Health")},
           {"what_happened", N_("What happened")},
           {"account", N_("The person's account")},
           {"needs", N_("Needs")},
           {"plan", N_("Individual plan")},
           {"services", N_("Services")},
           {"risk", N_("Danger and safety")},
           {"legal", N_("Stay and law")},
           {"notes", N_("Notes")},
           {"shift", N_("What the shift knows")},
           {"consent", N_("Consent and what was given")},
           {"course", N_("Course of the case")},
       }},
  };
}

}  // namespace arasha::schema

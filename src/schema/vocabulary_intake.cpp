// Lists of the forms for people without an account.
#include "schema/vocabulary_lists.h"

namespace arasha::schema {

std::vector<Vocabulary> intake_lists() {
  return {
      // Codes of the list `source`, so that the first contact takes them over.
      {"intake_partner",
       {
           {"embassy", N_("Embassy or consulate")},
           {"ngo", N_("Non-governmental organisation")},
           {"police", N_("Police")},
           {"migration_police", N_("Migration police")},
           {"prosecutor", N_("Prosecutor")},
           {"border_guard", N_("Border guard")},
           {"labour_inspectorate", N_("Labour inspectorate")},
           {"local_authority", N_("Local authority")},
           {"health", N_("Health service")},
           {"school", N_("School")},
           {"iom", N_("IOM")},
           {"unhcr", N_("UNHCR")},
           {"other_io", N_("Other international organisation")},
           {"other", N_("Other")},
       }},
      {"intake_about",
       {
           {"self", N_("About myself")},
           {"other", N_("About somebody else")},
           {"several", N_("About several people")},
           {"place", N_("About a place where people may be held")},
       }},
      {"intake_need",
       {
           {"safe_place", N_("A safe place to stay")},
           {"out", N_("Help to get out")},
           {"doctor", N_("A doctor")},
           {"papers", N_("Papers, passport")},
           {"lawyer", N_("A lawyer")},
           {"money", N_("Food, clothes, money")},
           {"interpreter", N_("An interpreter")},
           {"home", N_("The way home")},
           {"children", N_("Help for children")},
           {"talk", N_("Somebody to talk to")},
           {"other", N_("Other")},
       }},
      {"intake_agrees",
       {
           {"yes", N_("Yes")},
           {"no", N_("No")},
           {"not_asked", N_("Not asked yet")},
       }},
      {"intake_call",
       {
           {"yes", N_("Yes")},
           {"through", N_("Only through you")},
           {"no", N_("No")},
       }},
      {"intake_step",
       {
           {"taken", N_("A colleague looks after it")},
           {"case", N_("It became a case")},
           {"not_for_us", N_("Not for us")},
           {"spam", N_("Spam")},
           {"closed", N_("Settled without a case")},
       }},
      {"intake_reason",
       {
           {"other_body", N_("Another body is responsible and was named to the writer")},
           {"no_trafficking", N_("No sign of trafficking, and no help that we give")},
           {"known", N_("Known already from somewhere else")},
           {"unclear", N_("Too little to act on, and the writer does not answer")},
           {"wish", N_("The person does not want it")},
           {"other", N_("Another reason")},
       }},
  };
}

}  // namespace arasha::schema

// Lists of clues, for cases that have something in common.
#include "schema/vocabulary_lists.h"

namespace arasha::schema {

std::vector<Vocabulary> clue_lists() {
  return {
      {"clue_kind",
       {
           {"person", N_("Person")},
           {"telephone", N_("Telephone")},
           {"vehicle", N_("Number of a vehicle")},
           {"place", N_("Address")},
           {"business", N_("Business, farm, building site, bar")},
           {"account", N_("Profile or e-mail")},
           {"bank", N_("Bank card or bank account")},
           {"company", N_("Number of a company")},
       }},
      // After the HTCDS 2.0 list of what a perpetrator did.
      {"clue_role",
       {
           {"exploiter", N_("Exploiter")},
           {"recruiter", N_("Recruiter or middleman")},
           {"transport", N_("Driver or companion on the way")},
           {"guard", N_("Guard or overseer")},
           {"money", N_("Received the money")},
           {"place_of_exploitation", N_("Place of exploitation")},
           {"place_of_keeping", N_("Where people were kept")},
           {"other", N_("Other")},
       }},
      {"clue_sure",
       {
           {"seen", N_("Seen in a document or by ourselves")},
           {"told", N_("Told by the person")},
           {"guess", N_("A guess")},
       }},
      {"cross_check",
       {
           {"book", N_("The key of the fingerprints")},
           {"compared", N_("The clues were compared with other cases")},
           {"asked", N_("A colleague asks about a clue")},
       }},
      {"cross_answer",
       {
           {"talk", N_("Yes, let us talk")},
           {"no", N_("No, this cannot be shared")},
       }},
  };
}

}  // namespace arasha::schema

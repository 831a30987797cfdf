// Lists of private comparison with other organisations.
#include "schema/vocabulary_lists.h"

namespace arasha::schema {

std::vector<Vocabulary> comparison_lists() {
  return {
      {"comparison_side",
       {
           {"we", N_("We")},
           {"they", N_("The partner")},
       }},
      {"comparison_state",
       {
           {"asked", N_("The partner asks for it")},
           {"begun", N_("Begun")},
           {"ended", N_("Ended")},
           {"broken", N_("Broken off")},
       }},
      {"comparison_refusal",
       {
           {"not_agreed", N_("There is no agreement for it, or not for this month")},
           {"version", N_("The two programs are of different versions")},
           {"size", N_("It was more than was agreed")},
           {"message", N_("What came was not what had to come")},
           {"point", N_("What came cannot come from an honest partner")},
           {"promise", N_("The partner did not send what it had promised")},
           {"count", N_("The two sides do not have the same in common")},
           {"stopped", N_("Somebody stopped it, or the time was over")},
       }},
      {"comparison_hint",
       {
           {"asked", N_("The partner was asked")},
           {"answered", N_("The partner has answered")},
           {"not_the_same", N_("Not the same person")},
           {"the_same", N_("The same person")},
       }},
  };
}

}  // namespace arasha::schema

// Lists of asking another organisation for a case.
#include "schema/vocabulary_lists.h"

namespace arasha::schema {

std::vector<Vocabulary> case_wanted_lists() {
  return {
      {"case_wanted_for",
       {
           {"case", N_("That the case is handed over to us")},
           {"summary", N_("A summary of what was done")},
           {"contact", N_("Only to know whom to ask")},
       }},
      {"case_wanted_reason",
       {
           {"continue", N_("The help goes on here")},
           {"repeat", N_("The person need not tell everything again")},
           {"safety", N_("The safety of the person")},
           {"legal", N_("A court or an authority must decide")},
           {"other", N_("Other")},
       }},
      {"case_wanted_ground",
       {
           {"consent", N_("The person agreed in writing")},
           {"law", N_("A law obliges")},
           {"court", N_("A court order")},
           {"agreement", N_("Our agreement with this partner")},
       }},
      {"case_wanted_answer",
       {
           {"unknown", N_("We do not know this person")},
           {"nothing", N_("We give no information")},
           {"ask_first", N_("The person must be asked first")},
           {"refer", N_("We refer the person to you")},
           {"hand_over", N_("We hand the case over")},
       }},
      // "Received", "came too late" and "destroyed" are what the partner's program says.
      {"case_wanted_step",
       {
           {"sent", N_("Sent")},
           {"received", N_("Received")},
           {"answered", N_("Answered")},
           {"revoked", N_("Taken back")},
           {"expired", N_("Came too late")},
           {"destroyed", N_("Destroyed, as was agreed")},
       }},
  };
}

}  // namespace arasha::schema

// Lists of handing cases over to another organisation.
#include "schema/vocabulary_lists.h"

namespace arasha::schema {

std::vector<Vocabulary> handover_lists() {
  return {
      {"handover_reason",
       {
           {"moved", N_("The people move to another region")},
           {"service", N_("Another service fits better")},
           {"successor", N_("We close, or a successor takes over the shelter")},
           {"wish", N_("The person wishes it")},
           {"other", N_("Other")},
       }},
      {"handover_answer",
       {
           {"accepted", N_("Accepted")},
           {"declined", N_("Declined")},
       }},
      {"handover_stay",
       {
           {"consent", N_("The person's consent does not cover it")},
           {"erased", N_("The case is not there any more")},
           {"elsewhere", N_("The case is being handed over in another handover, or was")},
           {"held", N_("The sender decided to keep it")},
       }},
      {"handover_case_state",
       {
           {"offered", N_("Offered")},
           {"accepted", N_("Accepted, not sent yet")},
           {"left_out", N_("Not accepted")},
           {"sent", N_("On its way")},
           {"unread", N_("Arrived damaged")},
           {"taken", N_("Taken over")},
           {"stays", N_("Stays with the sender")},
           {"refused", N_("Refused by the receiver")},
           {"back", N_("Taken back")},
       }},
      {"case_handover_state",
       {
           {"going", N_("Being handed over")},
           {"handed_over", N_("Handed over")},
           {"stayed", N_("Stayed with us")},
       }},
      {"handover_note",
       {
           {"taking", N_("Taking over began")},
           {"not_taken", N_("It could not be taken over")},
           {"taken", N_("Taken over into a case here")},
           {"settled", N_("Written into the case here")},
           {"dropped", N_("What travelled is destroyed here")},
       }},
  };
}

}  // namespace arasha::schema

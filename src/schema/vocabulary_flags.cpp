// Flags on cases: a list of our own (docs/lists.md).
#include "schema/vocabulary_lists.h"

namespace arasha::schema {

std::vector<Vocabulary> flag_lists() {
  return {
      {"case_flag",
       {
           {"urgent", N_("Urgent")},
           {"waits_answer", N_("Waits for an answer")},
           {"ask_supervisor", N_("Ask the supervisor")},
           {"check_papers", N_("Check the papers")},
           {"media", N_("The media are interested")},
           {"other", N_("Other")},
       }},
  };
}

}  // namespace arasha::schema

// Lists for whoever makes forms of the organisation's own. The codes are words for the values of own.proto.
#include "schema/vocabulary_lists.h"

namespace arasha::schema {

std::vector<Vocabulary> own_lists() {
  return {
      {"own_compartment",
       {
           {"identity", N_("Identity")},
           {"health", N_("Health")},
           {"assistance", N_("Assistance")},
           {"legal", N_("Legal part")},
           {"presence", N_("For duty staff")},
       }},
      {"own_kind",
       {
           {"text", N_("A line of text")},
           {"long_text", N_("A longer text")},
           {"number", N_("A number")},
           {"date", N_("A date")},
           {"choice", N_("One of several answers")},
           {"several", N_("Several answers at once")},
           {"yes_no", N_("Yes, no or unknown")},
       }},
      {"own_answered",
       {
           {"optional", N_("May be left empty")},
           {"required", N_("Must be answered")},
       }},
      {"own_sensitivity",
       {
           {"ordinary", N_("Ordinary")},
           {"identifying", N_("A person can be found by it")},
           {"special", N_("Health, sexual life or crime")},
       }},
  };
}

}  // namespace arasha::schema

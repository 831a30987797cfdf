// Lists of keeping and erasing, and of sets of tasks.
#include "schema/vocabulary_lists.h"

namespace arasha::schema {

std::vector<Vocabulary> retention_lists() {
  return {
      {"hold_ground",
       {
           {"investigation", N_("Investigation or criminal case")},
           {"court", N_("Court")},
           {"claim", N_("The person's own claim or complaint")},
           {"audit", N_("Audit by a funder")},
           {"inspection", N_("Inspection by a state body")},
           {"other", N_("Another reason")},
       }},
      {"erasure_ground",
       {
           {"period_over", N_("The period for keeping it is over")},
           {"person_asked", N_("The person asks for it")},
           {"ordered", N_("A court or the data protection authority ordered it")},
       }},
      {"erasure_facts",
       {
           {"kept", N_("They stay, so that old statistics remain true")},
           {"erased", N_("They go with the case")},
       }},
      {"template_event",
       {
           {"first_contact", N_("First contact")},
           {"identification", N_("Identification")},
           {"plan_approved", N_("The plan is approved")},
           {"stay_granted", N_("The right to stay is granted")},
           {"departure", N_("Departure")},
           {"closure", N_("The case is closed")},
       }},
      {"template_when",
       {
           {"after", N_("days after it")},
           {"before", N_("days before it")},
       }},
      {"template_who",
       {
           {"owner", N_("Whoever looks after the case")},
           {"user", N_("Whoever uses the set")},
       }},
      {"template_used",
       {
           {"yes", N_("Yes, it is offered in cases")},
           {"no", N_("No, it is not used any more")},
       }},
      {"task_priority",
       {
           {"urgent", N_("Urgent")},
           {"ordinary", N_("Ordinary")},
       }},
  };
}

}  // namespace arasha::schema

// Lists of conferences with people from other organisations.
#include "schema/vocabulary_lists.h"

namespace arasha::schema {

std::vector<Vocabulary> conference_lists() {
  return {
      {"conference_how",
       {
           {"office", N_("In person, at a public office")},
           {"telephone", N_("By telephone")},
           {"video", N_("By video")},
       }},
      // "received", "opened", "destroyed" and "expired" are what the participant's program says.
      {"conference_step",
       {
           {"invited", N_("Invitation sent")},
           {"received", N_("Received")},
           {"opened", N_("Opened and read")},
           {"comes", N_("We come")},
           {"declined", N_("We do not come")},
           {"other_day", N_("We ask for another day")},
           {"contribution", N_("Contribution")},
           {"moved", N_("Moved to another day")},
           {"released", N_("More is released")},
           {"held", N_("The conference took place")},
           {"decisions", N_("Decisions")},
           {"reported", N_("Report on a decision")},
           {"cancelled", N_("Cancelled")},
           {"revoked", N_("Taken back")},
           {"closed", N_("Closed")},
           {"expired", N_("Came too late")},
           {"destroyed", N_("Destroyed, as was agreed")},
       }},
      {"conference_result",
       {
           {"done", N_("Done")},
           {"not_done", N_("Not done")},
       }},
  };
}

}  // namespace arasha::schema

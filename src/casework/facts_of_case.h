// The facts for counting of one case: what would be written today, and what stands there.
#pragma once

#include "arasha/entries.pb.h"
#include "arasha/facts.pb.h"
#include "casework/story.h"

namespace arasha::casework {

enum class FactsState {
  not_ours,     // an imported record: its facts came with it
  unknown,      // this member cannot see what they are worked out from, or them
  missing,
  out_of_date,
  current,
};
// `identity` is null where the person's file is closed to the reader, and then the answer is `unknown`.
FactsState facts_state(const Story& story, const Identity* identity, bool may_see_facts, Date today);
Facts facts_now(const Story& story, const Identity& identity, Date today);

}  // namespace arasha::casework

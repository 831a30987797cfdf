#include "casework/facts_of_case.h"

#include "arasha/entries.pb.h"
#include "statistics/derive_facts.h"

namespace arasha::casework {

Facts facts_now(const Story& story, const Identity& identity, Date today) {
  statistics::CaseEntries entries;
  entries.identity = &identity;
  entries.first_contact = story.last<FirstContact>();
  entries.exploitation = story.last<Exploitation>();
  return statistics::derive_facts(entries, today);
}

FactsState facts_state(const Story& story, const Identity* identity, bool may_see_facts, Date today) {
  const auto* opened = story.last<CaseOpened>();
  if (opened != nullptr && opened->provenance() != "own") return FactsState::not_ours;
  if (opened == nullptr || identity == nullptr || !may_see_facts) return FactsState::unknown;
  const auto* written = story.last<Facts>();
  if (written == nullptr) return FactsState::missing;
  return written->SerializeAsString() == facts_now(story, *identity, today).SerializeAsString() ? FactsState::current : FactsState::out_of_date;
}

}  // namespace arasha::casework

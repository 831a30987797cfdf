// The one check before anything about a person goes to somebody outside (docs/consent.md). Every outflow
// calls decide(). Pure: a decision on the story of a case; what of it is closed to the reader permits
// nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "arasha/consent.pb.h"
#include "arasha/entries.pb.h"
#include "casework/story.h"

namespace arasha::casework {

// What would leave: codes of consent_purpose and consent_fields, and the name of who would receive it.
struct Outflow {
  std::string purpose;
  std::string recipient;
  std::vector<std::string> groups;
};

enum class Age { adult, child, closed };  // closed: the person's file is not open to who asks

enum class Ground { consent, legal };  // legal: sharing without consent, confirmed by a second person
enum class Refusal {
  none,  // it is permitted
  incomplete,
  withheld,
  no_consent,
  refused,
  withdrawn,
  expired,
  not_covered,
  no_guardian,
  child_disagrees,
  person_closed
};

// Everything in it points into the story.
struct Decision {
  Refusal refusal = Refusal::none;
  Ground ground = Ground::consent;
  const Item* source = nullptr;        // what permits or forbids it; null: nothing was recorded
  std::vector<std::string> uncovered;  // of `not_covered`: the groups that must be left out
  const Item* waiting = nullptr;       // a proposal that would permit it once a second person confirms it
  bool permitted() const { return refusal == Refusal::none; }
};

// Whether this may leave on that day. All of it, or not: who may send parts asks for each group.
//   1. A confirmed sharing without consent permits what it names; against the list of 2 only when it was
//      confirmed after the recipient was put there, so that both people knew.
//   2. A recipient on the withheld-from list gets nothing.
//   3. The answers to that purpose and recipient, in the order of their days: the last "given" says
//      everything that may be shared; "refused" and "withdrawn" end what they name, or all. A consent holds
//      on its last day too.
//   4. For a child, the consent must be the guardian's, and the child must not have said no.
Decision decide(const Story& story, const Outflow& outflow, Age age, Date day);

// Of a refusal: what to do instead. A msgid.
const char* sentence_of(Refusal refusal);

// Somebody outside receives something; the other purposes stay in the house.
bool goes_outside(std::string_view purpose);

// What a consent without groups of fields permits, as they were written before there were groups: enough to
// arrange help. Never health, photographs, what happened, legal matters, whereabouts; and nothing for
// statistics, research, media and purposes that stay in the house.
const std::vector<std::string>& groups_of_old_consent();
std::vector<std::string> groups_of(const Consent& consent);  // what a consent that was given permits

// Names are compared without regard to case and blanks; nothing else is guessed.
bool is_same_recipient(std::string_view a, std::string_view b);

// The answers to each purpose and recipient as they stand on that day.
enum class ConsentState { given, refused, withdrawn, expired };
struct StandingConsent {
  const Item* item = nullptr;
  const Consent* consent = nullptr;
  ConsentState state = ConsentState::given;
  std::vector<std::string> groups;  // of `given`: what may be shared now
};
std::vector<StandingConsent> standing_consents(const Story& story, Date today);

// A consent that counts for a child.
bool guardian_answered(const Consent& consent);

// The withheld-from list of that day.
struct Withheld {
  const Item* item = nullptr;
  const WithheldFrom* entry = nullptr;
};
std::vector<Withheld> withheld_list(const Story& story, Date day);

// Every sharing without consent, as it stands. A confirmation counts when it names the very version that
// stands there and comes from somebody who wrote no version of it.
enum class OverrideState { waiting, confirmed, over };
struct StandingOverride {
  const Item* item = nullptr;
  const SharingOverride* proposal = nullptr;
  OverrideState state = OverrideState::waiting;
  const Item* confirmation = nullptr;  // of one that was confirmed
};
std::vector<StandingOverride> standing_overrides(const Story& story, Date day);
// Whether this member wrote a version of it, and so cannot be the second person.
bool has_written(const Item& item, MemberId member);

}  // namespace arasha::casework

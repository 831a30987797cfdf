// Cards from stories: the one place that says what a list shows of a file. Pure.
#pragma once

#include "arasha/cards.pb.h"
#include "casework/story.h"

namespace arasha::casework {

CaseCard case_card(const Story& story);
PersonCard person_card(const Story& story);
PresenceCard presence_card(const Story& story);
LegalCard legal_card(const Story& story);
HealthCard health_card(const Story& story);

// The card of one compartment, as bytes; the facts compartment's card is the facts themselves.
Bytes card_of(const Story& story, std::uint8_t compartment);

}  // namespace arasha::casework

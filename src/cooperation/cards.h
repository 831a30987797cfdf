// The card of an agreement, a commission or a report: what lists show of it. Pure.
#pragma once

#include "cooperation/rules.h"

namespace arasha::cooperation {

CooperationCard card(const Story& story);
// For vault::Filing.
Bytes card_of(const Story& story, std::uint8_t compartment);

}  // namespace arasha::cooperation

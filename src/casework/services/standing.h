// Who may pay for services in this case on a day, by the rules of the country pack (pack/eligibility.h): from citizenship
// and stay, from the decisions on identification that stood on that day, and from the kind of service. Pure.
//
// Each body decides for itself: its last decision until that day counts, and of several bodies the one that opens most.
#pragma once

#include <optional>
#include <vector>

#include "arasha/entries.pb.h"
#include "casework/story.h"
#include "pack/eligibility.h"
#include "schema/form.h"

namespace arasha::casework {

struct Standing {
  pack::Group group = pack::UNKNOWN_GROUP;
  bool group_known = false;
  std::vector<const Identification*> decisions;  // the last of each body; into the story. None: taken for a signal
};
// `identity` is null where it is not known or not shown to this member.
Standing standing_on(const Story& story, const Identity* identity, const pack::Pack& pack, Date day);

struct Verdict {
  pack::Outcome outcome = pack::NOT_ELIGIBLE;
  const pack::EligibilityRule* rule = nullptr;    // of the pack; never null
  const Identification* decision = nullptr;       // that opened it; null: there is none
};
// Fails with not_found on a day before the first rule of the pack.
Result<Verdict> verdict_on(const pack::Pack& pack, const Standing& standing, Date day, std::string_view kind);

// Whose money it is. What an organisation gives of its own, and what costs nothing, no norm forbids.
enum class Money { state, donor, own };
Money money_of(std::string_view funding);  // a code of the vocabulary `funding`

// The first day on which the norms do not let that source pay; nothing where they let it on all days, or say nothing.
struct Forbidden {
  Date day;
  Verdict verdict;
};
std::optional<Forbidden> forbidden_payment(const Story& story, const Identity* identity, const pack::Pack& pack, const ServiceGiven& service);
schema::FieldError forbidden_error(const Catalogue& words, const Forbidden& forbidden);

// Writes what the rules say of its first day into the service.
void put_verdict(ServiceGiven& service, const Story& story, const Identity* identity, const pack::Pack& pack);

}  // namespace arasha::casework

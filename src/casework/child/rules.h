// A child: the guardian and the best-interest decision, which come before any journey (docs/safe-return.md).
// Pure but for the one function that looks the person up.
#pragma once

#include "arasha/entries.pb.h"
#include "arasha/returning.pb.h"
#include "casework/consent/outflow.h"
#include "casework/rules.h"

namespace arasha::casework {

// What the rules must know of a person whose file is another one than the case's.
struct Minor {
  Age age = Age::adult;
  bool guardian = false;  // somebody is written down whose guardianship rests on something
};
// `identity` null: closed to the reader.
Minor minor_of(const Identity* identity, const Story* person, Date today);
bool has_guardian(const Story& person);

// The newest decision, and how it stands. It counts when a second person approved of the version that stands.
struct BestInterest {
  const Item* item = nullptr;
  const BestInterestDecision* decision = nullptr;
  bool approved = false;
};
BestInterest best_interest_of(const Story& story);
// Whether the standing decision lets the child leave on such a journey. Null: it does; else why not, a msgid.
const char* against_best_interest(const BestInterest& stands, const Return& journey);

void check_child(const google::protobuf::Message& entry, Date today, std::vector<schema::FieldError>& errors);
// What may not be written about the journey of a child, or of somebody of whom it is not shown whether it is
// one. `before`: the last version of the item under correction, or null; what it said already is not asked
// again.
void check_journey_of(const Story& story, const Minor& person, const google::protobuf::Message& entry,
                      const google::protobuf::Message* before, std::vector<schema::FieldError>& errors);
// Whether an entry is one of which check_journey_of() says anything.
bool is_of_journey(const google::protobuf::Message& entry);

// Guardian and best interest, before all others.
std::vector<Suggestion> first_for_child(const Story& story, const Minor& person, Date today);

}  // namespace arasha::casework

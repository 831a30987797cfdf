// Case conferences: what outside people may hear, and who does what was decided (docs/safe-return.md). Pure.
#pragma once

#include <string>
#include <vector>

#include "arasha/consent.pb.h"
#include "arasha/returning.pb.h"
#include "casework/consent/outflow.h"
#include "schema/form.h"

namespace arasha::casework {

// The member's id of whoever does the decision of that number; empty: whoever looks after the case.
std::string doer_of(const CaseConference& conference, const std::string& number);
// Puts down for each decision the one colleague of that name (without regard to case and blanks); other names
// stay names.
struct Named {
  std::string name;
  std::string id;
};
void put_doers(CaseConference& conference, const std::vector<Named>& colleagues);

// What outside people hear, as a record of information given for each organisation; what stands in the story
// already for that day is left out.
std::vector<Shared> heard_outside(const Story& story, const CaseConference& conference);
// Why outside people may not hear it: the check of consent/outflow.h, at the row of each organisation. What
// was given that day already was permitted then.
void check_guests(const Story& story, const CaseConference& conference, Age age, Date today,
                  std::vector<schema::FieldError>& errors);

// Hook of casework/rules.h; whether the person is a child is asked by the page.
void check_conference(const Story& others, const google::protobuf::Message& entry, Date today,
                      std::vector<schema::FieldError>& errors);

}  // namespace arasha::casework

// The end of the help: what is still open, and the interview (docs/safe-return.md). Pure.
#pragma once

#include <string>
#include <vector>

#include "arasha/returning.pb.h"
#include "casework/story.h"
#include "schema/form.h"

namespace arasha::casework {

// Something that a closing would leave behind, as far as it is open to the reader. Nothing of it keeps the
// case from being closed.
struct Obligation {
  const char* text = "";  // a msgid; with {1} where there is a value
  std::string value;      // in the words of whoever wrote it, or a code of `vocabulary`
  const char* vocabulary = "";
};
std::vector<Obligation> open_obligations(const Story& story, Date today);

// Hook of casework/rules.h.
void check_closing(const google::protobuf::Message& entry, Date today,
                   std::vector<schema::FieldError>& errors);

}  // namespace arasha::casework

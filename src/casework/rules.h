// What may be written into a file, how it stands, and what comes next. Pure: decisions on a story, without keys or store.
#pragma once

#include "arasha/entries.pb.h"
#include "casework/consent/outflow.h"
#include "casework/story.h"
#include "schema/form.h"

namespace arasha::casework {

// Every reason why `entry` may not be written, by field; empty: it may. `corrects` is any version of the item under
// correction, which then does not count as written. What a part of the story that is closed to the reader says is not
// known here, so nobody learns it from a refusal. `by` is who writes: nobody approves of their own work.
std::vector<schema::FieldError> check(const Story& story, const google::protobuf::Message& entry, Date today, EntryId corrects = EntryId(),
                                      MemberId by = MemberId());

// The closing that stands, in the order of the record (dates may be entered late); null while the case is open.
const Closure* standing_closure(const Story& story);

// What belongs to the work waits for the reopening: a mistake of the field `date`.
void not_after_closure(const Story& story, const std::string& date, std::vector<schema::FieldError>& errors);

// Under eighteen on that day, as far as the identity says; an unknown age is not under eighteen.
bool is_minor(const Identity& identity, Date today);

// What a colleague would ask next, the most urgent first.
struct Suggestion {
  enum class Way { entry, owner, facts };
  Way way = Way::entry;
  const char* text = "";         // a msgid
  const char* entry_type = "";   // of `entry`: the form that it leads to
};
struct KnownOfCase {
  const Story* story = nullptr;
  const Identity* identity = nullptr;  // null: not known, or not shown to this member
  bool facts_current = true;
  const Story* person = nullptr;       // the person's file; null as above
};
std::vector<Suggestion> what_next(const KnownOfCase& known, Date today);

}  // namespace arasha::casework

// Safe return (docs/safe-return.md): its steps, where it stands, what stops it, and what may not be written.
// Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "arasha/entries.pb.h"
#include "arasha/returning.pb.h"
#include "casework/child/rules.h"
#include "casework/rules.h"

namespace arasha::casework {

// In this order; a child's first two come before everything else.
enum class ReturnStep {
  guardian,
  best_interest,
  options,
  decision,
  assessment,
  plan,
  travel_document,
  fines,
  exit_permit,
  fit,
  ticket,
  pocket_money,
  handover,
  departure,
  reception,
  follow_up,
  retrafficking
};
// `stopped`: something stands against it, and `why` says what; `waiting`: begun, others have to answer.
enum class StepState { open, waiting, stopped, done, not_needed };
struct StepOfReturn {
  ReturnStep step = ReturnStep::options;
  StepState state = StepState::open;
  std::string date;      // of what was done; may be empty
  const char* why = "";  // a msgid; of `stopped`, and where an exception took the place of the step
};

// Whether anybody has spoken of a return in this case; else there is nothing to show.
bool speaks_of_return(const Story& story);
// Every step that applies, in order. Of a journey that we do not organise only what we know is asked for: the
// person or the family may leave without us.
std::vector<StepOfReturn> steps_of_return(const Story& story, const Minor& person, Date today);
// The first step that is neither done nor unnecessary; none: everything is done, or the person does not want
// to leave.
const StepOfReturn* next_step(const std::vector<StepOfReturn>& steps);

const char* title_of(ReturnStep step);  // a msgid

// Against what a journey stands whose day of departure is to be written; null: nothing. A msgid. What a child
// needs is asked in casework/child/rules.h.
const char* stop_of_departure(const Story& story, const Return& journey);

// What stands above everything in the panel: the decision was withdrawn, nobody arrived, deported, exploited
// again. Null: nothing.
const char* alarm_of_return(const Story& story);

// Whether we organise this journey: then its gates hold. Deported, taken by the family and organised by the
// person are facts.
bool is_ours(const Return& journey);
// Wants to leave: home or to a third country.
bool wants_to_leave(const Return& journey);

// Whether information about the person given for the return reached whoever receives the person: the
// handover. Null: not yet.
const Item* handover_of(const Story& story);

// --- Hooks of casework/rules.h. `others` is the story without the item under correction, `before` that
// item's last version or null.
void check_returning(const Story& others, const google::protobuf::Message& entry,
                     const google::protobuf::Message* before, Date today,
                     std::vector<schema::FieldError>& errors);
std::vector<Suggestion> next_in_return(const Story& story, Date today);

}  // namespace arasha::casework

// What is still to be done in a file, with its day: tasks, and what follows from the dates that were written. It goes into
// the cards, from which "to do" reads it for all cases. Pure; the day of today plays no part.
#pragma once

#include "arasha/cards.pb.h"
#include "arasha/entries.pb.h"
#include "arasha/tasks.pb.h"
#include "casework/story.h"
#include "schema/form.h"

namespace arasha::casework {

using Dues = google::protobuf::RepeatedPtrField<Due>;

// Of an open case everything; of a closed one tasks, for follow-ups go on after it, and holds that end.
Dues assistance_dues(const Story& story);
// Hearings and next dates; whoever wrote them does them.
Dues legal_dues(const Story& story);
Dues health_dues(const Story& story);

void check_task(const google::protobuf::Message& entry, const std::string& today, std::vector<schema::FieldError>& errors);

}  // namespace arasha::casework

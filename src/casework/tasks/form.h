// Who does a task: chosen among those who may open its case. The part of its form that the schema alone cannot make.
#pragma once

#include "arasha/tasks.pb.h"
#include "casework/parts.h"

namespace arasha::casework {

Html who_field(const Desk& desk, const Visit& visit, FileId file, const schema::FormData& typed, const web::FieldErrors& errors);
// Nobody chosen: who looks after the case. A member who may not open the case is a mistake of the field `member`.
void read_who(const Desk& desk, FileId file, const schema::FormData& form, Task& task, web::FieldErrors& errors);

}  // namespace arasha::casework

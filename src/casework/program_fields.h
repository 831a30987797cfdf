// Fields that no person fills in (vault/program_fields.h), under the names by which casework calls them.
#pragma once

#include "casework/story.h"
#include "vault/program_fields.h"

namespace arasha::casework {

using vault::number_rows;
using vault::put_references;
// As there; also answers of own forms that are not asked any more.
void keep_references(const google::protobuf::Message& from, google::protobuf::Message& to);

}  // namespace arasha::casework

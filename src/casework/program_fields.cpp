#include "casework/program_fields.h"

#include "casework/own/forms.h"

namespace arasha::casework {

void keep_references(const google::protobuf::Message& from, google::protobuf::Message& to) {
  keep_retired(from, to);
  vault::keep_references(from, to);
}

}  // namespace arasha::casework

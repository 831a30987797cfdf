#include "casework/changes.h"

namespace arasha::casework {

Result<vault::FileChange> begin_file(FileId file, const std::vector<const google::protobuf::Message*>& entries, MemberId author,
                                     Time time) {
  GrowingFile growing(file);
  for (const google::protobuf::Message* entry : entries) growing.add(*entry);
  return growing.take(author, time);
}

}  // namespace arasha::casework

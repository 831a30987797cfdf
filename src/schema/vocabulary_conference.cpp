// Lists of conferences with people from other organisations.
#include "schema/vocabulary_lists.h"

namespace arasha::schema {

std::vector<Vocabulary> conference_lists() {
  return {};
}

}  // namespace arasha::schema

// Lists of asking another organisation for a case.
#include "schema/vocabulary_lists.h"

namespace arasha::schema {

std::vector<Vocabulary> case_wanted_lists() {
  return {};
}

}  // namespace arasha::schema

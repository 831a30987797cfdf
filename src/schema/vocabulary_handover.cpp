// Lists of handing cases over to another organisation.
#include "schema/vocabulary_lists.h"

namespace arasha::schema {

std::vector<Vocabulary> handover_lists() {
  return {};
}

}  // namespace arasha::schema

// The filters of the list of decisions and actions, as they stand in an address. Inside the room.
#pragma once

#include "cooperation/parts.h"

namespace arasha::cooperation {

struct AskedWork {
  WorkQuery query;
  schema::FormData address;        // what of the address means something
  std::vector<web::Chip> chips;    // the filters at work
};
// What means nothing is left out. Without a state the list shows what is open; "all" shows everything.
AskedWork read_work_query(const Catalogue& words, const Cards& cards, const schema::FormData& query, MemberId me);

}  // namespace arasha::cooperation

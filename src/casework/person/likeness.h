// Whether two descriptions are perhaps of one person, and why (docs/duplicates.md). Pure. It is advice: nothing is ever
// joined by it.
#pragma once

#include <string>
#include <vector>

#include "arasha/cards.pb.h"
#include "arasha/entries.pb.h"
#include "projection/people_table.h"

namespace arasha::casework {

enum class Reason {
  same_document,
  near_document,     // one sign differs
  same_phone,
  same_name,
  sounding_name,
  other_alphabet,    // beside one of the two above
  similar_name,
  same_birth,
  swapped_birth,     // day and month
  slip_in_birth,     // one digit
  other_birth,       // speaks against it
  other_sex,         // speaks against it
};
const char* reason_text(Reason reason);  // a msgid

// In hundredths; from kLikely on a person is asked, from kVeryLikely on the page says so.
inline constexpr int kLikely = 45;
inline constexpr int kVeryLikely = 80;

struct Likeness {
  int score = 0;
  std::vector<Reason> reasons;  // the strongest first, those against it last
  bool is_likely() const { return score >= kLikely; }
};

// `name` is what the index of names says of the two (projection::PersonCandidate).
Likeness liken(const projection::PersonSought& sought, const std::string& sought_sex, const PersonCard& known, float name);

// What can be looked for of an identity; `phone` is one more that was given beside it.
projection::PersonSought sought_of(const Identity& identity, const std::string& phone = {});
// Whether it is enough to look for anybody: half a name would find half the list.
bool is_enough(const projection::PersonSought& sought);

}  // namespace arasha::casework

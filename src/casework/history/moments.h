// A story as it stood on a day, what came between two days, and the values that a field had. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/catalogue.h"
#include "casework/story.h"

namespace arasha::casework {

// What had been recorded by the end of that day, on the clock of this machine. What was erased since stays erased.
Story story_on(const Story& story, Date day);

// One item that came or was corrected between two states of one story; both point into them.
struct Change {
  const Item* before = nullptr;  // null: it was not there yet
  const Item* after = nullptr;
};
// In the order in which they were written last.
std::vector<Change> changes_between(const Story& before, const Story& after);

// The values that one field had, oldest first; an empty text: it was taken out.
struct FieldValue {
  std::string value;
  MemberId author;
  Time time;
  std::shared_ptr<const vault::Origin> origin = nullptr;  // as of a version
};
struct FieldHistory {
  std::string label;  // translated
  std::vector<FieldValue> values;
};
// Of all fields of an item that ever said something, in the order in which they first did. A version that was erased, or is
// of a newer program, says nothing.
std::vector<FieldHistory> field_histories(const Catalogue& words, const Item& item);

}  // namespace arasha::casework

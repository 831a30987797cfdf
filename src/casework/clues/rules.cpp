#include "casework/clues/rules.h"

#include <charconv>

#include "base/catalogue.h"
#include "casework/clues/book.h"
#include "casework/mistakes.h"

namespace arasha::casework {

void check_clue(const Story& story, const google::protobuf::Message& entry, Date today, std::vector<schema::FieldError>& errors) {
  const auto said = clue_said(entry);
  if (!said) return;
  std::size_t versions = 0;
  for (const Item& item : story.items) {
    if (is_clue(item.type)) versions += item.versions.size();
  }
  if (versions >= kMostClueVersions) {
    add(errors, "value", N_("So many clues have been written and changed in this case that no more can be compared. Write it as a note."));
  }
  if (said->birth_year.empty()) return;
  int year = 0;
  std::from_chars(said->birth_year.data(), said->birth_year.data() + said->birth_year.size(), year);
  if (said->kind != "person") {
    add(errors, "birth_year", N_("Only a person has a year of birth. Leave it empty."));
  } else if (year < 1900 || year > static_cast<int>(today.year())) {
    add(errors, "birth_year", N_("Write the year with four digits, as far as it is known."));
  }
}

}  // namespace arasha::casework

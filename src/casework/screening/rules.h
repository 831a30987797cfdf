// What the answers of a screening advise, by the rules of its list (docs/screening.md). Pure. It is advice:
// the decision is an entry of its own that a person writes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "arasha/entries.pb.h"
#include "base/result.h"
#include "casework/screening/indicators.h"
#include "schema/form.h"

namespace arasha::casework {

// Codes of indicators; what stands in neither was not asked.
struct Answers {
  std::vector<std::string> yes;
  std::vector<std::string> no;
};

// The scoring rule of a dimension: 2 strong; or 1 strong and 1 medium or weak; or 3 medium; or 2 medium and 1
// weak.
bool is_positive(int strong, int medium, int weak);

// `result` is a code of the vocabulary screening_result. The reasons are codes too, one for each part of the
// list and one for the rule that decided; casework/screening/words.h puts them into words.
struct Advice {
  std::string result;
  std::vector<std::string> reasons;
};

// `invalid_input` for a code that the list does not have in this profile, and for one that stands twice or in
// both.
Result<Advice> advise(const ScreeningList& list, const Answers& answers, Profile profile);

Profile profile_of(const Screening& screening);
Answers answers_of(const Screening& screening);
// Writes list, profile, answers (in the order of the list), their weights and the advice into `screening`.
Result<void> put_answers(Screening& screening, const ScreeningList& list, const Answers& answers,
                         Profile profile);

// Why it may not be written: an unknown list, answers that are not of it, an advice that is not the one of
// the answers.
void check_screening(const Screening& screening, std::vector<schema::FieldError>& errors);

}  // namespace arasha::casework

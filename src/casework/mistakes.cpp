#include "casework/mistakes.h"

#include <utility>

#include "base/catalogue.h"

namespace arasha::casework {

bool is_before(const std::string& a, const std::string& b) { return !a.empty() && !b.empty() && a < b; }

void add(Errors& errors, std::string field, const char* sentence) {
  errors.push_back({std::move(field), Error(ErrorCode::invalid_input, sentence)});
}

void not_in_the_future(Errors& errors, std::string field, const std::string& date, const std::string& today) {
  if (is_before(today, date)) add(errors, std::move(field), N_("This day has not come yet. Write the day on which it happened."));
}

}  // namespace arasha::casework

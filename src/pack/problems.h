// Shared by the parts of the check. Not for other rooms.
#pragma once

#include <utility>

#include "pack/check.h"

namespace arasha::pack {

// Collects problems up to the limit.
class Problems {
 public:
  explicit Problems(const Draft& draft) : draft_(draft) {}

  const Contents& contents() const { return draft_.contents; }
  bool is_full() const { return found_.size() >= kMostProblems; }
  bool is_empty() const { return found_.empty(); }
  void add(Place place, Error error) {
    if (!is_full()) found_.push_back({std::move(place), std::move(error)});
  }
  void add(int list, int index, const char* sentence, std::vector<std::string> arguments) {
    add(draft_.place(list, index), {ErrorCode::invalid_input, sentence, std::move(arguments)});
  }
  std::vector<Problem> take() { return std::move(found_); }

 private:
  const Draft& draft_;
  std::vector<Problem> found_;
};

// Calls visit(number of the list, list) for every list of norms.
template <class Visit>
void for_each_list(const Contents& contents, Visit visit) {
  visit(Contents::kServiceKindsFieldNumber, contents.service_kinds());
  visit(Contents::kEligibilityFieldNumber, contents.eligibility());
  visit(Contents::kChecklistsFieldNumber, contents.checklists());
  visit(Contents::kDeadlinesFieldNumber, contents.deadlines());
  visit(Contents::kLimitsFieldNumber, contents.limits());
  visit(Contents::kInstitutionTypesFieldNumber, contents.institution_types());
  visit(Contents::kInstitutionsFieldNumber, contents.institutions());
  visit(Contents::kArticlesFieldNumber, contents.articles());
  visit(Contents::kRetentionFieldNumber, contents.retention());
  visit(Contents::kTaskSetsFieldNumber, contents.task_sets());
}

// An id that is one, for a sentence; else "?", so that no sentence repeats what is no text.
std::string shown(const std::string& id);
bool is_id(const std::string& id);

void check_texts(Problems& problems);  // languages, length, signs, ids, unknown codes
void check_retention(Problems& problems);  // periods that fit together, and the usual sets of tasks
void check_rules(Problems& problems);  // eligibility: contradictions and gaps; wants everything else in order

}  // namespace arasha::pack

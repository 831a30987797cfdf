// A second pair of eyes on an assessment, a plan or a closing: asked for, given, given back (docs/safety-and-plan.md). Pure.
#pragma once

#include "arasha/plan.pb.h"
#include "casework/story.h"
#include "schema/form.h"

namespace arasha::casework {

bool is_approvable(const Item& item);

// `outdated`: there was a decision, and the item was corrected since. Ticking off steps of a plan does not count as a
// correction.
enum class ApprovalState { none, asked, approved, returned, outdated };
struct ApprovalCourse {
  ApprovalState state = ApprovalState::none;
  const Item* asked = nullptr;     // the last ApprovalAsked
  const Item* decided = nullptr;   // the last Approval that counts
  const Approval* decision() const { return decided == nullptr ? nullptr : decided->as<Approval>(); }
};
// A decision by the author of the version does not count, whoever wrote it and with which program.
ApprovalCourse approval_of(const Story& story, const Item& item);
// The item that an ApprovalAsked or Approval is about; null: it is not there or cannot be read.
const Item* subject_of(const Story& story, const Item& item);

// How many items wait for a decision.
std::uint32_t awaiting_approval(const Story& story);
// The oldest ApprovalAsked that nobody has decided on; null: nothing waits.
const Item* longest_waiting(const Story& story);

// As check() of casework/rules.h; `by` is who writes.
void check_approval(const Story& story, const google::protobuf::Message& entry, MemberId by, std::vector<schema::FieldError>& errors);

}  // namespace arasha::casework

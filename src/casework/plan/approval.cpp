#include "casework/plan/approval.h"

#include <algorithm>

#include "arasha/entries.pb.h"
#include "arasha/returning.pb.h"
#include "base/catalogue.h"

namespace arasha::casework {
namespace {

const Version* version_of(const Item& item, const std::string& id) {
  for (const Version& version : item.versions) {
    if (version.id.text() == id) return &version;
  }
  return nullptr;
}

std::string without_ticks(const google::protobuf::Message& message) {
  const auto* plan = dynamic_cast<const IndividualPlan*>(&message);
  if (plan == nullptr) return message.SerializeAsString();
  IndividualPlan out = *plan;
  for (auto& goal : *out.mutable_goals()) {
    for (auto& step : *goal.mutable_steps()) step.clear_done();
  }
  return out.SerializeAsString();
}

// Whether what was decided on still stands.
bool stands(const Item& item, const Version& decided) {
  const Version& latest = item.latest();
  if (decided.id == latest.id) return true;
  return decided.message != nullptr && latest.message != nullptr && without_ticks(*decided.message) == without_ticks(*latest.message);
}

void add(std::vector<schema::FieldError>& errors, const char* field, const char* sentence) {
  errors.push_back({field, Error(ErrorCode::invalid_input, sentence)});
}

const std::string* version_in(const Item& item) {
  if (const auto* asked = item.as<ApprovalAsked>()) return &asked->version();
  if (const auto* decision = item.as<Approval>()) return &decision->version();
  return nullptr;
}

// The item whose newest version this is; else says why not, at `field`.
const Item* newest_version(const Story& story, const std::string& version, const char* field, std::vector<schema::FieldError>& errors) {
  const auto id = EntryId::from_text(version);
  const Item* item = id ? story.find(*id) : nullptr;
  if (item == nullptr || !is_approvable(*item)) {
    add(errors, field, N_("This is nothing that is approved. Open the case and begin there."));
    return nullptr;
  }
  if (item->latest().id == *id) return item;
  add(errors, field, N_("It was corrected in the meantime. Look at the new version first."));
  return nullptr;
}

}  // namespace

bool is_approvable(const Item& item) {
  return item.as<RiskAssessment>() != nullptr || item.as<NeedsAssessment>() != nullptr || item.as<IndividualPlan>() != nullptr ||
         item.as<Closure>() != nullptr || item.as<BestInterestDecision>() != nullptr || item.as<ReturnException>() != nullptr;
}

const Item* subject_of(const Story& story, const Item& item) {
  const std::string* version = version_in(item);
  const auto id = EntryId::from_text(version == nullptr ? std::string() : *version);
  return id ? story.find(*id) : nullptr;
}

ApprovalCourse approval_of(const Story& story, const Item& item) {
  ApprovalCourse out;
  if (!is_approvable(item)) return out;
  const Version* decided_on = nullptr;
  for (const Item& one : story.items) {
    const std::string* id = version_in(one);
    const Version* version = id == nullptr ? nullptr : version_of(item, *id);
    if (version == nullptr) continue;
    if (one.as<ApprovalAsked>() != nullptr) {
      out.asked = &one;
    } else if (one.latest().author != version->author) {
      out.decided = &one;
      decided_on = version;
    }
  }
  if (out.asked != nullptr && (out.decided == nullptr || out.asked > out.decided)) {
    out.state = ApprovalState::asked;
  } else if (out.decided != nullptr) {
    const bool approved = out.decision()->decision() == "approved";
    out.state = !stands(item, *decided_on) ? ApprovalState::outdated : approved ? ApprovalState::approved : ApprovalState::returned;
  }
  return out;
}

std::uint32_t awaiting_approval(const Story& story) {
  return static_cast<std::uint32_t>(std::count_if(story.items.begin(), story.items.end(), [&](const Item& item) {
    return approval_of(story, item).state == ApprovalState::asked;
  }));
}

const Item* longest_waiting(const Story& story) {
  const Item* out = nullptr;
  for (const Item& item : story.items) {
    const ApprovalCourse course = approval_of(story, item);
    if (course.state == ApprovalState::asked && (out == nullptr || course.asked < out)) out = course.asked;
  }
  return out;
}

void check_approval(const Story& story, const google::protobuf::Message& entry, MemberId by, std::vector<schema::FieldError>& errors) {
  if (const auto* asked = dynamic_cast<const ApprovalAsked*>(&entry)) {
    const Item* item = newest_version(story, asked->version(), "note", errors);
    if (item == nullptr) return;
    const ApprovalState state = approval_of(story, *item).state;
    if (state == ApprovalState::asked) add(errors, "note", N_("It waits for approval already."));
    if (state == ApprovalState::approved) add(errors, "note", N_("It is approved already."));
  }
  if (const auto* approval = dynamic_cast<const Approval*>(&entry)) {
    const Item* item = newest_version(story, approval->version(), "decision", errors);
    if (item == nullptr) return;
    if (item->latest().author == by) {
      add(errors, "decision", N_("You wrote this version yourself. Ask a colleague who may open the case to look at it."));
    } else if (approval_of(story, *item).state == ApprovalState::approved) {
      add(errors, "decision", N_("It is approved already."));
    }
    if (approval->decision() == "returned" && approval->reason().empty()) {
      add(errors, "reason", N_("Say what is to be changed, so that your colleague can do it."));
    }
  }
}

}  // namespace arasha::casework

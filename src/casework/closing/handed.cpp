#include "casework/closing/handed.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/catalogue.h"

namespace arasha::casework {
namespace {

// About what is kept here, and not about the help.
bool concerns_keeping(std::string_view type) {
  constexpr std::array<std::string_view, 10> kTypes = {"CaseHandover", "Assignment", "Consent", "WithheldFrom", "Shared", "LegalHold", "LegalHoldLifted", "ErasureProposed", "ErasureStopped", "PaperKept"};
  return std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end();
}

}  // namespace

const Item* standing_handover(const Story& story) {
  const Item* out = nullptr;
  for (const Item* item : story.all<CaseHandover>()) {
    const auto* entry = item->as<CaseHandover>();
    if (entry->state() != "stayed") out = item;
    else if (out != nullptr && out->as<CaseHandover>()->thread() == entry->thread()) out = nullptr;
  }
  return out;
}

bool is_handed_over(const Story& story) {
  const Item* item = standing_handover(story);
  return item != nullptr && item->as<CaseHandover>()->state() == "handed_over";
}

void check_handover(const Story& others, const google::protobuf::Message& entry, bool corrects, Errors& errors) {
  const Item* standing = standing_handover(others);
  if (standing == nullptr) return;
  const auto* handover = dynamic_cast<const CaseHandover*>(&entry);
  if (handover != nullptr && handover->state() != "stayed" && handover->thread() != standing->as<CaseHandover>()->thread()) {
    add(errors, "state", N_("This case is being handed over to another organisation already, or was."));
    return;
  }
  if (corrects || !is_handed_over(others)) return;
  const auto* descriptor = entry.GetDescriptor();
  if (concerns_keeping(descriptor->name())) return;
  const std::string field = descriptor->field_count() > 0 ? descriptor->field(0)->name() : std::string();
  if (descriptor->name() == "Reopening") add(errors, "reason", N_("This case was handed over to another organisation. If it comes back, it comes as a case of its own."));
  else add(errors, field, N_("This case was handed over to another organisation, which works in it now. Nothing new is written here."));
}

}  // namespace arasha::casework

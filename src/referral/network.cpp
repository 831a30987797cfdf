#include "referral/network.h"

#include <algorithm>

namespace arasha::referral {

void Network::add(const ThreadCard& card) {
  const PartnerMark* them = other_side(card);
  if (card.kind() != kReferral || them == nullptr || card.begun() < since_) return;
  const std::string state = state_on(card, today_);
  if (state == "draft") return;
  Flow& flow = flows_[{them->name(), card.ours()}];
  flow.partner = them->name();
  flow.ours = card.ours();
  ++flow.sent;
  const StepMark* accepted = step_of(card, "accepted");
  const StepMark* declined = step_of(card, "declined");
  // The first answer counts.
  const StepMark* answer = accepted == nullptr || (declined != nullptr && declined->time() < accepted->time()) ? declined : accepted;
  if (answer != nullptr) {
    ++(answer == accepted ? flow.accepted : flow.declined);
    if (const StepMark* sent = step_of(card, "sent"); sent != nullptr && answer->time() >= sent->time()) {
      const std::int64_t took = answer->time() - sent->time();
      flow.answers.insert(std::upper_bound(flow.answers.begin(), flow.answers.end(), took), took);
    }
    if (has_step(card, "done")) ++flow.done;
    return;
  }
  if (is_over(state)) {
    ++flow.lost;
    return;
  }
  ++flow.waiting;
  const auto by = date_from_iso(card.answer_by());
  if (by && *by < today_) ++flow.late;
}

std::vector<Flow> Network::flows() const {
  std::vector<Flow> out;
  for (const auto& [key, flow] : flows_) out.push_back(flow);
  std::stable_sort(out.begin(), out.end(), [](const Flow& a, const Flow& b) { return a.sent > b.sent; });
  return out;
}

std::string shown_count(int count) { return count > 0 && count < kSmallest ? "1–" + std::to_string(kSmallest - 1) : std::to_string(count); }

std::optional<std::int64_t> median(const std::vector<std::int64_t>& sorted) {
  if (sorted.size() < static_cast<std::size_t>(kSmallest)) return std::nullopt;
  return sorted[sorted.size() / 2];
}

}  // namespace arasha::referral

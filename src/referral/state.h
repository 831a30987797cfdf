// The state of a conversation with other organisations: a fold over what was sent and what came, in whatever order it came
// and however often. Both sides fold the same messages and come to the same state. Pure.
#pragma once

#include <functional>

#include "arasha/referral.pb.h"
#include "exchange/kinds.h"

namespace arasha::referral {

inline constexpr std::string_view kPlace = "place";        // a request for a place
inline constexpr std::string_view kReferral = "referral";
inline constexpr std::string_view kDanger = "danger";
inline constexpr std::string_view kHandover = "handover";  // its messages are folded by room handover
inline constexpr std::string_view kWanted = "wanted";      // a case that the partner has (referral/wanted.h)

// What happened with a message.
enum class Fate {
  kept,
  repeated,     // it stands there already
  not_for_us,   // such a message cannot come from that side: a receiver does not revoke, a sender does not accept
  too_late,     // a packet that was taken back before it came, or that had expired: its content is not kept
};

// How another room folds its messages: into `kind`, `ours`, `answer_by`, `details`, `standing` and `waits` of the card.
using Fold = std::function<Fate(ThreadCard& card, const exchange::Message& message, bool ours)>;

// Applies one message to the card. `ours`: this organisation sent it. `late`: it came after it had expired. `other`: for kinds of
// another room.
Fate apply(ThreadCard& card, const exchange::Message& message, bool ours, bool late, const Fold& other = {});

// Inside the room: the mark of a step that this message says, and its place among the others; the same one once.
StepMark mark_for(const exchange::Message& message, bool ours, std::string step);
void add_step(ThreadCard& card, StepMark mark);

// A step that somebody without this program took, as a member here heard of it; or one of our own towards such a one.
void apply_by_hand(ThreadCard& card, const ReferralStep& step, Time time, std::string author);
// The beginning of such a conversation.
ThreadCard begin_outside(const ReferralPacket& packet, const std::string& recipient, Time time, std::string author);

// The state as it stands on that day: time alone ends requests.
std::string state_on(const ThreadCard& card, Date today);
// Whether nothing more is expected from anybody.
bool is_over(std::string_view state);

// What may be done now from this side, as codes of referral_step; a page offers these and no others.
std::vector<std::string> next_steps(const ThreadCard& card, Date today);
// Why a step cannot be taken now, a msgid; null: it can.
const char* why_not(const ThreadCard& card, std::string_view step, Date today);

// The conversation waits for this side.
bool waits_for_us(const ThreadCard& card, Date today);
// An answer or feedback of the partner is overdue.
bool is_overdue(const ThreadCard& card, Date today);

// The other side of a referral.
const PartnerMark* other_side(const ThreadCard& card);
PartnerMark* mark_of(ThreadCard& card, OrganizationId partner);
bool has_step(const ThreadCard& card, std::string_view step);
// The step that counts of this name: the earliest as its writer wrote it.
const StepMark* step_of(const ThreadCard& card, std::string_view step);

}  // namespace arasha::referral

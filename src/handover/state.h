// How a handover stands: a fold over the messages of its conversation, in whatever order they came and however often. Both sides
// fold the same messages and come to the same state (docs/adr/0025). Pure.
#pragma once

#include "arasha/handover.pb.h"
#include "referral/state.h"

namespace arasha::handover {

using referral::Fate;

inline constexpr int kMostCases = 300;  // of one handover

// referral::Fold of the kind "handover".
Fate fold(ThreadCard& card, const exchange::Message& message, bool ours);

// What the card of the conversation keeps; an empty one where nothing came yet.
HandoverCard details_of(const ThreadCard& card);
// Puts it back, with what follows from it for lists.
void keep_details(ThreadCard& card, const HandoverCard& details);

// A code of handover_case_state. A confirmation of the receiver counts before everything else, whenever it was written: it has
// the case then. Of the rest, who ended it first.
std::string case_state(const HandoverCard& details, const HandoverCaseCard& one);
// Nothing more happens to it: taken, stays, refused, back, left out.
bool is_settled(std::string_view case_state);
// Why it did not go, as a code: of handover_stay or referral_decline; empty: none was given.
std::string reason_of(const HandoverCard& details, const HandoverCaseCard& one);
const HandoverCaseCard* case_of(const HandoverCard& details, std::uint32_t number);
HandoverCaseCard* case_of(HandoverCard& details, std::uint32_t number);

struct Numbers {
  int all = 0;
  int accepted = 0;  // and not sent yet
  int sent = 0;      // on their way
  int unread = 0;
  int taken = 0;
  int rest = 0;      // stay, refused, taken back, left out
  bool settled() const { return accepted + sent + unread == 0; }
};
// Of a handover that was accepted.
Numbers numbers_of(const HandoverCard& details);

// Whether the offer was accepted, and not taken back whole.
bool is_accepted(const HandoverCard& details);
bool is_signed(const HandoverCard& details);   // by the receiver too

// The steps of a page, and why one cannot be taken now (a msgid); null: it can.
enum class Step { answer, send, take_back, take_over, refuse, make_protocol, want_protocol, sign };
const char* why_not(const ThreadCard& card, Step step, Date today);
// The same of a step with one case: send, take_back, take_over, refuse.
const char* why_not(const ThreadCard& card, Step step, std::uint32_t number, Date today);

// What both sides sign. It follows from the messages, so that the receiver can compare it with what it knows itself.
HandoverProtocol protocol_of(const HandoverCard& details);
// Of a message as it was signed: what the receiver signs.
Bytes print_of(BytesView signed_message);

}  // namespace arasha::handover

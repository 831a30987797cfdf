// Asking a partner for a case that it has (docs/referral.md): what may be told, and the fold of the request, its answers and its
// withdrawal. Nobody but people of the partner answer; the program itself says only that the request came, was too late, or was
// destroyed. Pure.
#pragma once

#include "arasha/case_wanted.pb.h"
#include "arasha/entries.pb.h"
#include "referral/state.h"

namespace arasha::referral {

// Of the person only this is ever told: names, date of birth, sex, document. Keys as of referral/packet.h: "Identity.sex".
bool may_be_told(std::string_view key);
// Whether it is enough to look for somebody: a name of three signs or a document.
bool is_enough_told(const Identity& told);

// Strict, for what came: codes, days, lengths, and of the person only what may be told. invalid_input or damaged.
Result<void> check_wanted(BytesView content);
// The person as she was told; empty where nothing was.
Result<Identity> told_person(const CaseWantedPacket& packet);
bool is_request(const exchange::Message& message);  // of kCaseWanted, the packet itself

// Parts of apply() and state_on(). An answer counts when it was written up to the day that was asked for, wherever on the earth;
// of several the first, but "the person must be asked first" leaves room for another. Answered and taken back: what was first.
Fate apply_wanted(ThreadCard& card, const exchange::Message& message, bool ours, bool late);
std::string wanted_state(const ThreadCard& card, bool over);

// The answer that counts; null: there is none.
const StepMark* wanted_answer(const ThreadCard& card);
// Why it cannot be answered, or taken back, now: a msgid; null: it can.
const char* why_no_answer(const ThreadCard& card, Date today);
const char* why_no_withdrawal(const ThreadCard& card, Date today);
// Nothing but "no": what was told is not needed any more.
bool ends_there(std::string_view answer);

Bytes wanted_step(const char* step);
Bytes wanted_bytes(const CaseWantedPacket& packet);
Bytes wanted_bytes(const CaseWantedAnswer& answer);

}  // namespace arasha::referral

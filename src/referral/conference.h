// A conference about a case with one participant of another organisation: the state of that conversation, folded from the
// messages in whatever order they came, the same on both sides (docs/conference.md). Pure.
//
// Each participant has a conversation of its own with the inviter, so that nobody learns who else sees what.
#pragma once

#include "base/catalogue.h"
#include "referral/state.h"

namespace arasha::referral {

inline constexpr std::string_view kConferenceThread = "conference";

inline bool is_conference(const ThreadCard& card) { return card.kind() == kConferenceThread; }
bool is_conference(exchange::Kind kind);

// Strict: known codes, days, lengths, and a packet that holds what a referral may. invalid_input or damaged.
Result<void> check_conference(const exchange::Message& message);

// As `apply` of state.h, for messages of the two kinds.
Fate apply_conference(ThreadCard& card, const exchange::Message& message, bool ours, bool late);

// Of codes of thread_state; time alone ends it.
std::string conference_state(const ThreadCard& card, Date today);
// Steps that people of this side may take now, and why not: a msgid; null: it can.
std::vector<std::string> conference_steps(const ThreadCard& card, Date today);
const char* why_no_conference_step(const ThreadCard& card, std::string_view step, Date today);
bool conference_waits(const ThreadCard& card, Date today);

// The day, hour and way as they stand now, and until when it may be read.
struct Meeting {
  std::string date;
  std::string hour;
  std::string how;
  std::string place;
  std::string until;
};
Meeting meeting_of(const ThreadCard& card);
// Until when decisions may be read; empty: none were sent.
std::string decisions_until(const ThreadCard& card);
// The answer that counts: the last one before the end of the conference's day that is no older than its last move. Null: none.
const ConferenceMark::Step* conference_answer(const ThreadCard& card);
// The last one of that name; null: none.
const ConferenceMark::Step* last_step(const ThreadCard& card, std::string_view step);
// What was said last of that decision: a code of conference_result; empty: nothing yet.
std::string report_on(const ThreadCard& card, const std::string& number);
// How many decisions were sent and not reported on yet.
int decisions_open(const ThreadCard& card);
// The last day of everything; empty where there is none (yet).
std::string conference_end(const ThreadCard& card);

// --- What is kept at the participant's until a day

// The entry `seq` holds what must be destroyed later: noted in the card.
void note_lent(ThreadCard& card, const exchange::Message& message, bool ours, std::uint32_t seq);
// Whether something is kept here, and the first day on which some of it is to be read no more.
bool holds_lent(const ThreadCard& card);
std::string first_end(const ThreadCard& card);
// Takes out of the card what is over on that day, or was taken back: the numbers of the entries to erase.
std::vector<std::uint32_t> take_over(ThreadCard& card, Date today);

// "20 June 2026 · 10:00 · By telephone"
std::string when_text(const Catalogue& words, const Meeting& meeting);

}  // namespace arasha::referral

// What a handover does: offering, answering, sending, taking over, the protocol. Every step can be tried again after an
// interruption and goes on where it was; each case is a unit of its own. Thread-safe as the vault is.
#pragma once

#include "arasha/cards.pb.h"
#include "casework/consent/outflow.h"
#include "exchange/content.h"
#include "handover/bundle.h"
#include "handover/state.h"
#include "referral/threads.h"

namespace arasha::handover {

using exchange::ThreadId;

// What a consent must be for.
inline constexpr std::string_view kPurpose = "handover";

// --- The side that hands over

// One case before it is offered or sent. Its readings are recorded.
struct Look {
  FileId file;
  casework::Story story;                      // `refusal` points into it
  CaseCard card;
  Groups covered;                             // by a consent, or by a decision of two, for this partner
  std::optional<casework::Decision> refusal;  // of the first group that is not
  const char* obstacle = nullptr;             // a msgid: why it cannot go at all
  bool child = false;
  CaseInventory inventory;                    // where nothing stands in the way
};
Result<Look> look_at(vault::Vault& vault, const vault::Keyring& by, FileId case_file, const std::string& recipient, ThreadId thread);

// Sends the offer of those that can go; nothing about the people is in it. `invalid_input` where none can.
Result<referral::Sent> offer(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, OrganizationId to, const HandoverTerms& terms,
                             const std::vector<Look>& cases, bool whole);

// One message to the other side, unless `still` says why not.
Result<referral::Sent> say(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, const HandoverMessage& message,
                           referral::Also also = {}, const referral::Still& still = {});

struct Stuck {
  std::uint32_t number = 0;
  Error error{ErrorCode::internal, ""};
};
struct Went {
  bool is_over = true;        // nothing is left to do from this side now
  std::vector<Stuck> stuck;   // could not go on, and why
};
// Sends what was accepted, case by case, until all are gone or `at_most` is over; call again. What must not go any more stays, and the
// partner is told. What goes is written into the case as given before it leaves.
Result<Went> go_on(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, Duration at_most);
// The case once more, where the partner could not read it or more was written since.
Result<void> send_again(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, std::uint32_t number);

// Takes back these, or with no number everything that was not taken over. What was posted and not delivered does not go any more.
Result<void> take_back(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, const std::vector<std::uint32_t>& numbers);

// Writes into the cases here what came of them: handed over and closed, or stayed; destroys what travelled. Cases that are closed
// to `by` wait for somebody else.
Result<void> settle(vault::Vault& vault, const vault::Keyring& by, ThreadId thread);

Result<void> sign_protocol(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, Date today);

// --- The side that receives

struct Arrived {
  std::uint32_t number = 0;
  exchange::Progress pieces;
};
// Of the cases on their way, how much is here (sent, at the sender's).
Result<std::vector<Arrived>> arrivals(const vault::Vault& vault, const vault::Keyring& by, const HandoverCard& details, FileId thread_file);

// Takes over those of these cases that have come whole, until `at_most` is over. One that cannot be read is refused, and the sender told.
// `colleagues`: who may open those that were restricted there, beside `by`.
Result<Went> take_over(vault::Vault& vault, const vault::Keyring& by, const casework::Cases::AliasTaken& alias_taken, ThreadId thread,
                       const std::vector<std::uint32_t>& numbers, const std::vector<MemberId>& colleagues, Duration at_most);
// `conflict` where it does not agree with what is known here.
Result<void> countersign(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, Date today);

// --- Both

void add_handlers(exchange::Handlers& handlers, vault::Vault& vault);

// The signatures under the protocol, checked anew.
struct Proof {
  std::optional<HandoverProtocol> protocol;
  bool sender_signed = false;
  bool receiver_signed = false;
  Time sender_time, receiver_time;
  std::string sender, receiver;  // who signed, as they are called there
};
Proof proof_of(const vault::Vault& vault, const referral::Thread& thread);

}  // namespace arasha::handover

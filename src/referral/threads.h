// The files of conversations: opening one, sending into one, keeping what came. Thread-safe as the vault is.
#pragma once

#include "exchange/post.h"
#include "referral/state.h"

namespace arasha::referral {

// One line of a conversation, oldest first.
struct Line {
  std::uint32_t seq = 0;
  Time time;             // when it was written, by whoever wrote it
  MemberId member;       // of this organisation: who sent it, or opened it first
  bool ours = false;     // sent, or noted here
  bool erased = false;   // destroyed; what it was is not known any more
  bool late = false;
  std::optional<exchange::Message> message;               // sent or received
  Bytes signed_message;                                   // of a message, as it was signed
  std::shared_ptr<const google::protobuf::Message> note;  // what was written here only: a draft, a note of the program
};
struct Thread {
  FileId file;
  exchange::ThreadId id;
  std::uint32_t length = 0;
  ThreadCard card;
  std::vector<Line> lines;
};

// The state alone; no reading. Empty where there is no such file. `denied` where it is closed to `by`.
Result<ThreadCard> card_of(const vault::Vault& vault, const vault::Keyring& by, FileId file);
// Recorded as a reading. `not_found` for what is no conversation.
Result<Thread> open_thread(vault::Vault& vault, const vault::Keyring& by, FileId file);

struct ToSend {
  OrganizationId to;
  exchange::Kind kind = 0;
  Bytes content;
  Time expires = {};
};
struct Sent {
  FileId file;
  std::vector<exchange::MessageId> messages;
  bool by_hand = false;  // one of them waits to be carried
};
// What else changes in the same transaction.
struct Also {
  std::vector<const google::protobuf::Message*> notes = {};
  std::function<void(ThreadCard&)> card = {};
  std::vector<vault::FileChange> files = {};
  std::vector<vault::NewEntry> entries = {};  // of the conversation: documents that go along (referral/attachments.h), contents
  Fold fold = {};                             // of the messages, where they are of another room
  std::vector<std::uint32_t> erase = {};      // of the conversation
};
// Sends, and keeps what was sent; all or nothing. Tried again when a colleague wrote in between, unless `still` says why it
// must not go any more (then `conflict` with that sentence).
using Still = std::function<const char*(const ThreadCard&)>;
Result<Sent> send(vault::Vault& vault, const vault::Keyring& by, exchange::ThreadId thread, const std::vector<ToSend>& all, const Also& also = {},
                  const Still& still = {});
// Notes without a message; as above.
Result<void> note(vault::Vault& vault, const vault::Keyring& by, exchange::ThreadId thread, const Also& also, const Still& still = {});

// Somebody here looked at it: what came counts as read, and the sender of a referral gets a receipt for each first look.
Result<void> mark_seen(vault::Vault& vault, const vault::Keyring& by, const Thread& thread);

// What the partner lent until a day that is over, or took back, is destroyed, and the partner is told. What it told with a request
// for a case, too.
bool is_lent_too_long(const ThreadCard& card, Date today);
Result<void> destroy_packet(vault::Vault& vault, const vault::Keyring& by, exchange::ThreadId thread);

// What keeps a message of another room's kind, for its handler. `replies`: what the program answers by itself, after the fold;
// where that cannot be sent, the rest goes on.
using Replies = std::function<std::vector<ToSend>(ThreadCard& card)>;
Result<std::vector<vault::FileChange>> keep(vault::Vault& vault, const vault::Keyring& by, const exchange::Received& received, const Fold& fold, const Replies& replies);
// Keeps what comes, of every kind of this room.
void add_handlers(exchange::Handlers& handlers, vault::Vault& vault);

}  // namespace arasha::referral

// What goes out and what comes in: the entry that keeps a message, and the parcel or drop that carries it, always in one
// transaction, so that what is shown as sent will go, and what was received counts once.
#pragma once

#include "exchange/book.h"
#include "exchange/kinds.h"

namespace arasha::exchange {

struct Outgoing {
  OrganizationId to;
  ThreadId thread;
  Kind kind = 0;
  Bytes content;
  Time expires = {};
};
// For the FileChange of the thread's file. Without a parcel the message goes by hand: `envelope` is the file to carry.
struct Prepared {
  Message message;
  vault::NewEntry entry;                 // MessageSent
  std::optional<vault::NewParcel> parcel;
  Bytes envelope;
};
// `denied` where the partner's keys do not count (now), or the own ones cannot be opened.
Result<Prepared> prepare(const vault::Vault& vault, const vault::Keyring& by, const ExchangeCard& book, const Outgoing& outgoing);
// The same message once more in an envelope, to carry by hand.
Result<Bytes> seal_again(const vault::Vault& vault, OrganizationId to, BytesView signed_message);

struct Received {
  Message message;
  Bytes signed_message;
  vault::DropId drop;
  bool late = false;  // it had expired when it was opened
};
// The entry that keeps it; its id is the message's, so that it stands there once.
vault::NewEntry entry_for(const Received& received, const crypto::PublicKey& signer);
EntryId entry_id(MessageId message);

// What follows from a message of one kind: the changes that keep it, without the drop, which is taken with the first of them.
// None: it was there already. An error refuses the message (invalid_input, damaged: what it says cannot be; unsupported) or
// leaves it for later (busy, conflict, unavailable, full).
using Handler = std::function<Result<std::vector<vault::FileChange>>(const vault::Keyring& by, const Received& received)>;

class Handlers {
 public:
  void on(Kind kind, Handler handler) { handlers_[kind] = std::move(handler); }
  const Handler* of(Kind kind) const;

 private:
  std::map<Kind, Handler> handlers_;
};

struct Collected {
  std::size_t taken = 0;
  std::size_t refused = 0;
  std::size_t unknown = 0;  // from organisations whose keys nobody, or only one steward, has compared: they wait
  std::size_t later = 0;    // something was in the way; they wait
};
// Opens what waits, at most `limit` of it, oldest first. Anybody of the Referral circle; two at once do no harm.
Result<Collected> collect(vault::Vault& vault, const vault::Keyring& by, const Handlers& handlers, std::size_t limit = 1000);

// Tells the partners that are reached over the network where this server is now, and what it is called; answers how many. What is
// on its way meanwhile comes to the old place, is tried again there, and follows once the partner has read the new card.
Result<std::size_t> announce_card(vault::Vault& vault, const vault::Keyring& by);
// Takes such a card from a partner when it names the very keys that count; an older one than we have changes nothing.
using Moved = std::function<void(OrganizationId partner, const Address& address)>;
void add_card_handler(Handlers& handlers, vault::Vault& vault, Moved moved);

// For the way in: the name of an envelope that is sealed to one of the own keys. `not_found` for anybody else's.
Result<vault::DropId> check_envelope(const vault::Directory& state, BytesView envelope);

}  // namespace arasha::exchange

// What goes out and what comes in: the entry that keeps a message, and the parcel or drop that carries it, always in one
// transaction, so that what is shown as sent will go, and what was received counts once.
#pragma once

#include "exchange/book.h"
#include "exchange/kinds.h"
#include "exchange/set_aside.h"

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
// Makes many messages to one partner, which are kept in another way than as an entry of their own (exchange/content.h).
class Sealer {
 public:
  // `denied` as above.
  static Result<Sealer> begin(const vault::Vault& vault, const vault::Keyring& by, const ExchangeCard& book, OrganizationId to);
  // Not on the network: what is made has no parcel.
  bool by_hand() const { return address_.url.empty(); }
  struct Made {
    Message message;
    Bytes signed_message;
    Bytes envelope;
    std::optional<vault::NewParcel> parcel;
  };
  // `outgoing` is to that partner, and not longer than kLongestContent.
  Made make(Outgoing outgoing, MessageId id, vault::ParcelId parcel) const;
  std::size_t envelope_size(std::size_t content) const { return exchange::envelope_size(author_.size(), content); }

 private:
  Sealer(vault::ExchangeKeys own, vault::PublicKeys to) : own_(std::move(own)), to_(to) {}
  vault::ExchangeKeys own_;
  vault::PublicKeys to_;
  Address address_;
  OrganizationId from_;
  std::string author_;
  Time now_;
};
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
  const std::shared_ptr<SetAside>& aside() const { return aside_; }

 private:
  std::map<Kind, Handler> handlers_;
  std::shared_ptr<SetAside> aside_ = std::make_shared<SetAside>();  // copies share it
};

struct Collected {
  std::size_t taken = 0;
  std::size_t refused = 0;
  std::size_t unknown = 0;  // from organisations whose keys nobody, or only one steward, has compared: they wait
  std::size_t later = 0;    // something was in the way; they wait
  std::size_t pieces = 0;   // of long contents, for which there was no time any more: ask again
};
// Opens what waits, at most `limit` of it, oldest first, and then pieces of long contents, as long as there is time for them.
// Anybody of the Referral circle; two at once do no harm.
Result<Collected> collect(vault::Vault& vault, const vault::Keyring& by, const Handlers& handlers, std::size_t limit = 1000,
                          Duration for_pieces = std::chrono::seconds(2));

// Tells the partners that are reached over the network where this server is now, and what it is called; answers how many. What is
// on its way meanwhile comes to the old place, is tried again there, and follows once the partner has read the new card.
Result<std::size_t> announce_card(vault::Vault& vault, const vault::Keyring& by);
// Takes such a card from a partner when it names the very keys that count; an older one than we have changes nothing.
using Moved = std::function<void(OrganizationId partner, const Address& address)>;
void add_card_handler(Handlers& handlers, vault::Vault& vault, Moved moved);

// For the way in: the name of an envelope that is sealed to one of the own keys. `not_found` for anybody else's.
Result<vault::DropId> check_envelope(const vault::Directory& state, BytesView envelope);

}  // namespace arasha::exchange

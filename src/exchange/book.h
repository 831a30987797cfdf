// The address book of an organisation: its own keys for others, where partners are reached, and what was refused.
//
// Whose keys count stands in the key chain (vault/directory.h, Partner); the book only knows where they are reached. It is the
// card of one file of the compartment REFERRAL, the exchange book; looking into it is no reading of anybody's file.
#pragma once

#include "arasha/exchange.pb.h"
#include "exchange/card.h"

namespace arasha::exchange {

FileId exchange_book(const vault::Vault& vault);
// Where the files of conversations lie: one for each thread.
FileId file_of(const vault::Vault& vault, ThreadId thread);

// How this organisation is reached; a steward sets it (Directory::setting). The url may be empty: by hand only.
Address own_address(const vault::Directory& state);
Result<void> set_own_address(vault::Vault& vault, const vault::Keyring& by, const Address& address);

// Makes the book where there is none, and the next generation of the own keys. A steward in the Referral circle.
Result<void> make_keys(vault::Vault& vault, const vault::Keyring& by);
Result<vault::ExchangeKeys> present_keys(const vault::Vault& vault, const vault::Keyring& by);
// The card to give to others, signed.
Result<Bytes> own_card(const vault::Vault& vault, const vault::Keyring& by);

// `denied` for who does not open the book; an empty one where none was made.
Result<ExchangeCard> read_book(const vault::Vault& vault, const vault::Keyring& by);
const PartnerRow* partner_row(const ExchangeCard& book, OrganizationId partner);
Address address_of(const PartnerRow& row);
// Writes a partner's card, and the text it was read from, into the book. Its keys do not count by that.
Result<void> note_card(vault::Vault& vault, const vault::Keyring& by, const Card& card, const std::string& text);
// The change that does it, to go with others.
Result<vault::FileChange> card_change(const vault::Vault& vault, const vault::Keyring& by, const Card& card, const std::string& text);

// More entries of the book, with what goes out because of them; tried again when a colleague wrote in between.
Result<void> write_down(vault::Vault& vault, const vault::Keyring& by, const std::function<Result<void>(vault::FileChange&)>& edit);

// The change of the book that says what was refused; the drop goes with it.
struct Refusal {
  std::string reason;  // a code of "message_refusal"
  OrganizationId partner;
  MessageId message;
  vault::DropId drop;
};
Result<vault::FileChange> refuse(const vault::Vault& vault, const vault::Keyring& by, const Refusal& refusal);

vault::NewEntry entry_of(const google::protobuf::Message& message, EntryId id = {});

}  // namespace arasha::exchange

// The header of an entry: what is signed and chained, and kept for ever (docs/formats/entry.md). It fixes the
// place, the author, the order and, through the commits, the key and the content, without showing them.
#pragma once

#include "base/id.h"
#include "base/time.h"
#include "crypto/envelope.h"
#include "crypto/keys.h"
#include "store/rows.h"

namespace arasha::vault {

struct EntryHeader {
  OrganizationId organization;
  FileId file;
  std::uint32_t seq = 0;
  crypto::Hash previous{};         // hash of the header before; all zero at seq 0
  EntryId id;
  store::Compartment compartment = 0;
  std::uint16_t type = 0;          // the number of the entry's message in the schema
  EntryId amends;                  // the entry that this one corrects; nil
  MemberId author;
  std::uint64_t position = 0;      // length of the key chain that the author acted under
  Time time;
  crypto::Hash compartment_key{};  // tag of the compartment key: a grant of another key is noticed
  crypto::Hash content{};          // commit of the body's envelope
};

struct SignedHeader {
  EntryHeader header;
  Bytes bytes;  // as they were signed
  crypto::Signature signature{};
};

inline constexpr std::string_view kEntryLabel = "arasha/entry/v1";

Bytes encode(const EntryHeader& header);
Result<EntryHeader> decode_header(BytesView bytes);
crypto::Hash hash_of(BytesView header_bytes);

// The header and its signature as they stand in the store: sealed under the ledger key, bound to their place.
Bytes seal_header(const crypto::Key& ledger, const EntryHeader& header, const crypto::SigningKey& author);
Result<SignedHeader> open_header(const crypto::Key& ledger, OrganizationId organization, const store::EntryRow& row);

// What the content's envelopes are bound to.
Bytes place_of(const EntryHeader& header);

}  // namespace arasha::vault

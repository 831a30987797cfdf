// The rows that the store keeps: ciphertext, hashes, random ids and sequence numbers. Nothing here means
// anything without keys; what the shape alone tells is listed in docs/threat-model.md.
#pragma once

#include <array>
#include <cstdint>

#include "base/bytes.h"
#include "base/id.h"

namespace arasha::store {

using Hash = std::array<std::uint8_t, 32>;
using Compartment = std::uint8_t;
using RecipientId = Id<struct RecipientTag>;  // a circle or a member, by its 16 bytes

struct FileRow {
  FileId id;
  std::uint32_t length = 0;  // how many entries its chain has
  Hash head{};               // hash of the last entry's header; all zero before the first
};

inline constexpr std::uint32_t kEntryLimit = 1U << 24U;  // of one file

struct EntryRow {
  FileId file;
  std::uint32_t seq = 0;  // 0, 1, 2 … in the file's chain; less than kEntryLimit
  Bytes header;           // sealed under the ledger key; kept for ever
  Bytes key;              // the entry key, wrapped under the compartment key; empty after erasure
  Bytes body;             // the content, sealed under the entry key; empty after erasure
};

using BlobId = Id<struct BlobTag>;

// A long content (a photograph, a document) beside an entry; its chunks are ChunkRows. One that no entry has taken is
// what an upload is busy with, or left behind: it counts for nothing.
struct BlobRow {
  BlobId id;
  FileId file;               // nil: no entry has taken it
  std::uint32_t seq = 0;     // of the entry
  std::uint32_t chunks = 0;
  Hash content{};            // over the hashes of its chunks
  Bytes key;                 // its key and length, under the key of the entry
  bool is_taken() const { return !file.is_nil(); }
};

inline constexpr std::uint32_t kChunkLimit = 1U << 20U;  // of one blob

struct ChunkRow {
  std::uint32_t index = 0;  // 0, 1, 2 …; less than kChunkLimit
  Hash hash{};
  Bytes body;
};

using OnceId = Id<struct OnceTag>;

struct OnceRow {  // what somebody outside reads one time
  OnceId id;
  Bytes state;
  Bytes body;  // empty when it is over
};

struct GrantRow {
  FileId file;
  Compartment compartment = 0;
  RecipientId recipient;
  std::uint32_t generation = 0;  // of the recipient's keys
  Bytes blob;                    // the compartment key, wrapped to the recipient
};

struct CardRow {
  FileId file;
  Compartment compartment = 0;
  std::uint32_t seq = 0;  // the file's length when the card was written
  Bytes blob;
};

// A card together with the grant that opens it, as sign-in reads them.
struct GrantedCard {
  GrantRow grant;
  CardRow card;
  std::uint32_t length = 0;  // of the file now
};

struct BlockRow {  // one block of the key chain
  std::uint64_t seq = 0;
  Hash hash{};
  Bytes body;
};

struct LeafRow {  // one leaf of the organisation's ledger
  std::uint64_t seq = 0;
  std::uint8_t kind = 0;
  Hash hash{};  // over seq, kind, the previous hash and the body
  Bytes body;
};

struct SealRow {  // a circle's seed, sealed to one member
  CircleId circle;
  std::uint32_t generation = 0;
  MemberId member;
  Bytes blob;
};

struct LinkRow {  // a circle's seed of the generation before, under this one
  CircleId circle;
  std::uint32_t generation = 0;
  Bytes blob;
};

struct SlotRow {  // one way to a member's seed: a password, the recovery key
  MemberId member;
  std::uint8_t kind = 0;
  Bytes blob;
};

using DropId = Id<struct DropTag>;

// Something that came from outside for one recipient, as it came; it waits until a member takes it.
struct DropRow {
  DropId id;
  RecipientId recipient;
  Bytes body;
};

struct WaitingDrop {
  DropId id;
  std::uint64_t size = 0;  // bytes
};

// How much waits, of all recipients together.
struct DropTotals {
  std::uint64_t drops = 0;
  std::uint64_t bytes = 0;
};

using ParcelId = Id<struct ParcelTag>;

struct ParcelRow {  // something that is to be delivered
  ParcelId id;
  Bytes body;
  std::uint64_t number = 0;  // its place, given by the store: greater than that of any before, also of those that are gone
};

using ReplyId = Id<struct ReplyTag>;

// Something for somebody without an account, who finds it by a secret of hers: `conversation` comes from it.
struct ReplyRow {
  ReplyId id;
  RecipientId conversation;
  std::uint32_t until = 0;  // day since 1970 on which it can still be read
  Bytes body;
};

struct DraftRow {
  MemberId member;
  Hash name{};  // keyed hash of the form's place
  Bytes blob;
};

}  // namespace arasha::store

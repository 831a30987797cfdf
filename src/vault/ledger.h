// The organisation's ledger: one hash-chained list of leaves over everything that happened (docs/formats/ledger.md).
// Each commit adds a leaf that names the new heads of the files that moved; each reading adds a leaf before the
// plaintext is made. A leaf's hash covers its number, kind, the hash before it and its body, so nothing can be
// dropped, reordered or altered unseen; what is cut off at the end shows against the checkpoint.
#pragma once

#include "base/id.h"
#include "base/time.h"
#include "crypto/envelope.h"
#include "crypto/keys.h"
#include "store/store.h"

namespace arasha::vault {

enum class LeafKind : std::uint8_t {
  moves = 1,    // heads of files, in the clear: random ids and hashes
  block = 2,    // hash of a block of the key chain
  period = 3,   // a reading key, sealed to the Auditors
  reading = 4,  // one reading, sealed under the period's key
  restored = 5, // the database came back from a backup here
  slot = 6,     // a way to a member's seed was written or erased: its fingerprint
  notice = 7,   // a member says something to circles: vault/notice.h
  once = 10,    // what somebody outside reads one time was made, tried or ended: its id, and a tag over its state
  blob = 20,    // a photograph or document came with an entry: its place, its length in chunks, its hash
};

struct Move {
  FileId file;
  std::uint32_t length = 0;
  crypto::Hash head{};
};

Bytes encode_moves(std::span<const Move> moves);
Result<std::vector<Move>> decode_moves(BytesView body);

crypto::Hash leaf_hash(std::uint64_t seq, LeafKind kind, const crypto::Hash& previous, BytesView body);

// Adds a leaf behind the last one of the transaction's view.
Result<void> add_leaf(store::Transaction& transaction, LeafKind kind, BytesView body);

// The transaction's moves: none, one leaf, or several of at most kMovesInLeaf.
inline constexpr std::size_t kMovesInLeaf = 1024;
Result<void> add_moves(store::Transaction& transaction, std::span<const Move> moves);

// The ledger's length and last hash, signed by the server's key and kept beside it: a database older than its
// checkpoint was rolled back or restored.
struct Checkpoint {
  std::uint64_t length = 0;
  crypto::Hash head{};
};
Bytes encode_checkpoint(OrganizationId organization, const Checkpoint& checkpoint, const crypto::SigningKey& server);
Result<Checkpoint> decode_checkpoint(OrganizationId organization, const crypto::PublicKey& server, BytesView bytes);

}  // namespace arasha::vault

#include "vault/ledger.h"

namespace arasha::vault {
namespace {

constexpr std::string_view kLeafLabel = "arasha/leaf/v1";
constexpr std::string_view kCheckpointLabel = "arasha/checkpoint/v1";

Result<crypto::Hash> take_hash(ByteReader& in) {
  TRY(bytes, in.raw(32));
  crypto::Hash out{};
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

}  // namespace

Bytes encode_moves(std::span<const Move> moves) {
  ByteWriter out;
  out.u32(static_cast<std::uint32_t>(moves.size()));
  for (const Move& move : moves) out.raw(move.file.bytes()).u32(move.length).raw(move.head);
  return out.take();
}

Result<std::vector<Move>> decode_moves(BytesView body) {
  ByteReader in(body);
  TRY(count, in.u32());
  std::vector<Move> out;
  for (std::uint32_t i = 0; i < count; ++i) {
    TRY(id, in.raw(FileId::kSize));
    Move move;
    TRY(file, FileId::from_bytes(id));
    TRY(length, in.u32());
    TRY(head, take_hash(in));
    move.file = file;
    move.length = length;
    move.head = head;
    out.push_back(move);
  }
  TRY_VOID(in.finish());
  return out;
}

crypto::Hash leaf_hash(std::uint64_t seq, LeafKind kind, const crypto::Hash& previous, BytesView body) {
  const Bytes place = ByteWriter().u64(seq).u8(static_cast<std::uint8_t>(kind)).take();
  return crypto::fingerprint(kLeafLabel, {place, previous, body});
}

Result<void> add_leaf(store::Transaction& transaction, LeafKind kind, BytesView body) {
  TRY(last, transaction.last_leaf());
  store::LeafRow row;
  row.seq = last ? last->seq + 1 : 0;
  row.kind = static_cast<std::uint8_t>(kind);
  row.hash = leaf_hash(row.seq, kind, last ? last->hash : crypto::Hash{}, body);
  row.body = to_bytes(body);
  return transaction.add_leaf(row);
}

Result<void> add_moves(store::Transaction& transaction, std::span<const Move> moves) {
  while (!moves.empty()) {
    const auto some = moves.first(std::min(moves.size(), kMovesInLeaf));
    TRY_VOID(add_leaf(transaction, LeafKind::moves, encode_moves(some)));
    moves = moves.subspan(some.size());
  }
  return {};
}

Bytes encode_checkpoint(OrganizationId organization, const Checkpoint& checkpoint, const crypto::SigningKey& server) {
  const Bytes bytes = ByteWriter().raw(organization.bytes()).u64(checkpoint.length).raw(checkpoint.head).take();
  return ByteWriter().sized(bytes).raw(server.sign(kCheckpointLabel, bytes)).take();
}

Result<Checkpoint> decode_checkpoint(OrganizationId organization, const crypto::PublicKey& server, BytesView bytes) {
  ByteReader in(bytes);
  TRY(body, in.sized(256));
  TRY(signature, in.raw(64));
  TRY_VOID(in.finish());
  const Error bad(ErrorCode::damaged, "The checkpoint of the ledger is damaged.");
  if (!crypto::verify(server, kCheckpointLabel, body, signature)) return bad;
  ByteReader fields(body);
  TRY(id, fields.raw(OrganizationId::kSize));
  if (!std::equal(id.begin(), id.end(), organization.bytes().begin())) return bad;
  Checkpoint out;
  TRY(length, fields.u64());
  TRY(head, take_hash(fields));
  TRY_VOID(fields.finish());
  out.length = length;
  out.head = head;
  return out;
}

}  // namespace arasha::vault

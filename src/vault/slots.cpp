#include "vault/slots.h"

#include "base/text.h"
#include "crypto/envelope.h"
#include "vault/keyring.h"
#include "vault/ledger.h"

namespace arasha::vault {
namespace {

Bytes seal_context(OrganizationId organization, CircleId circle, std::uint32_t generation, MemberId member) {
  return ByteWriter().raw(organization.bytes()).raw(circle.bytes()).u32(generation).raw(member.bytes()).take();
}

constexpr std::uint8_t kWrapped = 1;
constexpr std::uint8_t kBoxed = 2;
constexpr std::string_view kGrantLabel = "arasha/grant/v1";
constexpr std::string_view kServerKeyLabel = "arasha/server-key/v1";
constexpr std::string_view kSlotLabel = "arasha/slot-leaf/v1";

// The leaf: member 16, kind 1 (0: all were erased), fingerprint 32 (zeros then).
struct SlotLeaf {
  MemberId member;
  std::uint8_t kind = 0;
  crypto::Hash hash{};
};

Bytes encode(const SlotLeaf& leaf) { return ByteWriter().raw(leaf.member.bytes()).u8(leaf.kind).raw(leaf.hash).take(); }

Result<SlotLeaf> decode_slot_leaf(BytesView body) {
  ByteReader in(body);
  TRY(id, in.raw(MemberId::kSize));
  TRY(member, MemberId::from_bytes(id));
  TRY(kind, in.u8());
  TRY(hash, in.raw(32));
  TRY_VOID(in.finish());
  SlotLeaf out{member, kind, {}};
  std::copy(hash.begin(), hash.end(), out.hash.begin());
  return out;
}

crypto::Hash slot_hash(const store::SlotRow& row) { return crypto::fingerprint(kSlotLabel, {row.blob}); }

}  // namespace

Bytes wrapped_grant(const crypto::Key& recipient, BytesView place, const crypto::Key& compartment) {
  return ByteWriter().u8(kWrapped).raw(crypto::wrap_key(recipient, place, compartment)).take();
}

Bytes boxed_grant(const crypto::PublicKey& recipient, BytesView place, const crypto::Key& compartment) {
  return ByteWriter().u8(kBoxed).raw(crypto::seal_key_to(recipient, kGrantLabel, place, compartment)).take();
}

Result<crypto::Key> open_grant(const crypto::Key& seed, const crypto::Key& symmetric, BytesView place, BytesView blob) {
  if (blob.empty()) return Error(ErrorCode::damaged, "A key of this file is damaged.");
  if (blob[0] == kWrapped) return crypto::unwrap_key(symmetric, place, blob.subspan(1));
  if (blob[0] == kBoxed) return box_key(seed).open_key(kGrantLabel, place, blob.subspan(1));
  return Error(ErrorCode::damaged, "A key of this file is damaged.");
}

crypto::Hash login_tag(const ServerKeys& server, std::string_view name) {
  return crypto::tag(server.login_tags, "arasha/login-name/v1", {view(fold_case(trim(name)))});
}

Bytes encode_cost(const crypto::PasswordCost& cost) { return ByteWriter().u32(cost.memory_mib).u32(cost.passes).take(); }

Result<crypto::PasswordCost> decode_cost(BytesView bytes) {
  ByteReader in(bytes);
  crypto::PasswordCost cost;
  TRY(memory, in.u32());
  TRY(passes, in.u32());
  TRY_VOID(in.finish());
  cost.memory_mib = memory;
  cost.passes = passes;
  return cost;
}

Bytes seal_circle_seed(OrganizationId organization, CircleId circle, std::uint32_t generation, MemberId member,
                       const crypto::PublicKey& box, const crypto::Key& seed) {
  return crypto::seal_key_to(box, "arasha/circle-seed/v1", seal_context(organization, circle, generation, member), seed);
}

Result<crypto::Key> open_circle_seed(OrganizationId organization, CircleId circle, std::uint32_t generation,
                                     MemberId member, const crypto::BoxKey& box, BytesView blob) {
  return box.open_key("arasha/circle-seed/v1", seal_context(organization, circle, generation, member), blob);
}

Bytes link_place(OrganizationId organization, CircleId circle, std::uint32_t generation) {
  return ByteWriter().sized("arasha/link/v1").raw(organization.bytes()).raw(circle.bytes()).u32(generation).take();
}

Bytes grant_place(OrganizationId organization, const store::GrantRow& row) {
  return ByteWriter().sized("arasha/grant/v1").raw(organization.bytes()).raw(row.file.bytes()).u8(row.compartment)
      .raw(row.recipient.bytes()).u32(row.generation).take();
}

std::map<std::uint8_t, std::vector<CircleId>> default_policy(const std::map<CircleKind, CircleId>& c) {
  const CircleId casework = c.at(CircleKind::casework);
  const CircleId referral = c.at(CircleKind::referral);
  return {
      {1, {casework}},                                                        // identity
      {2, {c.at(CircleKind::health)}},                                        // health
      {3, {casework}},                                                        // assistance
      {4, {c.at(CircleKind::legal)}},                                         // legal
      {5, {casework, c.at(CircleKind::duty), c.at(CircleKind::hotline)}},     // presence
      {6, {casework, c.at(CircleKind::statistics)}},                          // facts
      {7, {casework, c.at(CircleKind::legal)}},                               // clues
      {8, {casework, c.at(CircleKind::legal), c.at(CircleKind::hotline), referral}},  // directory
      {9, {referral}},                                                        // referral
      {10, {casework, referral}},                                             // intake
      {11, {c.at(CircleKind::stewards), referral}},                           // cooperation
  };
}

Result<void> put_recovery_slot(store::Transaction& transaction, OrganizationId organization,
                               const crypto::PublicKey& recovery, MemberId member, const crypto::Key& seed) {
  const Bytes context = ByteWriter().raw(organization.bytes()).raw(member.bytes()).take();
  return put_slot(transaction, {member, static_cast<std::uint8_t>(SlotKind::recovery),
                                crypto::seal_key_to(recovery, kRecoverySlotLabel, context, seed)});
}

Result<void> put_slot(store::Transaction& transaction, const store::SlotRow& row) {
  TRY_VOID(transaction.put_slot(row));
  return add_leaf(transaction, LeafKind::slot, encode({row.member, row.kind, slot_hash(row)}));
}

Result<void> erase_slots(store::Transaction& transaction, MemberId member) {
  TRY_VOID(transaction.erase_slots(member));
  return add_leaf(transaction, LeafKind::slot, encode({member, 0, {}}));
}

Result<void> check_slots(const store::Reader& reader, MemberId member, const std::vector<store::SlotRow>& slots) {
  constexpr std::size_t kAtOnce = 1024;
  std::map<std::uint8_t, crypto::Hash> last;
  for (std::uint64_t from = 0;;) {
    TRY(leaves, reader.leaves_of(static_cast<std::uint8_t>(LeafKind::slot), from, kAtOnce));
    for (const store::LeafRow& row : leaves) {
      from = row.seq + 1;
      TRY(leaf, decode_slot_leaf(row.body));
      if (leaf.member != member) continue;
      if (leaf.kind == 0) last.clear();
      else last[leaf.kind] = leaf.hash;
    }
    if (leaves.size() < kAtOnce) break;
  }
  std::map<std::uint8_t, crypto::Hash> stored;
  for (const store::SlotRow& row : slots) stored[row.kind] = slot_hash(row);
  if (stored != last) {
    return Error(ErrorCode::damaged, "The keys of an account are not those that were written last. Stop and call your administrator.");
  }
  return {};
}

Result<void> put_recovery(store::Transaction& transaction, OrganizationId organization, const Directory& state,
                          const crypto::Key& server_key) {
  TRY_VOID(transaction.put_setting("server_key_box", crypto::seal_key_to(state.recovery(), kServerKeyLabel, organization.bytes(), server_key)));
  ByteWriter out;
  for (const crypto::Hash& hash : state.shares()) out.raw(hash);
  return transaction.put_setting("share_fingerprints", out.take());
}

std::vector<crypto::Hash> decode_fingerprints(BytesView bytes) {
  std::vector<crypto::Hash> out(bytes.size() / 32);
  if (bytes.size() % 32 != 0) return {};
  for (std::size_t i = 0; i < out.size(); ++i) std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(32 * i), 32, out[i].begin());
  return out;
}

Result<crypto::Key> open_server_key(OrganizationId organization, BytesView box, BytesView fingerprints,
                                    const std::vector<crypto::Share>& shares) {
  const auto known = decode_fingerprints(fingerprints);
  auto seed = known.empty() ? crypto::combine(shares) : crypto::combine(shares, known);
  if (!seed) return std::move(seed).error();
  auto key = crypto::BoxKey::from_seed(*seed).open_key(kServerKeyLabel, organization.bytes(), box);
  if (!key) return Error(ErrorCode::invalid_input, "These shares belong to another organisation, or to an older set.");
  return key;
}

}  // namespace arasha::vault

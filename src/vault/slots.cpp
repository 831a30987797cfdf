#include "vault/slots.h"

#include "base/text.h"
#include "crypto/envelope.h"
#include "vault/keyring.h"

namespace arasha::vault {
namespace {

Bytes seal_context(OrganizationId organization, CircleId circle, std::uint32_t generation, MemberId member) {
  return ByteWriter().raw(organization.bytes()).raw(circle.bytes()).u32(generation).raw(member.bytes()).take();
}

constexpr std::uint8_t kWrapped = 1;
constexpr std::uint8_t kBoxed = 2;
constexpr std::string_view kGrantLabel = "arasha/grant/v1";

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
  return {
      {1, {casework}},                                                        // identity
      {2, {c.at(CircleKind::health)}},                                        // health
      {3, {casework}},                                                        // assistance
      {4, {c.at(CircleKind::legal)}},                                         // legal
      {5, {casework, c.at(CircleKind::duty), c.at(CircleKind::hotline)}},     // presence
      {6, {casework, c.at(CircleKind::statistics)}},                          // facts
  };
}

Result<void> put_recovery_slot(store::Transaction& transaction, OrganizationId organization,
                               const crypto::PublicKey& recovery, MemberId member, const crypto::Key& seed) {
  const Bytes context = ByteWriter().raw(organization.bytes()).raw(member.bytes()).take();
  return transaction.put_slot({member, static_cast<std::uint8_t>(SlotKind::recovery),
                               crypto::seal_key_to(recovery, "arasha/recovery-slot/v1", context, seed)});
}

}  // namespace arasha::vault

// What k of n trustees can do: give a member a new passphrase, and make a new set of shares.
#include "vault/slots.h"
#include "vault/vault.h"

namespace arasha::vault {
namespace {

Error other_shares() {
  return {ErrorCode::invalid_input, "These shares belong to another organisation, or to an older set."};
}

Bytes recovery_context(OrganizationId organization, MemberId member) {
  return ByteWriter().raw(organization.bytes()).raw(member.bytes()).take();
}

const store::SlotRow* recovery_slot(const std::vector<store::SlotRow>& slots) {
  for (const store::SlotRow& slot : slots) {
    if (slot.kind == static_cast<std::uint8_t>(SlotKind::recovery)) return &slot;
  }
  return nullptr;
}

Result<crypto::BoxKey> recovery_key(const Directory& state, const std::vector<crypto::Share>& shares) {
  TRY(seed, crypto::combine(shares, state.shares()));
  crypto::BoxKey out = crypto::BoxKey::from_seed(seed);
  if (out.public_key() != state.recovery()) return other_shares();
  return out;
}

}  // namespace

Result<void> Vault::recover_member(std::string_view name, const std::vector<crypto::Share>& shares, std::string_view password) {
  TRY_VOID(crypto::check_new_password(password));
  TRY(recovery, recovery_key(*directory(), shares));
  TRY(member, store_->login(login_tag(server_, name)));
  if (!member) return Error(ErrorCode::not_found, "Nobody signs in with this name.");
  TRY(slots, store_->slots(*member));
  const store::SlotRow* slot = recovery_slot(slots);
  if (slot == nullptr) return Error(ErrorCode::not_found, "This account has no keys to recover. Ask a steward to invite the person again.");
  TRY(seed, recovery.open_key(kRecoverySlotLabel, recovery_context(organization_, *member), slot->blob));
  TRY(blob, seal_password_slot(*member, seed, password));
  return submit([&](store::Transaction& transaction) {
    return put_slot(transaction, {*member, static_cast<std::uint8_t>(SlotKind::password), blob});
  });
}

Result<std::vector<crypto::Share>> Vault::replace_recovery(const Keyring& by, const std::vector<crypto::Share>& present, int trustees,
                                                           int threshold) {
  const crypto::Key fresh_seed = crypto::random_key();
  const crypto::PublicKey fresh = crypto::BoxKey::from_seed(fresh_seed).public_key();
  TRY(shares, crypto::split(fresh_seed, threshold, trustees));
  RecoveryReplaced operation{fresh, static_cast<std::uint8_t>(threshold), {}};
  for (const crypto::Share& share : shares) operation.shares.push_back(share.fingerprint());
  TRY_VOID(change_directory(by, [&](store::Transaction& transaction, Directory& state) -> Result<void> {
    TRY(old, recovery_key(state, present));
    TRY(box, transaction.setting("server_key_box"));
    if (!box) return Error(ErrorCode::damaged, "The server key of this organisation is missing from its database.");
    TRY(server_key, old.open_key("arasha/server-key/v1", organization_.bytes(), *box));
    TRY_VOID(add_block(transaction, by, state, operation));
    TRY_VOID(put_recovery(transaction, organization_, state, server_key));
    for (const auto& [id, member] : state.members()) {
      TRY(slots, transaction.slots(id));
      const store::SlotRow* slot = recovery_slot(slots);
      if (slot == nullptr) continue;
      TRY(seed, old.open_key(kRecoverySlotLabel, recovery_context(organization_, id), slot->blob));
      TRY_VOID(put_recovery_slot(transaction, organization_, fresh, id, seed));
    }
    return {};
  }));
  return shares;
}

}  // namespace arasha::vault

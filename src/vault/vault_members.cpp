// Accounts and passwords.
#include "base/text.h"
#include "vault/slots.h"
#include "vault/vault.h"

namespace arasha::vault {
namespace {

constexpr auto kInvitationLife = std::chrono::hours(24 * 14);

Error refused() {
  return {ErrorCode::denied, "The name or the passphrase is not right. Check both and try again."};
}
Error no_right() { return {ErrorCode::denied, "You may not do this. Ask a steward."}; }

Bytes slot_place(OrganizationId organization, MemberId member, SlotKind kind) {
  return ByteWriter().sized("arasha/slot/v1").raw(organization.bytes()).raw(member.bytes())
      .u8(static_cast<std::uint8_t>(kind)).take();
}

const store::SlotRow* find_slot(const std::vector<store::SlotRow>& slots, SlotKind kind) {
  for (const auto& slot : slots) {
    if (slot.kind == static_cast<std::uint8_t>(kind)) return &slot;
  }
  return nullptr;
}

// An activation code has 100 random bits, so a fast derivation is enough.
crypto::Key activation_key(const ServerKeys& server, std::string_view code) {
  Bytes bytes;
  if (auto decoded = from_base32(code)) bytes = std::move(*decoded);
  crypto::Key key = crypto::derive(server.pepper, "arasha/activation/v1", {bytes});
  crypto::wipe(bytes);
  return key;
}

std::string in_groups(std::string_view code) {
  std::string out;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (i > 0 && i % 4 == 0) out += '-';
    out += code[i];
  }
  return out;
}

}  // namespace

Result<crypto::Key> Vault::slot_key(MemberId member, std::string_view password, const crypto::Salt& salt,
                                    const crypto::PasswordCost& cost) {
  // The same passphrase typed on two keyboards may differ in its Unicode form.
  auto cleaned = clean_text(password);
  std::string normal = cleaned ? std::move(*cleaned) : std::string();
  auto stretched = passwords_.derive(normal, salt, cost);
  crypto::wipe(normal);
  if (!stretched) return std::move(stretched).error();
  return server_.pepper.use([&](auto pepper) {
    return crypto::derive(*stretched, "arasha/password-slot/v1", {pepper, member.bytes()});
  });
}

Result<Bytes> Vault::seal_password_slot(MemberId member, const crypto::Key& seed, std::string_view password) {
  const crypto::Salt salt = crypto::random_salt();
  TRY(key, slot_key(member, password, salt, cost_));
  return ByteWriter().raw(encode_cost(cost_)).raw(salt)
      .raw(crypto::wrap_key(key, slot_place(organization_, member, SlotKind::password), seed)).take();
}

Result<crypto::Key> Vault::open_password_slot(MemberId member, BytesView slot, std::string_view password) {
  ByteReader in(slot);
  TRY(cost_bytes, in.raw(8));
  TRY(cost, decode_cost(cost_bytes));
  TRY(salt_bytes, in.raw(16));
  TRY(wrapped, in.raw(in.left()));
  crypto::Salt salt{};
  std::copy(salt_bytes.begin(), salt_bytes.end(), salt.begin());
  TRY(key, slot_key(member, password, salt, cost));
  return crypto::unwrap_key(key, slot_place(organization_, member, SlotKind::password), wrapped);
}

Result<Keyring> Vault::keyring_for(MemberId member, crypto::Key seed) const {
  Keyring keyring(member, std::move(seed));
  TRY_VOID(refresh(keyring));
  return keyring;
}

Result<Keyring> Vault::sign_in(std::string_view name, std::string_view password) {
  TRY(member, store_->login(login_tag(server_, name)));
  std::vector<store::SlotRow> slots;
  if (member) {
    TRY(found, store_->slots(*member));
    slots = std::move(found);
  }
  const store::SlotRow* slot = find_slot(slots, SlotKind::password);
  if (slot == nullptr) {
    // The same work for a name that is unknown, closed or not yet active.
    TRY(dummy, slot_key(MemberId(), password, crypto::random_salt(), cost_));
    static_cast<void>(dummy);
    return refused();
  }
  auto seed = open_password_slot(*member, slot->blob, password);
  if (!seed) {
    if (seed.error().code == ErrorCode::busy) return std::move(seed).error();
    return refused();
  }
  const auto state = directory();
  const Member* person = state->member(*member);
  if (person == nullptr || person->status == MemberStatus::closed || person->keys != public_keys(*seed)) return refused();
  // With the passphrase known to be right: a slot of an older day, with an older passphrase, is not taken.
  TRY_VOID(store_->at_once([&](const store::Reader& reader) -> Result<void> {
    TRY(now, reader.slots(*member));
    return check_slots(reader, *member, now);
  }));
  TRY(keyring, keyring_for(*member, std::move(*seed)));
  TRY_VOID(record(keyring, Action::signed_in, FileId(), 0));
  return keyring;
}

Result<std::string> Vault::invite(store::Transaction& transaction, MemberId member) const {
  std::array<std::uint8_t, 15> random{};  // 24 letters of base32
  crypto::random_bytes(random);
  const std::string code = to_base32(random);
  const auto until = static_cast<std::uint64_t>(to_milliseconds(clock_.now() + kInvitationLife));
  const Bytes blob = crypto::seal(activation_key(server_, code), slot_place(organization_, member, SlotKind::activation),
                                  ByteWriter().u64(until).take());
  TRY_VOID(put_slot(transaction, {member, static_cast<std::uint8_t>(SlotKind::activation), blob}));
  return in_groups(code);
}

Result<Vault::Invitation> Vault::add_member(const Keyring& by, std::string name, bool administrator) {
  TRY(cleaned, clean_text(name));
  if (cleaned.empty()) return Error(ErrorCode::invalid_input, "Enter the name that this person signs in with.");
  if (length(cleaned) > 100) return Error(ErrorCode::too_large, "The name is too long. Use at most 100 letters.");
  Invitation out;
  out.member = crypto::random_id<MemberId>();
  auto result = change_directory(by, [&](store::Transaction& transaction, Directory& state) -> Result<void> {
    const crypto::Hash tag = login_tag(server_, cleaned);
    TRY(taken, transaction.login(tag));
    if (taken) return Error(ErrorCode::conflict, "Somebody signs in with this name already. Choose another one.");
    TRY_VOID(add_block(transaction, by, state, MemberAdded{out.member, cleaned, administrator}));
    TRY_VOID(transaction.put_login(tag, out.member));
    TRY(code, invite(transaction, out.member));
    out.code = std::move(code);
    return {};
  });
  if (!result) return std::move(result).error();
  return out;
}

Result<Keyring> Vault::activate(std::string_view name, std::string_view code, std::string_view password) {
  const Error bad(ErrorCode::denied, "The name or the activation code is not right, or the code is too old. Ask a steward for a new one.");
  TRY_VOID(crypto::check_new_password(password));
  TRY(member, store_->login(login_tag(server_, name)));
  if (!member) return bad;
  crypto::Key seed = crypto::random_key();
  TRY(slot, seal_password_slot(*member, seed, password));
  const crypto::Key key = activation_key(server_, code);
  const Keyring own(*member, seed.clone());
  TRY_VOID(change_directory(own, [&](store::Transaction& transaction, Directory& state) -> Result<void> {
    TRY(slots, transaction.slots(*member));
    const store::SlotRow* invitation = find_slot(slots, SlotKind::activation);
    if (invitation == nullptr) return bad;
    auto until = crypto::open(key, slot_place(organization_, *member, SlotKind::activation), invitation->blob);
    if (!until) return bad;
    ByteReader in(*until);
    TRY(limit, in.u64());
    if (static_cast<std::uint64_t>(to_milliseconds(clock_.now())) > limit) return bad;
    TRY_VOID(add_block(transaction, own, state, MemberKeys{*member, public_keys(seed)}));
    TRY_VOID(erase_slots(transaction, *member));
    TRY_VOID(put_slot(transaction, {*member, static_cast<std::uint8_t>(SlotKind::password), slot}));
    return put_recovery_slot(transaction, organization_, state.recovery(), *member, seed);
  }));
  return keyring_for(*member, std::move(seed));
}

Result<void> Vault::verify_member(const Keyring& by, MemberId member, const PublicKeys& seen) {
  return change_directory(by, [&](store::Transaction& transaction, Directory& state) {
    return add_block(transaction, by, state, MemberVerified{member, seen});
  });
}

Result<void> Vault::close_member(const Keyring& by, MemberId member) {
  return change_directory(by, [&](store::Transaction& transaction, Directory& state) -> Result<void> {
    const Member* person = state.member(member);
    if (person == nullptr) return no_right();
    const std::string name = person->name;
    TRY_VOID(leave_all(transaction, by, state, member));
    TRY_VOID(add_block(transaction, by, state, MemberClosed{member}));
    TRY_VOID(transaction.erase_login(login_tag(server_, name)));
    return erase_slots(transaction, member);
  });
}

Result<Vault::Invitation> Vault::readmit_member(const Keyring& by, MemberId member) {
  Invitation out;
  out.member = member;
  TRY_VOID(change_directory(by, [&](store::Transaction& transaction, Directory& state) -> Result<void> {
    const Member* person = state.member(member);
    if (person == nullptr) return no_right();
    const std::string name = person->name;
    TRY_VOID(leave_all(transaction, by, state, member));
    TRY_VOID(add_block(transaction, by, state, MemberReadmitted{member}));
    TRY_VOID(erase_slots(transaction, member));
    TRY_VOID(transaction.put_login(login_tag(server_, name), member));
    TRY(code, invite(transaction, member));
    out.code = std::move(code);
    return {};
  }));
  return out;
}

Result<void> Vault::change_password(const Keyring& of, std::string_view current, std::string_view fresh) {
  TRY_VOID(crypto::check_new_password(fresh));
  TRY(slots, store_->slots(of.member()));
  const store::SlotRow* slot = find_slot(slots, SlotKind::password);
  const Error bad(ErrorCode::denied, "The present passphrase is not right. Type it again.");
  if (slot == nullptr) return bad;
  auto seed = open_password_slot(of.member(), slot->blob, current);
  if (!seed) return bad;
  TRY(blob, seal_password_slot(of.member(), *seed, fresh));
  return submit([&](store::Transaction& transaction) {
    return put_slot(transaction, {of.member(), static_cast<std::uint8_t>(SlotKind::password), blob});
  });
}

}  // namespace arasha::vault

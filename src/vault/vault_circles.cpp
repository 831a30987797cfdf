// Circles: joining seals the seed, leaving makes a new one.
#include "vault/slots.h"
#include "vault/vault.h"

namespace arasha::vault {
namespace {

constexpr Compartment kLastCompartment = 11;  // arasha/options.proto

Error not_yours() {
  return {ErrorCode::denied, "Only a steward of this circle may change who is in it."};
}

}  // namespace

Result<void> Vault::refresh(Keyring& keyring) const {
  const auto state = directory();
  const crypto::BoxKey box = keyring.box();
  TRY(seals, store_->seals_to(keyring.member()));
  for (const store::SealRow& seal : seals) {
    const Circle* circle = state->circle(seal.circle);
    if (circle == nullptr || seal.generation != circle->generation() || !circle->members.contains(keyring.member())) continue;
    TRY(seed, open_circle_seed(organization_, seal.circle, seal.generation, keyring.member(), box, seal.blob));
    // A seal proves no sender: the seed counts only if the chain names its public key.
    if (circle_box(seed) != circle->box.at(seal.generation)) {
      return Error(ErrorCode::damaged, "The key of a circle was replaced from outside. Stop and call your administrator.");
    }
    TRY(links, store_->links(seal.circle));
    keyring.add_circle(seal.circle, seal.generation, std::move(seed));
    for (std::uint32_t generation = seal.generation; generation > 0; --generation) {
      for (const store::LinkRow& link : links) {
        if (link.generation != generation) continue;
        const crypto::Key* newer = keyring.circle_key(seal.circle, generation);
        TRY(older, crypto::unwrap_key(*newer, link_place(organization_, seal.circle, generation), link.blob));
        keyring.add_circle(seal.circle, generation - 1, std::move(older));
      }
      if (!keyring.circle_key(seal.circle, generation - 1)) break;
    }
  }
  return {};
}

Result<void> Vault::join_circle(const Keyring& by, CircleId circle, MemberId member, bool steward) {
  return change_directory(by, [&](store::Transaction& transaction, Directory& state) -> Result<void> {
    const Circle* group = state.circle(circle);
    if (group == nullptr || !state.is_steward_of(by.member(), circle)) return not_yours();
    const std::uint32_t generation = group->generation();
    const crypto::Key* seed = by.circle_seed(circle, generation);
    if (seed == nullptr) return not_yours();
    const Member* person = state.member(member);
    if (person == nullptr || person->status != MemberStatus::verified) {
      return Error(ErrorCode::denied, "Compare the eight words with this person first, and confirm them.");
    }
    const crypto::PublicKey box = person->keys.box;
    TRY_VOID(add_block(transaction, by, state, CircleJoined{circle, member, steward}));
    return transaction.put_seal(
        {circle, generation, member, seal_circle_seed(organization_, circle, generation, member, box, *seed)});
  });
}

Result<void> Vault::rotate(store::Transaction& transaction, const Keyring& by, Directory& state, CircleId circle,
                           MemberId left) const {
  const Circle* group = state.circle(circle);
  if (group == nullptr || !state.is_steward_of(by.member(), circle)) return not_yours();
  const std::uint32_t old_generation = group->generation();
  const std::uint32_t generation = old_generation + 1;
  const crypto::Key* old_seed = by.circle_seed(circle, old_generation);
  if (old_seed == nullptr) return not_yours();

  const crypto::Key seed = crypto::random_key();
  const crypto::Key key = symmetric_key(seed);
  TRY_VOID(add_block(transaction, by, state, CircleRotated{circle, left, generation, circle_box(seed)}));
  for (const auto& [member, steward] : state.circle(circle)->members) {
    TRY_VOID(transaction.erase_seals(circle, member));
    TRY_VOID(transaction.put_seal({circle, generation, member,
                                   seal_circle_seed(organization_, circle, generation, member,
                                                    state.member(member)->keys.box, seed)}));
  }
  if (!left.is_nil()) TRY_VOID(transaction.erase_seals(circle, left));
  TRY_VOID(transaction.put_link(
      {circle, generation, crypto::wrap_key(key, link_place(organization_, circle, generation), *old_seed)}));

  std::vector<store::GrantRow> grants;
  TRY_VOID(transaction.each_grant_to(recipient_of(circle), [&](const store::GrantRow& row) -> Result<void> {
    grants.push_back(row);
    return {};
  }));
  for (store::GrantRow& row : grants) {
    TRY(inner, compartment_key(by, row));
    row.generation = generation;
    row.blob = wrapped_grant(key, grant_place(organization_, row), inner);
    TRY_VOID(transaction.put_grant(row));
  }
  return renew_standing(transaction, by, state, circle, seed);
}

Result<void> Vault::leave_circle(const Keyring& by, CircleId circle, MemberId member) {
  return change_directory(by, [&](store::Transaction& transaction, Directory& state) {
    return rotate(transaction, by, state, circle, member);
  });
}

Result<void> Vault::leave_all(store::Transaction& transaction, const Keyring& by, Directory& state, MemberId member) const {
  std::vector<CircleId> circles;
  for (const auto& [id, circle] : state.circles()) {
    if (circle.members.contains(member)) circles.push_back(id);
  }
  for (const CircleId circle : circles) TRY_VOID(rotate(transaction, by, state, circle, member));
  return {};
}

Result<void> Vault::rename(const Keyring& by, std::string name) {
  return change_directory(by, [&](store::Transaction& transaction, Directory& state) {
    return add_block(transaction, by, state, OrganizationRenamed{std::move(name)});
  });
}

Result<void> Vault::change_setting(const Keyring& by, std::string name, std::string value) {
  return change_directory(by, [&](store::Transaction& transaction, Directory& state) {
    return add_block(transaction, by, state, SettingChanged{std::move(name), std::move(value)});
  });
}

Result<void> Vault::define_forms(const Keyring& by, std::vector<FormDefined> forms) {
  return change_directory(by, [&](store::Transaction& transaction, Directory& state) -> Result<void> {
    for (const FormDefined& form : forms) {
      const auto found = state.forms().find(form.name);
      const std::size_t versions = found == state.forms().end() ? 0 : found->second.size();
      if (form.version != versions + 1) {
        return Error(ErrorCode::conflict, "Somebody else changed this form a moment ago. Compare both and save what is right.");
      }
      TRY_VOID(add_block(transaction, by, state, form));
    }
    return {};
  });
}

Result<void> Vault::change_policy(const Keyring& by, Compartment compartment, std::vector<CircleId> circles) {
  // An organisation that is older than a compartment chooses its circles when it wants to use it.
  if (compartment == 0 || compartment > kLastCompartment) return Error(ErrorCode::invalid_input, "There is no such part of a file.");
  return change_directory(by, [&](store::Transaction& transaction, Directory& state) {
    return add_block(transaction, by, state, PolicyChanged{compartment, circles});
  });
}

}  // namespace arasha::vault

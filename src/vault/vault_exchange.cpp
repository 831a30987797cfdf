// The keys that other organisations know this one by, and theirs (docs/formats/exchange.md).
#include "vault/vault.h"

namespace arasha::vault {
namespace {

constexpr std::string_view kSigningLabel = "arasha/exchange-signing/v1";
constexpr std::string_view kBoxLabel = "arasha/exchange-box/v1";

ExchangeKeys exchange_keys_from(const crypto::Key& compartment, std::uint32_t generation) {
  const Bytes number = ByteWriter().u32(generation).take();
  return {crypto::SigningKey::from_seed(crypto::derive(compartment, kSigningLabel, {number})),
          crypto::BoxKey::from_seed(crypto::derive(compartment, kBoxLabel, {number}))};
}

}  // namespace

Result<void> Vault::make_exchange_keys(const Keyring& by, FileId book, Compartment compartment) {
  TRY(keys, compartment_keys(by, book));
  const auto key = keys.find(compartment);
  if (key == keys.end()) return Error(ErrorCode::denied, "You cannot open this file.");
  return change_directory(by, [&](store::Transaction& transaction, Directory& state) {
    const auto generation = static_cast<std::uint32_t>(state.exchange().size());
    return add_block(transaction, by, state, ExchangeKeysMade{generation, exchange_keys_from(key->second, generation).public_keys()});
  });
}

Result<ExchangeKeys> Vault::exchange_keys(const Keyring& by, FileId book, Compartment compartment, std::uint32_t generation) const {
  TRY(keys, compartment_keys(by, book));
  const auto key = keys.find(compartment);
  if (key == keys.end()) return Error(ErrorCode::denied, "You cannot open this file.");
  const auto state = directory();
  if (generation >= state->exchange().size()) return Error(ErrorCode::not_found, "This organisation has no keys for others yet. A steward makes them.");
  ExchangeKeys out = exchange_keys_from(key->second, generation);
  // The chain says what others were told; a book that was put in the place of the first one gives other keys.
  if (out.public_keys() != state->exchange()[generation]) return Error(ErrorCode::damaged, "The keys of this organisation do not fit its key chain.");
  return out;
}

Result<void> Vault::compare_partner(const Keyring& by, OrganizationId partner, std::string name, const PublicKeys& seen) {
  return change_directory(by, [&](store::Transaction& transaction, Directory& state) {
    return add_block(transaction, by, state, PartnerCompared{partner, std::move(name), seen});
  });
}

Result<void> Vault::drop_partner(const Keyring& by, OrganizationId partner) {
  return change_directory(by, [&](store::Transaction& transaction, Directory& state) {
    return add_block(transaction, by, state, PartnerDropped{partner});
  });
}

}  // namespace arasha::vault

// Drops and parcels: what comes from other organisations and what goes to them, while nobody is signed in.
#include "base/event.h"
#include "vault/vault.h"

namespace arasha::vault {
namespace {

Bytes parcel_place(OrganizationId organization, ParcelId id) {
  return ByteWriter().sized("arasha/parcel-row/v1").raw(organization.bytes()).raw(id.bytes()).take();
}

}  // namespace

// The present key: one who was taken out of the circle and whose keyring is of yesterday does not hold it.
Result<void> Vault::check_holds(const Keyring& by, const Directory& state, CircleId circle) const {
  const Circle* found = state.circle(circle);
  if (found == nullptr || by.circle_key(circle, found->generation()) == nullptr) {
    return Error(ErrorCode::denied, "You cannot open what came in for this circle.");
  }
  return {};
}

Result<void> Vault::put_drop(DropId id, CircleId circle, BytesView sealed) {
  if (sealed.empty()) return Error(ErrorCode::invalid_input, "This message is empty.");
  if (sealed.size() > kDropLimit) return Error(ErrorCode::too_large, "This message is too large.");
  if (directory()->circle(circle) == nullptr) return Error(ErrorCode::not_found, "There is no such circle.");
  const store::DropRow row{id, recipient_of(circle), to_bytes(sealed)};
  return submit([&](store::Transaction& transaction) -> Result<void> {
    TRY(fresh, transaction.add_drop(row));
    if (!fresh) return {};
    TRY(totals, transaction.drop_totals());  // with this one
    const std::uint64_t most = row.body.size() > kLargeDrop ? kDropBytesLimit / 2 : kDropBytesLimit;
    if (totals.drops > kDropsLimit || totals.bytes > most) {
      return Error(ErrorCode::full, "Too many messages wait to be read. Try again later.");
    }
    return {};
  });
}

Result<void> Vault::each_drop(const Keyring& by, CircleId circle, const std::function<Result<void>(DropId, BytesView)>& use) const {
  TRY_VOID(check_holds(by, *directory(), circle));
  return store_->each_drop_to(recipient_of(circle), [&](const store::DropRow& row) { return use(row.id, row.body); });
}

Result<std::vector<WaitingDrop>> Vault::waiting_drops(const Keyring& by, CircleId circle) const {
  TRY_VOID(check_holds(by, *directory(), circle));
  return store_->waiting_drops(recipient_of(circle));
}

Result<std::optional<Bytes>> Vault::drop(const Keyring& by, CircleId circle, DropId id) const {
  TRY_VOID(check_holds(by, *directory(), circle));
  TRY(row, store_->drop(id));
  if (!row || row->recipient != recipient_of(circle)) return std::optional<Bytes>();
  return std::optional<Bytes>(std::move(row->body));
}

Result<std::uint64_t> Vault::drop_count(const Keyring& by, CircleId circle) const {
  TRY_VOID(check_holds(by, *directory(), circle));
  return store_->drop_count(recipient_of(circle));
}

Bytes Vault::seal_parcel(ParcelId id, BytesView content) const {
  return crypto::seal(server_.parcels, parcel_place(organization_, id), content, crypto::kTextPadding);
}

Result<Bytes> Vault::open_parcel(const store::ParcelRow& row) const {
  return crypto::open(server_.parcels, parcel_place(organization_, row.id), row.body, crypto::kTextPadding);
}

Result<std::uint64_t> Vault::each_parcel(std::uint64_t after, const ParcelUse& use) const {
  std::uint64_t last = after;
  TRY_VOID(store_->each_parcel(after, [&](const store::ParcelRow& row) -> Result<void> {
    last = row.number;
    auto content = open_parcel(row);
    if (!content) {
      static RateLimit limit(5);
      if (limit.allow()) log_event(Level::error, "parcel_damaged");
      return {};
    }
    return use(row.id, *content);
  }));
  return last;
}

Result<std::optional<Bytes>> Vault::parcel(ParcelId id) const {
  TRY(row, store_->parcel(id));
  if (!row) return std::optional<Bytes>();
  TRY(content, open_parcel(*row));
  return std::optional<Bytes>(std::move(content));
}

Result<void> Vault::settle_parcel(ParcelId id) {
  return submit([&](store::Transaction& transaction) { return transaction.erase_parcel(id); });
}

Result<void> Vault::settle_parcels(std::span<const ParcelId> ids) {
  return submit([&](store::Transaction& transaction) -> Result<void> {
    for (const ParcelId id : ids) TRY_VOID(transaction.erase_parcel(id));
    return {};
  });
}

Result<void> Vault::change_parcel(ParcelId id, BytesView content) {
  const store::ParcelRow row{id, seal_parcel(id, content)};
  return submit([&](store::Transaction& transaction) -> Result<void> {
    TRY(known, transaction.parcel(id));
    if (!known) return Error(ErrorCode::not_found, "This was delivered already.");
    return transaction.put_parcel(row);
  });
}

}  // namespace arasha::vault

// Drops and parcels: the part of Rows that is about other organisations.
#include "store/sqlite_rows.h"

namespace arasha::store {

Result<void> Rows::each_drop_to(RecipientId recipient, const std::function<Result<void>(const DropRow&)>& use) const {
  TRY(s, db_.prepare("SELECT id,body FROM drops WHERE recipient=? ORDER BY number"));
  s.bind(recipient.bytes());
  while (true) {
    TRY(found, s.step());
    if (!found) return {};
    const DropRow row{s.id<DropId>(0), recipient, s.bytes(1)};
    TRY_VOID(s.sound());
    TRY_VOID(use(row));
  }
}

// The length of a body stands in the head of its row: it is not read for that.
Result<std::vector<WaitingDrop>> Rows::waiting_drops(RecipientId recipient) const {
  TRY(s, db_.prepare("SELECT id,length(body) FROM drops WHERE recipient=? ORDER BY number"));
  s.bind(recipient.bytes());
  std::vector<WaitingDrop> out;
  while (true) {
    TRY(found, s.step());
    if (!found) return out;
    out.push_back({s.id<DropId>(0), s.number<std::uint64_t>(1)});
    TRY_VOID(s.sound());
  }
}

Result<std::optional<DropRow>> Rows::drop(DropId id) const {
  TRY(s, db_.prepare("SELECT recipient,body FROM drops WHERE id=?"));
  TRY(found, s.bind(id.bytes()).step());
  if (!found) return std::optional<DropRow>();
  DropRow out{id, s.id<RecipientId>(0), s.bytes(1)};
  TRY_VOID(s.sound());
  return std::optional<DropRow>(std::move(out));
}

Result<std::optional<RecipientId>> Rows::drop_recipient(DropId id) const {
  TRY(s, db_.prepare("SELECT recipient FROM drops WHERE id=?"));
  TRY(found, s.bind(id.bytes()).step());
  if (!found) return std::optional<RecipientId>();
  const auto out = s.id<RecipientId>(0);
  TRY_VOID(s.sound());
  return std::optional<RecipientId>(out);
}

Result<std::uint64_t> Rows::drop_count(RecipientId recipient) const {
  TRY(s, db_.prepare("SELECT count(*) FROM drops WHERE recipient=?"));
  TRY(found, s.bind(recipient.bytes()).step());
  return found ? s.number<std::uint64_t>(0) : 0;
}

Result<DropTotals> Rows::drop_totals() const {
  TRY(s, db_.prepare("SELECT drops,bytes FROM drop_totals"));
  TRY(found, s.step());
  if (!found) return DropTotals{};
  const DropTotals out{s.number<std::uint64_t>(0), s.number<std::uint64_t>(1)};
  TRY_VOID(s.sound());
  return out;
}

Result<void> Rows::count_drop(std::int64_t drops, std::int64_t bytes) {
  TRY(s, db_.prepare("UPDATE drop_totals SET drops=drops+?, bytes=bytes+?"));
  return s.bind(drops).bind(bytes).run();
}

Result<bool> Rows::add_drop(const DropRow& row) {
  {
    TRY(s, db_.prepare("SELECT 1 FROM drops WHERE id=?1 UNION ALL SELECT 1 FROM taken WHERE id=?1"));
    TRY(known, s.bind(row.id.bytes()).step());
    if (known) return false;
  }
  {
    TRY(s, db_.prepare("INSERT INTO drops(id,recipient,body) VALUES(?,?,?)"));
    TRY_VOID(s.bind(row.id.bytes()).bind(row.recipient.bytes()).bind(row.body).run());
  }
  TRY_VOID(count_drop(1, static_cast<std::int64_t>(row.body.size())));
  return true;
}

Result<bool> Rows::erase_drop(DropId id) {
  std::int64_t size = 0;
  {
    TRY(s, db_.prepare("SELECT length(body) FROM drops WHERE id=?"));
    TRY(found, s.bind(id.bytes()).step());
    if (!found) return false;
    size = s.integer(0);
  }
  erased_ = true;
  {
    TRY(s, db_.prepare("DELETE FROM drops WHERE id=?"));
    TRY_VOID(s.bind(id.bytes()).run());
  }
  {
    TRY(s, db_.prepare("INSERT OR IGNORE INTO taken(id) VALUES(?)"));
    TRY_VOID(s.bind(id.bytes()).run());
  }
  TRY_VOID(count_drop(-1, -size));
  return true;
}

Result<std::optional<ParcelRow>> Rows::parcel(ParcelId id) const {
  TRY(s, db_.prepare("SELECT body,number FROM parcels WHERE id=?"));
  TRY(found, s.bind(id.bytes()).step());
  if (!found) return std::optional<ParcelRow>();
  ParcelRow out{id, s.bytes(0), s.number<std::uint64_t>(1)};
  TRY_VOID(s.sound());
  return std::optional<ParcelRow>(std::move(out));
}

Result<void> Rows::each_parcel(std::uint64_t after, const std::function<Result<void>(const ParcelRow&)>& use) const {
  TRY(s, db_.prepare("SELECT id,body,number FROM parcels WHERE number>? ORDER BY number"));
  s.bind_seq(after);
  while (true) {
    TRY(found, s.step());
    if (!found) return {};
    const ParcelRow row{s.id<ParcelId>(0), s.bytes(1), s.number<std::uint64_t>(2)};
    TRY_VOID(s.sound());
    TRY_VOID(use(row));
  }
}

Result<void> Rows::put_parcel(const ParcelRow& row) {
  TRY(s, db_.prepare("INSERT INTO parcels(id,body) VALUES(?,?) ON CONFLICT(id) DO UPDATE SET body=excluded.body"));
  return s.bind(row.id.bytes()).bind(row.body).run();
}

Result<void> Rows::erase_parcel(ParcelId id) {
  TRY(s, db_.prepare("DELETE FROM parcels WHERE id=?"));
  return s.bind(id.bytes()).run();
}

}  // namespace arasha::store

#include "store/sqlite_rows.h"

namespace arasha::store {
namespace {

Error no_such_file() { return {ErrorCode::not_found, "There is no such file."}; }

LeafRow leaf_from(const Statement& s) {
  return {static_cast<std::uint64_t>(s.number(0)), static_cast<std::uint8_t>(s.number(1)), s.fixed<Hash>(2), s.bytes(3)};
}

}  // namespace

Result<std::optional<Bytes>> Rows::setting(std::string_view name) const {
  TRY(s, db_.prepare("SELECT value FROM settings WHERE name=?"));
  TRY(found, s.bind(name).step());
  if (!found) return std::optional<Bytes>();
  return std::optional<Bytes>(s.bytes(0));
}

Result<std::vector<BlockRow>> Rows::blocks(std::uint64_t from) const {
  TRY(s, db_.prepare("SELECT seq,hash,body FROM blocks WHERE seq>=? ORDER BY seq"));
  s.bind(static_cast<std::int64_t>(from));
  std::vector<BlockRow> out;
  while (true) {
    TRY(row, s.step());
    if (!row) return out;
    out.push_back({static_cast<std::uint64_t>(s.number(0)), s.fixed<Hash>(1), s.bytes(2)});
  }
}

Result<std::optional<MemberId>> Rows::login(const Hash& tag) const {
  TRY(s, db_.prepare("SELECT member FROM logins WHERE tag=?"));
  TRY(found, s.bind(tag).step());
  if (!found) return std::optional<MemberId>();
  return std::optional<MemberId>(s.id<MemberId>(0));
}

Result<std::vector<SlotRow>> Rows::slots(MemberId member) const {
  TRY(s, db_.prepare("SELECT kind,blob FROM slots WHERE member=? ORDER BY kind"));
  s.bind(member.bytes());
  std::vector<SlotRow> out;
  while (true) {
    TRY(row, s.step());
    if (!row) return out;
    out.push_back({member, static_cast<std::uint8_t>(s.number(0)), s.bytes(1)});
  }
}

Result<std::vector<SealRow>> Rows::seals_to(MemberId member) const {
  TRY(s, db_.prepare("SELECT circle,generation,blob FROM seals WHERE member=? ORDER BY circle,generation"));
  s.bind(member.bytes());
  std::vector<SealRow> out;
  while (true) {
    TRY(row, s.step());
    if (!row) return out;
    out.push_back({s.id<CircleId>(0), static_cast<std::uint32_t>(s.number(1)), member, s.bytes(2)});
  }
}

Result<std::vector<SealRow>> Rows::seals_of(CircleId circle) const {
  TRY(s, db_.prepare("SELECT generation,member,blob FROM seals WHERE circle=? ORDER BY generation,member"));
  s.bind(circle.bytes());
  std::vector<SealRow> out;
  while (true) {
    TRY(row, s.step());
    if (!row) return out;
    out.push_back({circle, static_cast<std::uint32_t>(s.number(0)), s.id<MemberId>(1), s.bytes(2)});
  }
}

Result<std::vector<LinkRow>> Rows::links(CircleId circle) const {
  TRY(s, db_.prepare("SELECT generation,blob FROM links WHERE circle=? ORDER BY generation"));
  s.bind(circle.bytes());
  std::vector<LinkRow> out;
  while (true) {
    TRY(row, s.step());
    if (!row) return out;
    out.push_back({circle, static_cast<std::uint32_t>(s.number(0)), s.bytes(1)});
  }
}

Result<std::int64_t> Rows::number_of(FileId file) const {
  TRY(s, db_.prepare("SELECT fid FROM files WHERE id=?"));
  TRY(found, s.bind(file.bytes()).step());
  if (!found) return no_such_file();
  return s.number(0);
}

Result<std::optional<FileRow>> Rows::file(FileId id) const {
  TRY(s, db_.prepare("SELECT length,head FROM files WHERE id=?"));
  TRY(found, s.bind(id.bytes()).step());
  if (!found) return std::optional<FileRow>();
  return std::optional<FileRow>(FileRow{id, static_cast<std::uint32_t>(s.number(0)), s.fixed<Hash>(1)});
}

Result<std::uint64_t> Rows::file_count() const {
  TRY(s, db_.prepare("SELECT count(*) FROM files"));
  TRY(row, s.step());
  return row ? static_cast<std::uint64_t>(s.number(0)) : 0;
}

Result<void> Rows::each_file(const std::function<Result<void>(const FileRow&)>& use) const {
  // Read whole first: the callback may use this connection too.
  std::vector<FileRow> rows;
  {
    TRY(s, db_.prepare("SELECT id,length,head FROM files"));
    while (true) {
      TRY(row, s.step());
      if (!row) break;
      rows.push_back({s.id<FileId>(0), static_cast<std::uint32_t>(s.number(1)), s.fixed<Hash>(2)});
    }
  }
  for (const FileRow& row : rows) TRY_VOID(use(row));
  return {};
}

Result<std::vector<EntryRow>> Rows::entries(FileId file) const {
  TRY(s, db_.prepare("SELECT seq,header,key,body FROM entries WHERE fid=(SELECT fid FROM files WHERE id=?) ORDER BY seq"));
  s.bind(file.bytes());
  std::vector<EntryRow> out;
  while (true) {
    TRY(row, s.step());
    if (!row) return out;
    out.push_back({file, static_cast<std::uint32_t>(s.number(0)), s.bytes(1), s.bytes(2), s.bytes(3)});
  }
}

Result<std::vector<GrantRow>> Rows::grants(FileId file) const {
  TRY(s, db_.prepare("SELECT compartment,r.id,generation,blob FROM grants g JOIN recipients r ON r.rid=g.rid "
                     "WHERE fid=(SELECT fid FROM files WHERE id=?) ORDER BY compartment,g.rid"));
  s.bind(file.bytes());
  std::vector<GrantRow> out;
  while (true) {
    TRY(row, s.step());
    if (!row) return out;
    out.push_back({file, static_cast<Compartment>(s.number(0)), s.id<RecipientId>(1), static_cast<std::uint32_t>(s.number(2)),
                   s.bytes(3)});
  }
}

Result<void> Rows::each_grant_to(RecipientId recipient, const std::function<Result<void>(const GrantRow&)>& use) const {
  TRY(s, db_.prepare("SELECT f.id,compartment,generation,blob FROM grants g JOIN files f ON f.fid=g.fid "
                     "WHERE rid=(SELECT rid FROM recipients WHERE id=?)"));
  s.bind(recipient.bytes());
  while (true) {
    TRY(row, s.step());
    if (!row) return {};
    TRY_VOID(use({s.id<FileId>(0), static_cast<Compartment>(s.number(1)), recipient, static_cast<std::uint32_t>(s.number(2)),
                  s.bytes(3)}));
  }
}

Result<std::vector<CardRow>> Rows::cards(FileId file) const {
  TRY(s, db_.prepare("SELECT compartment,seq,blob FROM cards WHERE fid=(SELECT fid FROM files WHERE id=?) ORDER BY compartment"));
  s.bind(file.bytes());
  std::vector<CardRow> out;
  while (true) {
    TRY(row, s.step());
    if (!row) return out;
    out.push_back({file, static_cast<Compartment>(s.number(0)), static_cast<std::uint32_t>(s.number(1)), s.bytes(2)});
  }
}

Result<void> Rows::each_granted_card(RecipientId recipient, Compartment compartment,
                                     const std::function<Result<void>(const GrantedCard&)>& use) const {
  TRY(s, db_.prepare("SELECT f.id,g.generation,g.blob,c.seq,c.blob FROM files f "
                     "CROSS JOIN grants g ON g.fid=f.fid AND g.compartment=?1 AND g.rid=(SELECT rid FROM recipients WHERE id=?2) "
                     "CROSS JOIN cards c ON c.fid=f.fid AND c.compartment=?1 ORDER BY f.fid"));
  s.bind(static_cast<std::int64_t>(compartment)).bind(recipient.bytes());
  GrantedCard out;
  out.grant.recipient = recipient;
  out.grant.compartment = compartment;
  out.card.compartment = compartment;
  while (true) {
    TRY(row, s.step());
    if (!row) return {};
    out.grant.file = out.card.file = s.id<FileId>(0);
    out.grant.generation = static_cast<std::uint32_t>(s.number(1));
    const BytesView grant = s.blob(2);
    out.grant.blob.assign(grant.begin(), grant.end());
    out.card.seq = static_cast<std::uint32_t>(s.number(3));
    const BytesView card = s.blob(4);
    out.card.blob.assign(card.begin(), card.end());
    TRY_VOID(use(out));
  }
}

Result<std::optional<LeafRow>> Rows::last_leaf() const {
  TRY(s, db_.prepare("SELECT seq,kind,hash,body FROM ledger ORDER BY seq DESC LIMIT 1"));
  TRY(found, s.step());
  if (!found) return std::optional<LeafRow>();
  return std::optional<LeafRow>(leaf_from(s));
}

Result<std::vector<LeafRow>> Rows::leaves(std::uint64_t from, std::size_t limit) const {
  TRY(s, db_.prepare("SELECT seq,kind,hash,body FROM ledger WHERE seq>=? ORDER BY seq LIMIT ?"));
  s.bind(static_cast<std::int64_t>(from)).bind(static_cast<std::int64_t>(limit));
  std::vector<LeafRow> out;
  while (true) {
    TRY(row, s.step());
    if (!row) return out;
    out.push_back(leaf_from(s));
  }
}

Result<std::vector<LeafRow>> Rows::leaves_before(std::uint8_t kind, std::uint64_t before, std::size_t limit) const {
  TRY(s, db_.prepare("SELECT seq,kind,hash,body FROM ledger WHERE kind=? AND seq<? ORDER BY seq DESC LIMIT ?"));
  s.bind(static_cast<std::int64_t>(kind));
  s.bind(before > INT64_MAX ? INT64_MAX : static_cast<std::int64_t>(before)).bind(static_cast<std::int64_t>(limit));
  std::vector<LeafRow> out;
  while (true) {
    TRY(row, s.step());
    if (!row) return out;
    out.push_back(leaf_from(s));
  }
}

Result<std::vector<DraftRow>> Rows::drafts(MemberId member) const {
  TRY(s, db_.prepare("SELECT name,blob FROM drafts WHERE member=?"));
  s.bind(member.bytes());
  std::vector<DraftRow> out;
  while (true) {
    TRY(row, s.step());
    if (!row) return out;
    out.push_back({member, s.fixed<Hash>(0), s.bytes(1)});
  }
}

Result<void> Rows::put_setting(std::string_view name, BytesView value) {
  TRY(s, db_.prepare("INSERT INTO settings(name,value) VALUES(?,?) ON CONFLICT(name) DO UPDATE SET value=excluded.value"));
  return s.bind(name).bind(value).run();
}

Result<void> Rows::add_block(const BlockRow& row) {
  TRY(s, db_.prepare("INSERT INTO blocks(seq,hash,body) VALUES(?,?,?)"));
  return s.bind(static_cast<std::int64_t>(row.seq)).bind(row.hash).bind(row.body).run();
}

Result<void> Rows::put_login(const Hash& tag, MemberId member) {
  TRY(taken, login(tag));
  if (taken && *taken != member) return Error(ErrorCode::conflict, "Somebody signs in with this name already. Choose another one.");
  TRY(s, db_.prepare("INSERT OR IGNORE INTO logins(tag,member) VALUES(?,?)"));
  return s.bind(tag).bind(member.bytes()).run();
}

Result<void> Rows::erase_login(const Hash& tag) {
  TRY(s, db_.prepare("DELETE FROM logins WHERE tag=?"));
  return s.bind(tag).run();
}

Result<void> Rows::put_slot(const SlotRow& row) {
  TRY(s, db_.prepare("INSERT INTO slots(member,kind,blob) VALUES(?,?,?) ON CONFLICT(member,kind) DO UPDATE SET blob=excluded.blob"));
  return s.bind(row.member.bytes()).bind(static_cast<std::int64_t>(row.kind)).bind(row.blob).run();
}

Result<void> Rows::erase_slots(MemberId member) {
  TRY(s, db_.prepare("DELETE FROM slots WHERE member=?"));
  return s.bind(member.bytes()).run();
}

Result<void> Rows::put_seal(const SealRow& row) {
  TRY(s, db_.prepare("INSERT INTO seals(circle,generation,member,blob) VALUES(?,?,?,?) "
                     "ON CONFLICT(circle,generation,member) DO UPDATE SET blob=excluded.blob"));
  return s.bind(row.circle.bytes()).bind(static_cast<std::int64_t>(row.generation)).bind(row.member.bytes()).bind(row.blob).run();
}

Result<void> Rows::erase_seals(CircleId circle, MemberId member) {
  TRY(s, db_.prepare("DELETE FROM seals WHERE circle=? AND member=?"));
  return s.bind(circle.bytes()).bind(member.bytes()).run();
}

Result<void> Rows::put_link(const LinkRow& row) {
  TRY(s, db_.prepare("INSERT INTO links(circle,generation,blob) VALUES(?,?,?) "
                     "ON CONFLICT(circle,generation) DO UPDATE SET blob=excluded.blob"));
  return s.bind(row.circle.bytes()).bind(static_cast<std::int64_t>(row.generation)).bind(row.blob).run();
}

Result<void> Rows::put_file(const FileRow& row) {
  TRY(s, db_.prepare("INSERT INTO files(id,length,head) VALUES(?,?,?) "
                     "ON CONFLICT(id) DO UPDATE SET length=excluded.length, head=excluded.head"));
  return s.bind(row.id.bytes()).bind(static_cast<std::int64_t>(row.length)).bind(row.head).run();
}

Result<void> Rows::add_entry(const EntryRow& row) {
  TRY(number, number_of(row.file));
  TRY(s, db_.prepare("INSERT INTO entries(fid,seq,header,key,body) VALUES(?,?,?,?,?)"));
  return s.bind(number).bind(static_cast<std::int64_t>(row.seq)).bind(row.header).bind(row.key).bind(row.body).run();
}

Result<void> Rows::erase_entry_content(FileId file, std::uint32_t seq) {
  TRY(number, number_of(file));
  TRY(s, db_.prepare("UPDATE entries SET key=x'', body=x'' WHERE fid=? AND seq=?"));
  return s.bind(number).bind(static_cast<std::int64_t>(seq)).run();
}

Result<void> Rows::put_grant(const GrantRow& row) {
  TRY(number, number_of(row.file));
  {
    TRY(s, db_.prepare("INSERT OR IGNORE INTO recipients(id) VALUES(?)"));
    TRY_VOID(s.bind(row.recipient.bytes()).run());
  }
  TRY(s, db_.prepare("INSERT INTO grants(fid,compartment,rid,generation,blob) "
                     "VALUES(?,?,(SELECT rid FROM recipients WHERE id=?),?,?) "
                     "ON CONFLICT(fid,compartment,rid) DO UPDATE SET generation=excluded.generation, blob=excluded.blob"));
  return s.bind(number).bind(static_cast<std::int64_t>(row.compartment)).bind(row.recipient.bytes())
      .bind(static_cast<std::int64_t>(row.generation)).bind(row.blob).run();
}

Result<void> Rows::erase_grant(FileId file, Compartment compartment, RecipientId recipient) {
  TRY(number, number_of(file));
  TRY(s, db_.prepare("DELETE FROM grants WHERE fid=? AND compartment=? AND rid=(SELECT rid FROM recipients WHERE id=?)"));
  return s.bind(number).bind(static_cast<std::int64_t>(compartment)).bind(recipient.bytes()).run();
}

Result<void> Rows::put_card(const CardRow& row) {
  TRY(number, number_of(row.file));
  TRY(s, db_.prepare("INSERT INTO cards(fid,compartment,seq,blob) VALUES(?,?,?,?) "
                     "ON CONFLICT(fid,compartment) DO UPDATE SET seq=excluded.seq, blob=excluded.blob"));
  return s.bind(number).bind(static_cast<std::int64_t>(row.compartment)).bind(static_cast<std::int64_t>(row.seq)).bind(row.blob).run();
}

Result<void> Rows::erase_card(FileId file, Compartment compartment) {
  TRY(number, number_of(file));
  TRY(s, db_.prepare("DELETE FROM cards WHERE fid=? AND compartment=?"));
  return s.bind(number).bind(static_cast<std::int64_t>(compartment)).run();
}

Result<void> Rows::add_leaf(const LeafRow& row) {
  TRY(s, db_.prepare("INSERT INTO ledger(seq,kind,hash,body) VALUES(?,?,?,?)"));
  return s.bind(static_cast<std::int64_t>(row.seq)).bind(static_cast<std::int64_t>(row.kind)).bind(row.hash).bind(row.body).run();
}

Result<void> Rows::put_draft(const DraftRow& row) {
  TRY(s, db_.prepare("INSERT INTO drafts(member,name,blob) VALUES(?,?,?) ON CONFLICT(member,name) DO UPDATE SET blob=excluded.blob"));
  return s.bind(row.member.bytes()).bind(row.name).bind(row.blob).run();
}

Result<void> Rows::erase_draft(MemberId member, const Hash& name) {
  TRY(s, db_.prepare("DELETE FROM drafts WHERE member=? AND name=?"));
  return s.bind(member.bytes()).bind(name).run();
}

}  // namespace arasha::store

#include "store/sqlite_rows.h"

#include <utility>

namespace arasha::store {
namespace {

constexpr std::size_t kNumbersKept = 256;

// Entries and cards are numbered so that those of one file lie together: fid, then seq or compartment.
std::int64_t entry_number(std::int64_t fid, std::uint32_t seq) { return fid * kEntryLimit + seq; }
std::int64_t card_number(std::int64_t fid, Compartment compartment) { return fid * 256 + compartment; }

Error no_such_file() { return {ErrorCode::not_found, "There is no such file."}; }

LeafRow leaf_from(const Statement& s) {
  return {s.number<std::uint64_t>(0), s.number<std::uint8_t>(1), s.fixed<Hash>(2), s.bytes(3)};
}

// Every row of a bound statement, each made by `make` from the statement.
template <class Row, class Make>
Result<std::vector<Row>> all(Statement& s, Make&& make) {
  std::vector<Row> out;
  while (true) {
    TRY(found, s.step());
    if (!found) return out;
    out.push_back(make(s));
    TRY_VOID(s.sound());
  }
}

// The one row of a bound statement, if it is there.
template <class Value, class Make>
Result<std::optional<Value>> one(Statement& s, Make&& make) {
  TRY(found, s.step());
  if (!found) return std::optional<Value>();
  std::optional<Value> out = make(s);
  TRY_VOID(s.sound());
  return out;
}

}  // namespace

Result<std::optional<Bytes>> Rows::setting(std::string_view name) const {
  TRY(s, db_.prepare("SELECT value FROM settings WHERE name=?"));
  s.bind(name);
  return one<Bytes>(s, [](const Statement& r) { return r.bytes(0); });
}

Result<std::vector<BlockRow>> Rows::blocks(std::uint64_t from) const {
  TRY(s, db_.prepare("SELECT seq,hash,body FROM blocks WHERE seq>=? ORDER BY seq"));
  s.bind_seq(from);
  return all<BlockRow>(s, [&](const Statement& r) { return BlockRow{r.number<std::uint64_t>(0), r.fixed<Hash>(1), r.bytes(2)}; });
}

Result<std::optional<MemberId>> Rows::login(const Hash& tag) const {
  TRY(s, db_.prepare("SELECT member FROM logins WHERE tag=?"));
  s.bind(tag);
  return one<MemberId>(s, [](const Statement& r) { return r.id<MemberId>(0); });
}

Result<std::vector<SlotRow>> Rows::slots(MemberId member) const {
  TRY(s, db_.prepare("SELECT kind,blob FROM slots WHERE member=? ORDER BY kind"));
  s.bind(member.bytes());
  return all<SlotRow>(s, [&](const Statement& r) { return SlotRow{member, r.number<std::uint8_t>(0), r.bytes(1)}; });
}

Result<std::vector<SealRow>> Rows::seals_to(MemberId member) const {
  TRY(s, db_.prepare("SELECT circle,generation,blob FROM seals WHERE member=? ORDER BY circle,generation"));
  s.bind(member.bytes());
  return all<SealRow>(s, [&](const Statement& r) {
    return SealRow{r.id<CircleId>(0), r.number<std::uint32_t>(1), member, r.bytes(2)};
  });
}

Result<std::vector<SealRow>> Rows::seals_of(CircleId circle) const {
  TRY(s, db_.prepare("SELECT generation,member,blob FROM seals WHERE circle=? ORDER BY generation,member"));
  s.bind(circle.bytes());
  return all<SealRow>(s, [&](const Statement& r) {
    return SealRow{circle, r.number<std::uint32_t>(0), r.id<MemberId>(1), r.bytes(2)};
  });
}

Result<std::vector<LinkRow>> Rows::links(CircleId circle) const {
  TRY(s, db_.prepare("SELECT generation,blob FROM links WHERE circle=? ORDER BY generation"));
  s.bind(circle.bytes());
  return all<LinkRow>(s, [&](const Statement& r) { return LinkRow{circle, r.number<std::uint32_t>(0), r.bytes(1)}; });
}

Result<std::int64_t> Rows::find_file(FileId file) const {
  const auto known = files_.find(file);
  if (known != files_.end()) return known->second;
  TRY(s, db_.prepare("SELECT fid FROM files WHERE id=?"));
  TRY(found, s.bind(file.bytes()).step());
  if (!found) return 0;
  if (files_.size() >= kNumbersKept) files_.clear();
  return files_[file] = s.integer(0);
}

Result<std::int64_t> Rows::number_of(FileId file) const {
  TRY(number, find_file(file));
  if (number == 0) return no_such_file();
  return number;
}

Result<std::int64_t> Rows::number_for(RecipientId recipient) {
  const auto known = recipients_.find(recipient);
  if (known != recipients_.end()) return known->second;
  {
    TRY(s, db_.prepare("INSERT OR IGNORE INTO recipients(id) VALUES(?)"));
    TRY_VOID(s.bind(recipient.bytes()).run());
  }
  TRY(s, db_.prepare("SELECT rid FROM recipients WHERE id=?"));
  TRY(found, s.bind(recipient.bytes()).step());
  if (!found) return Error(ErrorCode::internal, "The database answered with an error.");
  if (recipients_.size() >= kNumbersKept) recipients_.clear();
  return recipients_[recipient] = s.integer(0);
}

Result<std::optional<FileRow>> Rows::file(FileId id) const {
  TRY(s, db_.prepare("SELECT length,head,fid FROM files WHERE id=?"));
  s.bind(id.bytes());
  return one<FileRow>(s, [&](const Statement& r) {
    if (files_.size() >= kNumbersKept) files_.clear();
    files_[id] = r.integer(2);
    return FileRow{id, r.number<std::uint32_t>(0), r.fixed<Hash>(1)};
  });
}

Result<std::uint64_t> Rows::file_count() const {
  TRY(s, db_.prepare("SELECT count(*) FROM files"));
  TRY(row, s.step());
  return row ? s.number<std::uint64_t>(0) : 0;
}

Result<void> Rows::each_file(const std::function<Result<void>(const FileRow&)>& use) const {
  // Read whole first: in a transaction the callback may write.
  TRY(s, db_.prepare("SELECT id,length,head FROM files"));
  TRY(rows, all<FileRow>(s, [](const Statement& r) {
        return FileRow{r.id<FileId>(0), r.number<std::uint32_t>(1), r.fixed<Hash>(2)};
      }));
  for (const FileRow& row : rows) TRY_VOID(use(row));
  return {};
}

Result<std::vector<EntryRow>> Rows::entries(FileId file) const {
  TRY(number, find_file(file));
  TRY(s, db_.prepare("SELECT seq,header,key,body FROM entries WHERE number>=? AND number<? ORDER BY number"));
  s.bind(entry_number(number, 0)).bind(entry_number(number + 1, 0));
  return all<EntryRow>(s, [&](const Statement& r) {
    return EntryRow{file, r.number<std::uint32_t>(0), r.bytes(1), r.bytes(2), r.bytes(3)};
  });
}

Result<std::optional<EntryRow>> Rows::entry(FileId file, std::uint32_t seq) const {
  TRY(number, find_file(file));
  if (number == 0 || seq >= kEntryLimit) return std::optional<EntryRow>();
  TRY(s, db_.prepare("SELECT header,key,body FROM entries WHERE number=?"));
  s.bind(entry_number(number, seq));
  return one<EntryRow>(s, [&](const Statement& r) { return EntryRow{file, seq, r.bytes(0), r.bytes(1), r.bytes(2)}; });
}

Result<std::vector<EntryRow>> Rows::headers(FileId file, std::uint32_t from) const {
  TRY(number, find_file(file));
  TRY(s, db_.prepare("SELECT seq,header FROM entries WHERE number>=? AND number<? ORDER BY number"));
  s.bind(entry_number(number, from)).bind(entry_number(number + 1, 0));
  return all<EntryRow>(s, [&](const Statement& r) {
    return EntryRow{file, r.number<std::uint32_t>(0), r.bytes(1), {}, {}};
  });
}

Result<std::vector<GrantRow>> Rows::grants(FileId file) const {
  TRY(s, db_.prepare("SELECT compartment,r.id,generation,blob FROM grants g JOIN recipients r ON r.rid=g.rid "
                     "WHERE fid=(SELECT fid FROM files WHERE id=?) ORDER BY compartment,g.rid"));
  s.bind(file.bytes());
  return all<GrantRow>(s, [&](const Statement& r) {
    return GrantRow{file, r.number<Compartment>(0), r.id<RecipientId>(1), r.number<std::uint32_t>(2), r.bytes(3)};
  });
}

Result<void> Rows::each_grant_to(RecipientId recipient, const std::function<Result<void>(const GrantRow&)>& use) const {
  TRY(s, db_.prepare("SELECT f.id,g.compartment,g.generation,g.blob FROM grants g INDEXED BY grants_by_recipient "
                     "CROSS JOIN files f ON f.fid=g.fid WHERE g.rid=(SELECT rid FROM recipients WHERE id=?)"));
  s.bind(recipient.bytes());
  GrantRow out;
  out.recipient = recipient;
  while (true) {
    TRY(found, s.step());
    if (!found) return {};
    out.file = s.id<FileId>(0);
    out.compartment = s.number<Compartment>(1);
    out.generation = s.number<std::uint32_t>(2);
    out.blob = s.bytes(3);
    TRY_VOID(s.sound());
    TRY_VOID(use(out));
  }
}

Result<std::vector<CardRow>> Rows::cards(FileId file) const {
  TRY(number, find_file(file));
  TRY(s, db_.prepare("SELECT compartment,seq,blob FROM cards WHERE number>=? AND number<? ORDER BY number"));
  s.bind(card_number(number, 0)).bind(card_number(number + 1, 0));
  return all<CardRow>(s, [&](const Statement& r) {
    return CardRow{file, r.number<Compartment>(0), r.number<std::uint32_t>(1), r.bytes(2)};
  });
}

namespace {

// Columns: f.id, g.generation, g.blob, c.seq, c.blob, f.length. Fills what changes from row to row; keeps the buffers.
Result<void> take_granted_card(const Statement& s, GrantedCard& out) {
  out.grant.file = out.card.file = s.id<FileId>(0);
  out.grant.generation = s.number<std::uint32_t>(1);
  const BytesView grant = s.blob(2);
  out.grant.blob.assign(grant.begin(), grant.end());
  out.card.seq = s.number<std::uint32_t>(3);
  const BytesView card = s.blob(4);
  out.card.blob.assign(card.begin(), card.end());
  out.length = s.number<std::uint32_t>(5);
  return s.sound();
}

GrantedCard granted_to(RecipientId recipient, Compartment compartment) {
  GrantedCard out;
  out.grant.recipient = recipient;
  out.grant.compartment = compartment;
  out.card.compartment = compartment;
  return out;
}

}  // namespace

Result<void> Rows::each_granted_card(RecipientId recipient, Compartment compartment,
                                     const std::function<Result<void>(const GrantedCard&)>& use) const {
  // Grants, files and cards all come in the order of fid, so each table is walked once.
  TRY(s, db_.prepare("SELECT f.id,g.generation,g.blob,c.seq,c.blob,f.length FROM grants g INDEXED BY grants_by_recipient "
                     "CROSS JOIN files f ON f.fid=g.fid CROSS JOIN cards c ON c.number=g.fid*256+?1 "
                     "WHERE g.rid=(SELECT rid FROM recipients WHERE id=?2) AND g.compartment=?1 ORDER BY g.fid"));
  s.bind_seq(compartment).bind(recipient.bytes());
  GrantedCard out = granted_to(recipient, compartment);
  while (true) {
    TRY(row, s.step());
    if (!row) return {};
    TRY_VOID(take_granted_card(s, out));
    TRY_VOID(use(out));
  }
}

Result<std::optional<GrantedCard>> Rows::granted_card(RecipientId recipient, Compartment compartment, FileId file) const {
  TRY(s, db_.prepare("SELECT f.id,g.generation,g.blob,c.seq,c.blob,f.length FROM files f "
                     "CROSS JOIN grants g ON g.fid=f.fid AND g.compartment=?1 AND g.rid=(SELECT rid FROM recipients WHERE id=?2) "
                     "CROSS JOIN cards c ON c.number=f.fid*256+?1 WHERE f.id=?3"));
  s.bind_seq(compartment).bind(recipient.bytes()).bind(file.bytes());
  TRY(row, s.step());
  if (!row) return std::optional<GrantedCard>();
  GrantedCard out = granted_to(recipient, compartment);
  TRY_VOID(take_granted_card(s, out));
  return std::optional<GrantedCard>(std::move(out));
}

Result<std::optional<LeafRow>> Rows::last_leaf() const {
  TRY(s, db_.prepare("SELECT seq,kind,hash,body FROM ledger ORDER BY seq DESC LIMIT 1"));
  return one<LeafRow>(s, leaf_from);
}

Result<std::vector<LeafRow>> Rows::leaves(std::uint64_t from, std::size_t limit) const {
  TRY(s, db_.prepare("SELECT seq,kind,hash,body FROM ledger WHERE seq>=? ORDER BY seq LIMIT ?"));
  s.bind_seq(from).bind_seq(limit);
  return all<LeafRow>(s, leaf_from);
}

Result<std::vector<LeafRow>> Rows::leaves_of(std::uint8_t kind, std::uint64_t from, std::size_t limit) const {
  TRY(s, db_.prepare("SELECT seq,kind,hash,body FROM ledger WHERE kind=? AND seq>=? ORDER BY seq LIMIT ?"));
  s.bind_seq(kind).bind_seq(from).bind_seq(limit);
  return all<LeafRow>(s, leaf_from);
}

Result<std::vector<LeafRow>> Rows::leaves_before(std::uint8_t kind, std::uint64_t before, std::size_t limit) const {
  TRY(s, db_.prepare("SELECT seq,kind,hash,body FROM ledger WHERE kind=? AND seq<? ORDER BY seq DESC LIMIT ?"));
  s.bind_seq(kind).bind_seq(before).bind_seq(limit);
  return all<LeafRow>(s, leaf_from);
}

Result<std::vector<DraftRow>> Rows::drafts(MemberId member) const {
  TRY(s, db_.prepare("SELECT name,blob FROM drafts WHERE member=?"));
  s.bind(member.bytes());
  return all<DraftRow>(s, [&](const Statement& r) { return DraftRow{member, r.fixed<Hash>(0), r.bytes(1)}; });
}

Result<void> Rows::put_setting(std::string_view name, BytesView value) {
  TRY(s, db_.prepare("INSERT INTO settings(name,value) VALUES(?,?) ON CONFLICT(name) DO UPDATE SET value=excluded.value"));
  return s.bind(name).bind(value).run();
}

Result<void> Rows::add_block(const BlockRow& row) {
  TRY(s, db_.prepare("INSERT INTO blocks(seq,hash,body) VALUES(?,?,?)"));
  return s.bind_seq(row.seq).bind(row.hash).bind(row.body).run();
}

Result<void> Rows::put_login(const Hash& tag, MemberId member) {
  TRY(taken, login(tag));
  if (taken && *taken != member) return Error(ErrorCode::conflict, "Somebody signs in with this name already. Choose another one.");
  TRY(s, db_.prepare("INSERT OR IGNORE INTO logins(tag,member) VALUES(?,?)"));
  return s.bind(tag).bind(member.bytes()).run();
}

Result<void> Rows::erase_login(const Hash& tag) {
  erased_ = true;
  TRY(s, db_.prepare("DELETE FROM logins WHERE tag=?"));
  return s.bind(tag).run();
}

Result<void> Rows::put_slot(const SlotRow& row) {
  erased_ = true;
  TRY(s, db_.prepare("INSERT INTO slots(member,kind,blob) VALUES(?,?,?) ON CONFLICT(member,kind) DO UPDATE SET blob=excluded.blob"));
  return s.bind(row.member.bytes()).bind_seq(row.kind).bind(row.blob).run();
}

Result<void> Rows::erase_slots(MemberId member) {
  erased_ = true;
  TRY(s, db_.prepare("DELETE FROM slots WHERE member=?"));
  return s.bind(member.bytes()).run();
}

Result<void> Rows::put_seal(const SealRow& row) {
  TRY(s, db_.prepare("INSERT INTO seals(circle,generation,member,blob) VALUES(?,?,?,?) "
                     "ON CONFLICT(circle,generation,member) DO UPDATE SET blob=excluded.blob"));
  return s.bind(row.circle.bytes()).bind_seq(row.generation).bind(row.member.bytes()).bind(row.blob).run();
}

Result<void> Rows::erase_seals(CircleId circle, MemberId member) {
  erased_ = true;
  TRY(s, db_.prepare("DELETE FROM seals WHERE circle=? AND member=?"));
  return s.bind(circle.bytes()).bind(member.bytes()).run();
}

Result<void> Rows::put_link(const LinkRow& row) {
  TRY(s, db_.prepare("INSERT INTO links(circle,generation,blob) VALUES(?,?,?) "
                     "ON CONFLICT(circle,generation) DO UPDATE SET blob=excluded.blob"));
  return s.bind(row.circle.bytes()).bind_seq(row.generation).bind(row.blob).run();
}

Result<void> Rows::put_file(const FileRow& row) {
  TRY(number, find_file(row.id));
  if (number != 0) {
    TRY(s, db_.prepare("UPDATE files SET length=?, head=? WHERE fid=?"));
    return s.bind_seq(row.length).bind(row.head).bind(number).run();
  }
  TRY(s, db_.prepare("INSERT INTO files(id,length,head) VALUES(?,?,?)"));
  TRY_VOID(s.bind(row.id.bytes()).bind_seq(row.length).bind(row.head).run());
  if (files_.size() >= kNumbersKept) files_.clear();
  files_[row.id] = db_.last_row();
  return {};
}

Result<void> Rows::add_entry(const EntryRow& row) {
  if (row.seq >= kEntryLimit) return Error(ErrorCode::too_large, "This file has too many entries. Begin a new one.");
  TRY(number, number_of(row.file));
  TRY(s, db_.prepare("INSERT INTO entries(number,header,key,body) VALUES(?,?,?,?)"));
  return s.bind(entry_number(number, row.seq)).bind(row.header).bind(row.key).bind(row.body).run();
}

Result<void> Rows::erase_entry_content(FileId file, std::uint32_t seq) {
  erased_ = true;
  TRY(number, number_of(file));
  TRY(s, db_.prepare("UPDATE entries SET key=x'', body=x'' WHERE number=?"));
  return s.bind(entry_number(number, seq)).run();
}

Result<void> Rows::put_grant(const GrantRow& row) {
  TRY(number, number_of(row.file));
  TRY(recipient, number_for(row.recipient));
  TRY(s, db_.prepare("INSERT INTO grants(fid,compartment,rid,generation,blob) VALUES(?,?,?,?,?) "
                     "ON CONFLICT(fid,compartment,rid) DO UPDATE SET generation=excluded.generation, blob=excluded.blob"));
  return s.bind(number).bind_seq(row.compartment).bind(recipient).bind_seq(row.generation).bind(row.blob).run();
}

Result<void> Rows::erase_grant(FileId file, Compartment compartment, RecipientId recipient) {
  erased_ = true;
  TRY(number, number_of(file));
  TRY(s, db_.prepare("DELETE FROM grants WHERE fid=? AND compartment=? AND rid=(SELECT rid FROM recipients WHERE id=?)"));
  return s.bind(number).bind_seq(compartment).bind(recipient.bytes()).run();
}

Result<void> Rows::put_card(const CardRow& row) {
  TRY(number, number_of(row.file));
  TRY(s, db_.prepare("INSERT INTO cards(number,seq,blob) VALUES(?,?,?) "
                     "ON CONFLICT(number) DO UPDATE SET seq=excluded.seq, blob=excluded.blob"));
  return s.bind(card_number(number, row.compartment)).bind_seq(row.seq).bind(row.blob).run();
}

Result<void> Rows::erase_card(FileId file, Compartment compartment) {
  erased_ = true;
  TRY(number, number_of(file));
  TRY(s, db_.prepare("DELETE FROM cards WHERE number=?"));
  return s.bind(card_number(number, compartment)).run();
}

Result<void> Rows::add_leaf(const LeafRow& row) {
  TRY(s, db_.prepare("INSERT INTO ledger(seq,kind,hash,body) VALUES(?,?,?,?)"));
  return s.bind_seq(row.seq).bind_seq(row.kind).bind(row.hash).bind(row.body).run();
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

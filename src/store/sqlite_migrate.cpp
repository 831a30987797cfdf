#include "store/sqlite_migrate.h"

#include <string>

namespace arasha::store {
namespace {

constexpr std::int64_t kApplicationId = 0x41524153;  // "ARAS"

constexpr const char* kMigrations[] = {
    R"sql(
    CREATE TABLE settings(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE blocks(seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, body BLOB NOT NULL);
    CREATE TABLE logins(tag BLOB PRIMARY KEY, member BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE slots(member BLOB, kind INTEGER, blob BLOB NOT NULL, PRIMARY KEY(member,kind)) WITHOUT ROWID;
    CREATE TABLE seals(circle BLOB, generation INTEGER, member BLOB, blob BLOB NOT NULL,
                       PRIMARY KEY(circle,generation,member)) WITHOUT ROWID;
    CREATE INDEX seals_by_member ON seals(member);
    CREATE TABLE links(circle BLOB, generation INTEGER, blob BLOB NOT NULL, PRIMARY KEY(circle,generation)) WITHOUT ROWID;
    CREATE TABLE files(fid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, length INTEGER NOT NULL, head BLOB NOT NULL);
    CREATE TABLE entries(fid INTEGER, seq INTEGER, header BLOB NOT NULL, key BLOB NOT NULL, body BLOB NOT NULL,
                         PRIMARY KEY(fid,seq)) WITHOUT ROWID;
    CREATE TABLE recipients(rid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE);
    CREATE TABLE grants(fid INTEGER, compartment INTEGER, rid INTEGER, generation INTEGER NOT NULL, blob BLOB NOT NULL,
                        PRIMARY KEY(fid,compartment,rid)) WITHOUT ROWID;
    CREATE TABLE cards(fid INTEGER, compartment INTEGER, seq INTEGER NOT NULL, blob BLOB NOT NULL,
                       PRIMARY KEY(fid,compartment)) WITHOUT ROWID;
    CREATE TABLE ledger(seq INTEGER PRIMARY KEY, kind INTEGER NOT NULL, hash BLOB NOT NULL, body BLOB NOT NULL);
    CREATE INDEX ledger_by_kind ON ledger(kind,seq);
    CREATE TABLE drafts(member BLOB, name BLOB, blob BLOB NOT NULL, PRIMARY KEY(member,name)) WITHOUT ROWID;
    )sql",
    // Reading what one recipient may open must not walk everybody's grants.
    "CREATE INDEX grants_by_recipient ON grants(rid,compartment,fid);",
    // A table without rowid keeps a quarter of a page of a row and takes a whole page for the rest: contents of a thousand
    // bytes took four. One number for place and order lets them lie in ordinary leaves.
    R"sql(
    CREATE TABLE entries_3(number INTEGER PRIMARY KEY, header BLOB NOT NULL, key BLOB NOT NULL, body BLOB NOT NULL,
                           fid INTEGER AS (number>>24), seq INTEGER AS (number&0xffffff));
    INSERT INTO entries_3(number,header,key,body) SELECT (fid<<24)|seq,header,key,body FROM entries ORDER BY fid,seq;
    DROP TABLE entries;
    ALTER TABLE entries_3 RENAME TO entries;
    CREATE TABLE cards_3(number INTEGER PRIMARY KEY, seq INTEGER NOT NULL, blob BLOB NOT NULL,
                         fid INTEGER AS (number>>8), compartment INTEGER AS (number&0xff));
    INSERT INTO cards_3(number,seq,blob) SELECT (fid<<8)|compartment,seq,blob FROM cards ORDER BY fid,compartment;
    DROP TABLE cards;
    ALTER TABLE cards_3 RENAME TO cards;
    )sql",
    // Photographs and documents. `number` is that of the entry, as in the table of entries; none: no entry has taken it.
    R"sql(
    CREATE TABLE blobs(bid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, number INTEGER, chunks INTEGER NOT NULL,
                       content BLOB NOT NULL, key BLOB NOT NULL);
    CREATE UNIQUE INDEX blobs_by_entry ON blobs(number) WHERE number IS NOT NULL;
    CREATE TABLE chunks(number INTEGER PRIMARY KEY, hash BLOB NOT NULL, body BLOB NOT NULL,
                        bid INTEGER AS (number>>20), place INTEGER AS (number&0xfffff));
    )sql",
    // What somebody outside reads one time.
    R"sql(
    CREATE TABLE onces(number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, state BLOB NOT NULL, body BLOB NOT NULL);
    CREATE INDEX onces_with_body ON onces(number) WHERE length(body)>0;
    )sql",
};

Result<std::int64_t> number(Connection& connection, const char* sql) {
  TRY(s, connection.prepare(sql));
  TRY(row, s.step());
  return row ? s.integer(0) : 0;
}

Result<void> take_steps(Connection& connection, std::span<const char* const> steps, bool expect_blank) {
  TRY(now, standing(connection, steps.size()));
  TRY_VOID(check_usable(now));
  if (expect_blank && now != Standing::blank) {
    return Error(ErrorCode::conflict, "Somebody else wrote first. Look again and try once more.");
  }
  TRY(version, number(connection, "PRAGMA user_version"));
  if (static_cast<std::size_t>(version) == steps.size()) return {};
  for (auto step = static_cast<std::size_t>(version); step < steps.size(); ++step) TRY_VOID(connection.execute(steps[step]));
  TRY_VOID(connection.execute(("PRAGMA application_id=" + std::to_string(kApplicationId)).c_str()));
  return connection.execute(("PRAGMA user_version=" + std::to_string(steps.size())).c_str());
}

}  // namespace

std::span<const char* const> migrations() { return kMigrations; }

Result<Standing> standing(Connection& connection, std::size_t newest) {
  TRY(application, number(connection, "PRAGMA application_id"));
  TRY(version, number(connection, "PRAGMA user_version"));
  TRY(tables, number(connection, "SELECT count(*) FROM sqlite_schema"));
  if (application == 0 && version == 0 && tables == 0) return Standing::blank;
  if (application != kApplicationId || version <= 0) return Standing::foreign;
  return static_cast<std::size_t>(version) > newest ? Standing::newer : Standing::ours;
}

Result<void> check_usable(Standing now) {
  if (now == Standing::newer) return Error(ErrorCode::unsupported, "The data was written by a newer program. Update this one.");
  if (now == Standing::foreign) {
    return Error(ErrorCode::damaged, "The database is damaged. Stop the server and restore the last backup.", {},
                 "not a database of ours");
  }
  return {};
}

Result<void> migrate(Connection& connection, std::span<const char* const> steps, bool expect_blank) {
  TRY_VOID(connection.execute("PRAGMA journal_mode=WAL"));
  TRY_VOID(connection.begin());
  Result<void> done = take_steps(connection, steps, expect_blank);
  if (done) done = connection.commit();
  if (!done) connection.roll_back();
  return done;
}

}  // namespace arasha::store

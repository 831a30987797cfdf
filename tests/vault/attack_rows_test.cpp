// Every kind of row: altered by a bit, exchanged with another, put back to an older one, cut off, made by another.
#include "vault/slots.h"
#include "vault/thief.h"

namespace arasha::vault {
namespace {

using AttackRows = Thief;

struct Spot {
  const char* table;
  const char* column;
  bool by_verify;   // without any password
  bool by_opening;  // by who works with the file
};

// A key or content that only its reader can check is noticed by her; everything that is signed or chained, by both.
TEST_F(AttackRows, ABitFlippedAnywhereIsNoticed) {
  const Keyring aigul = member("Aigul");
  must(vault_->join_circle(steward(), circle(CircleKind::casework), aigul.member(), false));
  must(vault_->leave_circle(steward(), circle(CircleKind::casework), aigul.member()));  // makes a link
  const FileId file = file_with(2);
  vault_.reset();
  std::filesystem::copy_file(data() / "arasha.db", root_ / "sound.db");
  ASSERT_TRUE(works(file));
  for (const Spot& spot : {Spot{"blocks", "body", true, true}, Spot{"blocks", "hash", true, true}, Spot{"ledger", "body", true, true},
                           Spot{"ledger", "hash", true, false}, Spot{"files", "head", true, true}, Spot{"files", "id", true, true},
                           Spot{"entries", "header", true, true}, Spot{"entries", "key", false, true}, Spot{"entries", "body", false, true},
                           Spot{"cards", "blob", false, true}, Spot{"grants", "blob", false, true}, Spot{"seals", "blob", false, true},
                           Spot{"links", "blob", false, true}, Spot{"slots", "blob", true, true}, Spot{"recipients", "id", true, true},
                           Spot{"logins", "tag", true, true}}) {
    std::filesystem::remove(data() / "arasha.db-wal");
    std::filesystem::remove(data() / "arasha.db-shm");
    std::filesystem::copy_file(root_ / "sound.db", data() / "arasha.db", std::filesystem::copy_options::overwrite_existing);
    std::filesystem::remove(checkpoint());
    sql(std::string("UPDATE ") + spot.table + " SET " + spot.column + "=flip(" + spot.column + ")");
    const bool verified = verify(data()).is_ok();
    EXPECT_EQ(!verified, spot.by_verify) << spot.table << "." << spot.column;
    EXPECT_EQ(!works(file), spot.by_opening) << spot.table << "." << spot.column;
    if (HasFatalFailure()) return;
  }
}

TEST_F(AttackRows, RowsOfOneFileExchanged) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance, kIdentity}, "both");
  vault_.reset();
  std::filesystem::copy_file(data() / "arasha.db", root_ / "sound.db");
  for (const char* exchange : {
           "UPDATE entries SET key=(SELECT key FROM entries e WHERE e.seq=1-entries.seq)",
           "UPDATE entries SET body=(SELECT body FROM entries e WHERE e.seq=1-entries.seq)",
           "UPDATE entries SET body=(SELECT body FROM entries e WHERE e.seq=1-entries.seq), key=(SELECT key FROM entries e WHERE e.seq=1-entries.seq)",
           "UPDATE entries SET header=(SELECT header FROM entries e WHERE e.seq=1-entries.seq)",
           "CREATE TABLE aside AS SELECT * FROM cards; UPDATE cards SET blob=(SELECT blob FROM aside a WHERE a.number<>cards.number)",
           "UPDATE grants SET blob=(SELECT blob FROM grants g WHERE g.compartment<>grants.compartment)",
       }) {
    std::filesystem::copy_file(root_ / "sound.db", data() / "arasha.db", std::filesystem::copy_options::overwrite_existing);
    ASSERT_TRUE(works(file));
    sql(exchange);
    EXPECT_FALSE(works(file)) << exchange;
  }
}

TEST_F(AttackRows, RowsOfTwoFilesExchanged) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance}, "one");
  new_file(by, {kAssistance}, "two");
  vault_.reset();
  std::filesystem::copy_file(data() / "arasha.db", root_ / "sound.db");
  for (const char* exchange : {
           "UPDATE entries SET key=(SELECT key FROM entries e WHERE e.fid<>entries.fid)",
           "UPDATE entries SET header=(SELECT header FROM entries e WHERE e.fid<>entries.fid), key=(SELECT key FROM entries e WHERE "
           "e.fid<>entries.fid), body=(SELECT body FROM entries e WHERE e.fid<>entries.fid)",
           "UPDATE cards SET blob=(SELECT blob FROM cards c WHERE c.fid<>cards.fid)",
           "UPDATE grants SET blob=(SELECT blob FROM grants g WHERE g.fid<>grants.fid)",
           "UPDATE files SET head=(SELECT head FROM files f WHERE f.fid<>files.fid)",
       }) {
    std::filesystem::copy_file(root_ / "sound.db", data() / "arasha.db", std::filesystem::copy_options::overwrite_existing);
    ASSERT_TRUE(works(file));
    sql(exchange);
    EXPECT_FALSE(works(file)) << exchange;
  }
}

TEST_F(AttackRows, KeysOfPeopleExchanged) {
  const Keyring aigul = member("Aigul");
  must(vault_->join_circle(steward(), circle(CircleKind::casework), aigul.member(), false));
  const FileId file = file_with(1);
  // Through a table aside: an update that reads its own table would meet rows that it has changed.
  sql("CREATE TABLE aside AS SELECT * FROM seals");
  sql("UPDATE seals SET blob=(SELECT blob FROM aside s WHERE s.circle=seals.circle AND s.member<>seals.member) "
      "WHERE (SELECT count(*) FROM aside s WHERE s.circle=seals.circle)=2");
  sql("DROP TABLE aside");
  EXPECT_FALSE(works(file));
  sql("CREATE TABLE aside AS SELECT * FROM slots");
  sql("UPDATE slots SET blob=(SELECT blob FROM aside s WHERE s.kind=slots.kind AND s.member<>slots.member)");
  sql("DROP TABLE aside");
  EXPECT_FALSE(works(file));
  EXPECT_NE(refused().find("account"), std::string::npos);
}

TEST_F(AttackRows, AnOlderSlotWithAnOlderPassphraseIsNotTaken) {
  const FileId file = file_with(1);
  sql("CREATE TABLE aside AS SELECT * FROM slots");
  open();
  must(vault_->change_password(steward(), kPassword, "a new passphrase of hers"));
  EXPECT_TRUE(works(file, "a new passphrase of hers"));
  sql("UPDATE slots SET blob=(SELECT blob FROM aside a WHERE a.member=slots.member AND a.kind=slots.kind)");
  EXPECT_FALSE(works(file, kPassword));
  EXPECT_NE(refused().find("account"), std::string::npos);
}

TEST_F(AttackRows, AnOlderSealOpensNothing) {
  const Keyring aigul = member("Aigul");
  must(vault_->join_circle(steward(), circle(CircleKind::casework), aigul.member(), false));
  sql("CREATE TABLE aside AS SELECT * FROM seals");
  open();
  must(vault_->leave_circle(steward(), circle(CircleKind::casework), aigul.member()));
  const FileId later = new_file(steward(), {kAssistance});
  sql("INSERT INTO seals SELECT * FROM aside WHERE member=x'" + to_hex(aigul.member().bytes()) + "'");
  open();
  const Keyring again = must(vault_->sign_in("Aigul", "a long passphrase of hers"));
  EXPECT_FALSE(again.holds(circle(CircleKind::casework)));
  EXPECT_FALSE(vault_->open_file(again, later));
  EXPECT_NE(refused().find("sealed"), std::string::npos);
}

TEST_F(AttackRows, AnOlderGrantIsNamed) {
  const Keyring aigul = member("Aigul");
  must(vault_->join_circle(steward(), circle(CircleKind::casework), aigul.member(), false));
  file_with(1);
  sql("CREATE TABLE aside AS SELECT * FROM grants");
  open();
  must(vault_->leave_circle(steward(), circle(CircleKind::casework), aigul.member()));
  sql("DELETE FROM grants; INSERT INTO grants SELECT * FROM aside");
  EXPECT_NE(refused().find("older"), std::string::npos);
}

TEST_F(AttackRows, AnOlderCardIsNamedWithoutItsKey) {
  const FileId file = file_with(1);
  sql("CREATE TABLE aside AS SELECT * FROM cards");
  open();
  must(vault_->append(steward(), {{file, 1, {{kAssistance, 7, text("more"), {}, {}}}, {{kAssistance, text("new")}}, {}, {}}}));
  sql("UPDATE cards SET seq=(SELECT seq FROM aside), blob=(SELECT blob FROM aside)");
  EXPECT_NE(refused().find("summary"), std::string::npos);
  EXPECT_FALSE(works(file));
}

TEST_F(AttackRows, AFileCutBackWithItsCardIsNamed) {
  const FileId file = file_with(1);
  sql("CREATE TABLE a AS SELECT * FROM cards");
  sql("CREATE TABLE b AS SELECT * FROM files");
  open();
  must(vault_->append(steward(), {{file, 1, {{kAssistance, 7, text("more"), {}, {}}}, {}, {}, {}}}));
  sql("DELETE FROM entries WHERE seq=1; UPDATE cards SET seq=(SELECT seq FROM a), blob=(SELECT blob FROM a);"
      "UPDATE files SET length=1, head=(SELECT head FROM b)");
  EXPECT_NE(refused().find("broken at entry"), std::string::npos);
}

TEST_F(AttackRows, TheKeyChainCutOffIsNamed) {
  member("Aigul");
  sql("DELETE FROM blocks WHERE seq=(SELECT max(seq) FROM blocks)");
  EXPECT_NE(refused().find("do not agree"), std::string::npos);
  EXPECT_FALSE(Vault::open(data(), clock_));
}

// The same machine, two histories: the later part of one under the checkpoint of the other.
TEST_F(AttackRows, AForkIsNamed) {
  file_with(1);
  vault_.reset();
  std::filesystem::copy_file(data() / "arasha.db", root_ / "fork.db");
  open();
  file_with(3);
  vault_.reset();
  std::filesystem::copy_file(checkpoint(), root_ / "kept");
  std::filesystem::copy_file(root_ / "fork.db", data() / "arasha.db", std::filesystem::copy_options::overwrite_existing);
  std::filesystem::remove(checkpoint());
  open();
  for (int i = 0; i < 3; ++i) file_with(3);
  vault_.reset();
  std::filesystem::copy_file(root_ / "kept", checkpoint(), std::filesystem::copy_options::overwrite_existing);
  EXPECT_NE(refused().find("older"), std::string::npos);
  open();
  EXPECT_TRUE(vault_->is_behind_checkpoint());
}

// Sealing needs no secret, so the thief can seal a seed of her own to the steward: what is written then would be hers.
TEST_F(AttackRows, ACircleKeyThatTheChainDoesNotNameIsRefused) {
  const MemberId saule = steward().member();
  const CircleId casework = circle(CircleKind::casework);
  const crypto::Key hers = crypto::random_key();
  const Bytes blob = seal_circle_seed(vault_->organization(), casework, 0, saule, vault_->directory()->member(saule)->keys.box, hers);
  sql("UPDATE seals SET blob=x'" + to_hex(blob) + "' WHERE circle=x'" + to_hex(casework.bytes()) + "'");
  open();
  const auto answer = vault_->sign_in("Saule", kPassword);
  ASSERT_FALSE(answer);
  EXPECT_NE(answer.error().to_string().find("replaced"), std::string::npos);
}

TEST_F(AttackRows, ASignInNameThatLeadsElsewhereIsNamed) {
  member("Aigul");
  sql("UPDATE logins SET member=(SELECT member FROM logins l WHERE l.tag<>logins.tag)");
  EXPECT_NE(refused().find("sign-in name"), std::string::npos);
}

// With the server key in hand, a former member signs an entry herself: at the position where she was one, and at hers.
TEST_F(AttackRows, AnEntryOfAFormerMemberIsNamed) {
  Keyring aigul = member("Aigul");
  must(vault_->join_circle(steward(), circle(CircleKind::casework), aigul.member(), false));
  must(vault_->refresh(aigul));
  const FileId file = new_file(aigul, {kAssistance});
  const std::uint64_t then = vault_->directory()->length();
  must(vault_->close_member(steward(), aigul.member()));
  for (const std::uint64_t claimed : {then, vault_->directory()->length()}) {
    vault_.reset();
    std::filesystem::copy_file(data() / "arasha.db", root_ / "sound.db", std::filesystem::copy_options::overwrite_existing);
    auto forging = must(Vault::open(data(), clock_));
    const auto rows = must(forging->store().entries(file));
    const auto first = must(open_header(forging->server().ledger, forging->organization(), rows[0]));
    EntryHeader header = first.header;
    header.seq = 1;
    header.previous = hash_of(first.bytes);
    header.id = crypto::random_id<EntryId>();
    header.position = claimed;
    store::EntryRow row{file, 1, seal_header(forging->server().ledger, header, aigul.signer()), rows[0].key, rows[0].body};
    auto& store = const_cast<store::Store&>(forging->store());
    must(store.write([&](store::Transaction& t) -> Result<void> {
      TRY_VOID(t.put_file({file, 2, hash_of(encode(header))}));
      TRY_VOID(t.add_entry(row));
      const Move move{file, 2, hash_of(encode(header))};
      return add_moves(t, std::span(&move, 1));
    }));
    forging.reset();
    EXPECT_NE(refused().find("broken at entry 1"), std::string::npos) << claimed;
    std::filesystem::copy_file(root_ / "sound.db", data() / "arasha.db", std::filesystem::copy_options::overwrite_existing);
    std::filesystem::remove(checkpoint());
    open();
  }
}

// Her keyring from before: nothing that is listed, followed or opened through the circle.
TEST_F(AttackRows, AnOldKeyringOpensNothing) {
  Keyring aigul = member("Aigul");
  must(vault_->join_circle(steward(), circle(CircleKind::casework), aigul.member(), true));
  must(vault_->refresh(aigul));
  const FileId before = new_file(aigul, {kAssistance});
  must(vault_->leave_circle(steward(), circle(CircleKind::casework), aigul.member()));
  const FileId after = new_file(steward(), {kAssistance});
  const CircleId casework = circle(CircleKind::casework);
  must(vault_->refresh(aigul));
  for (const FileId file : {before, after}) {
    EXPECT_FALSE(vault_->open_file(aigul, file));
    EXPECT_FALSE(vault_->may_open(aigul, file, kAssistance));
    EXPECT_FALSE(must(vault_->card_for(aigul, recipient_of(casework), file, kAssistance)));
    EXPECT_FALSE(vault_->append(aigul, {{file, 1, {{kAssistance, 7, text("x"), {}, {}}}, {}, {}, {}}}));
  }
  const auto count = must(vault_->each_card(aigul, casework, kAssistance, [](FileId, std::uint32_t, BytesView) -> Result<void> {
    ADD_FAILURE() << "a card was opened";
    return {};
  }));
  EXPECT_EQ(count.opened, 0U);
  EXPECT_EQ(count.refused, 0U);
  EXPECT_FALSE(vault_->join_circle(aigul, casework, aigul.member(), true));
  EXPECT_FALSE(vault_->leave_circle(aigul, casework, steward().member()));
}

}  // namespace
}  // namespace arasha::vault

// A thief who can write to the database: swaps, drops, repeats and rolls back rows. Everything must be noticed.
#include "vault/thief.h"

namespace arasha::vault {
namespace {

using Attack = Thief;

TEST_F(Attack, UntouchedVerifies) {
  file_with(3);
  vault_.reset();
  const auto report = must(verify(data()));
  EXPECT_EQ(report.files, 1U);
  EXPECT_EQ(report.entries, 3U);
  EXPECT_GE(report.blocks, 1U);
}

TEST_F(Attack, SwappedBodies) {
  file_with(2);
  sql("UPDATE entries SET body=(SELECT body FROM entries e WHERE e.seq=1-entries.seq)");
  EXPECT_NE(refused().find("broken at entry"), std::string::npos);
}

TEST_F(Attack, SwappedHeaders) {
  file_with(2);
  sql("UPDATE entries SET header=(SELECT header FROM entries e WHERE e.seq=1-entries.seq)");
  refused();
}

TEST_F(Attack, DroppedLastEntryWithItsFileRow) {
  const FileId file = file_with(3);
  sql("DELETE FROM entries WHERE seq=2; UPDATE files SET length=2");
  refused();
  open();
  EXPECT_FALSE(vault_->open_file(steward(), file));
}

TEST_F(Attack, DroppedFile) {
  file_with(2);
  sql("DELETE FROM entries; DELETE FROM files");
  EXPECT_NE(refused().find("missing"), std::string::npos);
}

TEST_F(Attack, FileFromAnotherPlace) {
  const FileId first = file_with(1);
  const FileId second = file_with(1);
  // The grants and entries of one file under the other's name.
  sql("UPDATE files SET id=CASE fid WHEN 1 THEN x'00' ELSE x'01' END;"
      "UPDATE files SET id=(CASE fid WHEN 1 THEN x'" + to_hex(second.bytes()) + "' ELSE x'" + to_hex(first.bytes()) + "' END)");
  refused();
  open();
  EXPECT_FALSE(vault_->open_file(steward(), first));
}

TEST_F(Attack, ErasedWithoutAnErasure) {
  file_with(2);
  sql("UPDATE entries SET key=x'', body=x'' WHERE seq=0");
  refused();
}

TEST_F(Attack, DroppedLeafInTheMiddle) {
  file_with(3);
  sql("DELETE FROM ledger WHERE seq=2");
  EXPECT_NE(refused().find("leaf 2"), std::string::npos);
}

TEST_F(Attack, RewrittenLeaf) {
  file_with(2);
  sql("UPDATE ledger SET kind=5 WHERE seq=1");
  EXPECT_NE(refused().find("leaf 1"), std::string::npos);
}

TEST_F(Attack, CutLedgerIsOlderThanItsCheckpoint) {
  file_with(1);
  sql("DELETE FROM ledger WHERE seq=(SELECT max(seq) FROM ledger)");
  refused();
}

TEST_F(Attack, RolledBackDatabase) {
  file_with(1);
  vault_.reset();
  std::filesystem::copy_file(data() / "arasha.db", root_ / "old.db");
  open();
  file_with(1);
  vault_.reset();
  std::filesystem::remove(data() / "arasha.db-wal");
  std::filesystem::copy_file(root_ / "old.db", data() / "arasha.db", std::filesystem::copy_options::overwrite_existing);
  EXPECT_NE(refused().find("older"), std::string::npos);
  open();
  EXPECT_TRUE(vault_->is_behind_checkpoint());
}

TEST_F(Attack, DroppedAndRepeatedBlocks) {
  member("Aigul");
  sql("DELETE FROM blocks WHERE seq=2");
  refused();
  EXPECT_FALSE(Vault::open(data(), clock_));
}

TEST_F(Attack, CardOfAnotherFileAndOldCard) {
  const Keyring by = steward();
  const FileId first = new_file(by, {kAssistance}, "one");
  new_file(by, {kAssistance}, "two");
  sql("UPDATE cards SET blob=(SELECT blob FROM cards c WHERE c.fid<>cards.fid)");
  open();
  EXPECT_FALSE(vault_->card(steward(), first, kAssistance));
}

TEST_F(Attack, SealSwappedBetweenCircles) {
  sql("UPDATE seals SET blob=(SELECT blob FROM seals s WHERE s.circle<>seals.circle LIMIT 1)");
  open();
  EXPECT_FALSE(vault_->sign_in("Saule", kPassword));
}

// The chain itself: rights are read from the state before the block.
TEST_F(Attack, BlocksWithoutRightAreRefused) {
  const Keyring by = steward();
  const Keyring aigul = member("Aigul");
  Directory state = *vault_->directory();
  const auto attempt = [&](const Keyring& signer, MemberId claimed, Operation operation) {
    Block block{state.length(), state.head(), claimed, clock_.now(), std::move(operation)};
    const Bytes bytes = encode(block);
    Directory copy = state;
    return copy.apply(bytes, signer.signer().sign(kBlockLabel, bytes)).is_ok();
  };
  const CircleId casework = circle(CircleKind::casework);
  EXPECT_FALSE(attempt(aigul, aigul.member(), CircleJoined{casework, aigul.member(), true}));
  EXPECT_FALSE(attempt(aigul, by.member(), CircleJoined{casework, aigul.member(), true}));  // signature of another
  EXPECT_FALSE(attempt(aigul, aigul.member(), MemberAdded{crypto::random_id<MemberId>(), "x", true}));
  EXPECT_FALSE(attempt(aigul, aigul.member(), PolicyChanged{kHealth, {casework}}));
  EXPECT_FALSE(attempt(aigul, aigul.member(), MemberClosed{by.member()}));
  EXPECT_FALSE(attempt(aigul, aigul.member(), SettingChanged{"pack", "kz"}));
  EXPECT_FALSE(attempt(by, by.member(), SettingChanged{"", "kz"}));
  EXPECT_FALSE(attempt(by, by.member(), MemberClosed{by.member()}));
  EXPECT_FALSE(attempt(by, by.member(), CircleRotated{casework, by.member(), 1, {}}));
  EXPECT_FALSE(attempt(by, by.member(), CircleRotated{casework, {}, 2, {}}));
  EXPECT_FALSE(attempt(aigul, aigul.member(), MemberKeys{by.member(), public_keys(aigul.seed())}));
  EXPECT_TRUE(attempt(by, by.member(), CircleJoined{casework, aigul.member(), false}));
  // Own forms: stewards only, one version behind the other, of a bounded size.
  EXPECT_FALSE(attempt(aigul, aigul.member(), FormDefined{"school", 1, text("x")}));
  EXPECT_FALSE(attempt(aigul, by.member(), FormDefined{"school", 1, text("x")}));  // signature of another
  EXPECT_FALSE(attempt(by, by.member(), FormDefined{"school", 0, text("x")}));
  EXPECT_FALSE(attempt(by, by.member(), FormDefined{"school", 2, text("x")}));
  EXPECT_FALSE(attempt(by, by.member(), FormDefined{"../school", 1, text("x")}));
  EXPECT_FALSE(attempt(by, by.member(), FormDefined{"school", 1, {}}));
  EXPECT_FALSE(attempt(by, by.member(), FormDefined{"school", 1, Bytes(kLongestForm + 1)}));
  EXPECT_TRUE(attempt(by, by.member(), FormDefined{"school", 1, text("x")}));
}

TEST_F(Attack, OfTwoWhoChangeAFormOneIsTold) {
  const Keyring by = steward();
  must(vault_->define_forms(by, {{"school", 1, text("one")}}));
  const auto second = vault_->define_forms(by, {{"other", 1, text("x")}, {"school", 1, text("two")}});
  ASSERT_FALSE(second.is_ok());
  EXPECT_EQ(second.error().code, ErrorCode::conflict);
  EXPECT_EQ(vault_->directory()->forms().count("other"), 0U);  // all or none
  const Keyring aigul = member("Aigul");
  EXPECT_FALSE(vault_->define_forms(aigul, {{"school", 2, text("forged")}}).is_ok());
  must(vault_->define_forms(by, {{"school", 2, text("two")}}));
  reopen();
  const auto& versions = vault_->directory()->forms().at("school");
  ASSERT_EQ(versions.size(), 2U);
  EXPECT_EQ(*versions[0].definition, text("one"));
  EXPECT_EQ(versions[1].author, steward().member());
  EXPECT_NE(versions[0].hash, versions[1].hash);
}

TEST_F(Attack, BlockBytesAreStrict) {
  Block block{5, {}, crypto::random_id<MemberId>(), clock_.now(), OrganizationRenamed{"New name"}};
  const Bytes bytes = encode(block);
  EXPECT_TRUE(decode_block(bytes).is_ok());
  Bytes longer = bytes;
  longer.push_back(0);
  EXPECT_FALSE(decode_block(longer));
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(decode_block(BytesView(bytes).first(size))) << size;
  block.operation = FormDefined{"school", 3, text("definition")};
  const Bytes form = encode(block);
  const auto form_again = decode_block(form);
  ASSERT_TRUE(form_again.is_ok());
  EXPECT_EQ(std::get<FormDefined>(form_again->operation).version, 3U);
  EXPECT_EQ(std::get<FormDefined>(form_again->operation).definition, text("definition"));
  for (std::size_t size = 0; size < form.size(); ++size) EXPECT_FALSE(decode_block(BytesView(form).first(size))) << size;
  block.operation = SettingChanged{"pack", "kz"};
  const Bytes setting = encode(block);
  const auto again = decode_block(setting);
  ASSERT_TRUE(again.is_ok());
  EXPECT_EQ(std::get<SettingChanged>(again->operation).name, "pack");
  EXPECT_EQ(std::get<SettingChanged>(again->operation).value, "kz");
  for (std::size_t size = 0; size < setting.size(); ++size) EXPECT_FALSE(decode_block(BytesView(setting).first(size))) << size;
}

}  // namespace
}  // namespace arasha::vault

// Damaged, tampered and full: each gives a sentence, and nothing that was acknowledged is lost.
#include <sqlite3.h>

#include <fstream>

#include "store/fault.h"
#include "store/room.h"
#include "store/sqlite.h"

namespace arasha::store {
namespace {

namespace fs = std::filesystem;

class DamageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto store = must(open_sqlite(data(), OpenMode::create));
    must(store->write([](Transaction& t) -> Result<void> {
      for (std::uint32_t i = 0; i < 500; ++i) {
        const auto file = id<FileId>(i);
        TRY_VOID(t.put_file({file, 1, hash(1)}));
        TRY_VOID(t.add_entry({file, 0, Bytes(200, 1), Bytes(72, 2), Bytes(300, 3)}));
        TRY_VOID(t.put_grant({file, 1, id<RecipientId>(1), 1, Bytes(90, 4)}));
        TRY_VOID(t.put_card({file, 1, 1, Bytes(200, 5)}));
      }
      TRY_VOID(t.put_login(hash(1), id<MemberId>(1)));
      return t.add_leaf({0, 1, hash(1), text("leaf")});
    }));
  }
  fs::path data() const { return folder_ / "data"; }
  fs::path database() const { return data() / "arasha.db"; }
  void overwrite(std::streamoff from, std::streamoff length) {
    std::fstream file(database(), std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(from);
    for (std::streamoff i = 0; i < length; ++i) file.put(static_cast<char>(0xa5));
  }
  void tamper(const char* sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(database().c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
  }
  // The first error of opening and reading everything.
  Result<void> read_all() {
    TRY(store, open_sqlite(data(), OpenMode::existing));
    TRY_VOID(store->each_file([&](const FileRow& row) -> Result<void> {
      TRY(entries, store->entries(row.id));
      if (entries.size() != 1 || entries[0].body != Bytes(300, 3)) return Error(ErrorCode::internal, "Wrong rows.");
      return {};
    }));
    return store->each_granted_card(id<RecipientId>(1), 1, [](const GrantedCard&) -> Result<void> { return {}; });
  }
  Folder folder_;
};

TEST_F(DamageTest, TheUndamagedReads) { must(read_all()); }

TEST_F(DamageTest, SomethingElseInPlaceOfTheDatabase) {
  overwrite(0, 100);
  for (const OpenMode mode : {OpenMode::existing, OpenMode::read_only}) expect_error(open_sqlite(data(), mode), ErrorCode::damaged);
  expect_error(open_sqlite(data(), OpenMode::create), ErrorCode::damaged);
}

TEST_F(DamageTest, OverwrittenPages) {
  const auto size = static_cast<std::streamoff>(fs::file_size(database()));
  overwrite(size / 4, size / 2);
  expect_error(read_all(), ErrorCode::damaged);
}

TEST_F(DamageTest, AnIndexThatNoReadingMeets) {
  must(must(open_sqlite(data(), OpenMode::read_only))->check());
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(database().c_str(), &db), SQLITE_OK);
  std::streamoff page = 0;
  const auto take = [](void* out, int, char** values, char**) {
    *static_cast<std::streamoff*>(out) = std::stol(values[0]);
    return 0;
  };
  ASSERT_EQ(sqlite3_exec(db, "SELECT rootpage FROM sqlite_schema WHERE name='ledger_by_kind'", take, &page, nullptr), SQLITE_OK);
  sqlite3_close(db);
  ASSERT_GT(page, 1);
  overwrite(page * 4096 - 3, 3);
  must(read_all());
  const auto checked = must(open_sqlite(data(), OpenMode::read_only))->check();
  expect_error(checked, ErrorCode::damaged);
  EXPECT_EQ(checked.error().to_string().find('\n'), std::string::npos) << "one line for the terminal";
}

TEST_F(DamageTest, ATruncatedFile) {
  fs::resize_file(database(), fs::file_size(database()) / 2);
  expect_error(read_all(), ErrorCode::damaged);
}

TEST_F(DamageTest, AnotherProgramsDatabase) {
  fs::remove(database());
  tamper("CREATE TABLE notes(text)");
  for (const OpenMode mode : {OpenMode::existing, OpenMode::read_only, OpenMode::create}) {
    expect_error(open_sqlite(data(), mode), ErrorCode::damaged);
  }
}

TEST_F(DamageTest, ValuesThatDoNotFitTheirTypes) {
  tamper("UPDATE files SET head=x'01' WHERE fid=1; UPDATE logins SET member=x''; UPDATE ledger SET kind=256;"
         "UPDATE cards SET seq=-1 WHERE fid=1; UPDATE grants SET generation=4294967296 WHERE fid=1");
  auto store = must(open_sqlite(data(), OpenMode::existing));
  expect_error(store->file(id<FileId>(0)), ErrorCode::damaged);
  expect_error(store->each_file([](const FileRow&) -> Result<void> { return {}; }), ErrorCode::damaged);
  expect_error(store->login(hash(1)), ErrorCode::damaged);
  expect_error(store->last_leaf(), ErrorCode::damaged);
  expect_error(store->cards(id<FileId>(0)), ErrorCode::damaged);
  expect_error(store->grants(id<FileId>(0)), ErrorCode::damaged);
  expect_error(store->each_grant_to(id<RecipientId>(1), [](const GrantRow&) -> Result<void> { return {}; }), ErrorCode::damaged);
  expect_error(store->each_granted_card(id<RecipientId>(1), 1, [](const GrantedCard&) -> Result<void> { return {}; }), ErrorCode::damaged);
  EXPECT_TRUE(must(store->file(id<FileId>(1))).has_value()) << "the rows beside it still read";
}

TEST_F(DamageTest, ATriggerThatSomebodyPlantedDoesNotRun) {
  tamper("CREATE TRIGGER planted AFTER INSERT ON settings BEGIN DELETE FROM ledger; END");
  auto store = must(open_sqlite(data(), OpenMode::existing));
  must(store->write([](Transaction& t) { return t.put_setting("name", view("x")); }));
  EXPECT_TRUE(must(store->last_leaf()).has_value());
}

// At whichever call the disk begins to fail: what was acknowledged stays, what was refused is not there, and once
// there is space again the same open store goes on.
class FailingDisk : public DamageTest, public ::testing::WithParamInterface<fault::Then> {};

TEST_P(FailingDisk, LosesNothingAcknowledged) {
  fault::install();
  fault::arm(0, GetParam());
  auto store = must(open_sqlite(data(), OpenMode::existing));
  const ErrorCode expected = GetParam() == fault::Then::full ? ErrorCode::full : ErrorCode::unavailable;
  int refusals = 0;
  for (std::uint64_t nth = 1; nth <= 40; ++nth) {
    fault::arm(nth, GetParam());
    std::vector<std::pair<std::string, bool>> answers;
    for (int i = 0; i < 8; ++i) {
      const std::string name = std::to_string(nth) + "." + std::to_string(i);
      const auto done = store->write([&](Transaction& t) -> Result<void> {
        TRY_VOID(t.put_setting(name, Bytes(5000, 1)));
        return t.put_setting(name + " too", view("x"));
      });
      if (!done) expect_error(done, expected);
      if (!done) ++refusals;
      answers.emplace_back(name, done.is_ok());
    }
    fault::arm(0, GetParam());
    if (nth % 4 == 0) {
      store.reset();
      store = must(open_sqlite(data(), OpenMode::existing));
    }
    for (const auto& [name, acknowledged] : answers) {
      EXPECT_EQ(must(store->setting(name)).has_value(), acknowledged) << name;
      EXPECT_EQ(must(store->setting(name + " too")).has_value(), acknowledged) << name;
    }
  }
  EXPECT_GT(refusals, 40);
  must(store->write([](Transaction& t) { return t.put_setting("after all", view("x")); }));
}

// More than the cache holds, so the disk is reached in the middle of the transaction and SQLite ends it there.
TEST_P(FailingDisk, AWorkThatOverlooksTheErrorWritesNothing) {
  fault::install();
  fault::arm(0, GetParam());
  auto store = must(open_sqlite(data(), OpenMode::existing));
  const Work before = [](Transaction& t) { return t.put_setting("before", view("x")); };
  int overlooked = 0;
  const Work careless = [&](Transaction& t) -> Result<void> {
    for (int i = 0; i < 30; ++i) {
      if (!t.put_setting(std::to_string(i), Bytes(1U << 20U, 1))) ++overlooked;
    }
    if (!t.put_setting("small", view("x"))) ++overlooked;
    return {};
  };
  fault::arm(1, GetParam());
  const auto answers = store->write_all({&before, &careless, &before}, nothing);
  fault::arm(0, GetParam());
  EXPECT_GT(overlooked, 0);
  for (const auto& answer : answers) {
    expect_error(answer, GetParam() == fault::Then::full ? ErrorCode::full : ErrorCode::unavailable);
  }
  for (const char* const name : {"before", "0", "29", "small"}) EXPECT_FALSE(must(store->setting(name)).has_value()) << name;
  must(store->write(before));
}

INSTANTIATE_TEST_SUITE_P(Disk, FailingDisk, ::testing::Values(fault::Then::full, fault::Then::io_error));

TEST_F(DamageTest, ACopyThatFindsNoSpaceLeavesNothingBehind) {
  fault::install();
  fault::arm(0, fault::Then::full);
  auto store = must(open_sqlite(data(), OpenMode::existing));
  fault::arm(1, fault::Then::full);
  const auto copied = store->copy_to(folder_ / "copy.db");
  fault::arm(0, fault::Then::full);
  expect_error(copied, ErrorCode::full);
  EXPECT_FALSE(fs::exists(folder_ / "copy.db"));
  must(store->copy_to(folder_ / "copy.db"));
}

}  // namespace
}  // namespace arasha::store

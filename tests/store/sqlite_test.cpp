// What is SQLite's own: opening, migrations, two processes, erased bytes.
#include "store/sqlite.h"

#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <sstream>

#include "store/room.h"
#include "store/sqlite_migrate.h"

namespace arasha::store {
namespace {

namespace fs = std::filesystem;

class SqliteTest : public ::testing::Test {
 protected:
  fs::path data() const { return folder_ / "data"; }
  fs::path database() const { return data() / "arasha.db"; }
  std::unique_ptr<Connection> raw() const { return must(Connection::open(database(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)); }
  static std::int64_t number(Connection& connection, const char* sql) {
    auto statement = must(connection.prepare(sql));
    EXPECT_TRUE(must(statement.step()));
    return statement.integer(0);
  }
  // Everything that the folder's files hold, the log included.
  std::string all_bytes() const {
    std::string out;
    for (const auto& file : fs::directory_iterator(data())) {
      std::ifstream in(file.path(), std::ios::binary);
      std::ostringstream bytes;
      bytes << in.rdbuf();
      out += bytes.str();
    }
    return out;
  }
  Folder folder_;
};

// memmem, because std::string::find takes minutes over megabytes in a debug build.
bool holds(const std::string& bytes, std::string_view wanted) {
  return ::memmem(bytes.data(), bytes.size(), wanted.data(), wanted.size()) != nullptr;
}

constexpr fs::perms kOwnerFile = fs::perms::owner_read | fs::perms::owner_write;

TEST_F(SqliteTest, MakesFilesForTheOwnerAlone) {
  auto store = must(open_sqlite(data(), OpenMode::create));
  must(store->write([](Transaction& t) { return t.put_setting("name", view("x")); }));
  EXPECT_EQ(fs::status(data()).permissions() & fs::perms::all, fs::perms::owner_all);
  std::size_t files = 0;
  for (const auto& file : fs::directory_iterator(data())) {
    EXPECT_EQ(file.status().permissions() & fs::perms::all, kOwnerFile) << file.path();
    ++files;
  }
  EXPECT_GE(files, 2U);  // the database and its log
}

TEST_F(SqliteTest, NeverMakesOneOverAnother) {
  { must(must(open_sqlite(data(), OpenMode::create))->write([](Transaction& t) { return t.put_setting("name", view("x")); })); }
  expect_error(open_sqlite(data(), OpenMode::create), ErrorCode::unavailable);
  EXPECT_TRUE(must(must(open_sqlite(data(), OpenMode::existing))->setting("name")).has_value());
}

TEST_F(SqliteTest, OpensNothingWhereNothingStands) {
  expect_error(open_sqlite(data(), OpenMode::existing), ErrorCode::not_found);
  expect_error(open_sqlite(data(), OpenMode::read_only), ErrorCode::not_found);
  EXPECT_FALSE(fs::exists(data()));
}

TEST_F(SqliteTest, GoesOnWithADatabaseThatACrashLeftBlank) {
  fs::create_directory(data());
  std::ofstream(database()).close();
  expect_error(open_sqlite(data(), OpenMode::existing), ErrorCode::not_found);
  must(open_sqlite(data(), OpenMode::create));
  must(open_sqlite(data(), OpenMode::existing));
}

TEST_F(SqliteTest, AFileInPlaceOfTheFolderGivesASentence) {
  std::ofstream(data()) << "not a folder";
  expect_error(open_sqlite(data(), OpenMode::create), ErrorCode::unavailable);
  expect_error(open_sqlite(data(), OpenMode::existing), ErrorCode::not_found);
}

TEST_F(SqliteTest, AFolderInPlaceOfTheDatabaseGivesASentence) {
  fs::create_directories(database());
  expect_error(open_sqlite(data(), OpenMode::existing), ErrorCode::unavailable);
}

TEST_F(SqliteTest, ReadOnlyReadsBesideAServerAndWritesNothing) {
  auto server = must(open_sqlite(data(), OpenMode::create));
  must(server->write([](Transaction& t) { return t.put_setting("name", view("first")); }));
  auto reader = must(open_sqlite(data(), OpenMode::read_only));
  EXPECT_EQ(must(reader->setting("name")), text("first"));
  must(server->write([](Transaction& t) { return t.put_setting("name", view("second")); }));
  EXPECT_EQ(must(reader->setting("name")), text("second"));
  expect_error(reader->write([](Transaction& t) { return t.put_setting("name", view("forged")); }), ErrorCode::unavailable);
  EXPECT_EQ(must(server->setting("name")), text("second"));
}

TEST_F(SqliteTest, MigratesAnOlderDatabaseAndKeepsItsRows) {
  fs::create_directory(data());
  {
    auto connection = raw();
    must(migrate(*connection, migrations().first(1), true));
    EXPECT_EQ(number(*connection, "PRAGMA user_version"), 1);
    must(connection->execute("INSERT INTO settings VALUES('name', x'616263')"));
  }
  EXPECT_EQ(must(must(open_sqlite(data(), OpenMode::existing))->setting("name")), text("abc"));
  EXPECT_EQ(number(*raw(), "PRAGMA user_version"), static_cast<std::int64_t>(migrations().size()));
  const auto store = must(open_sqlite(data(), OpenMode::existing));
  must(store->write([](Transaction& t) -> Result<void> {
    TRY_VOID(t.add_drop({id<DropId>(1), id<RecipientId>(1), text("12345")}));
    return {};
  }));
  EXPECT_EQ(must(store->drop_totals()).bytes, 5U);
}

TEST_F(SqliteTest, AMigrationThatFailsChangesNothing) {
  fs::create_directory(data());
  const char* const steps[] = {"CREATE TABLE one(x);", "CREATE TABLE two(x); CREATE TABLE one(x);", "CREATE TABLE three(x);"};
  auto connection = raw();
  must(migrate(*connection, std::span(steps).first(1), true));
  expect_error(migrate(*connection, steps, false), ErrorCode::internal);
  EXPECT_EQ(number(*connection, "PRAGMA user_version"), 1);
  EXPECT_EQ(number(*connection, "SELECT count(*) FROM sqlite_schema"), 1);
}

TEST_F(SqliteTest, RefusesTheDataOfANewerProgram) {
  must(open_sqlite(data(), OpenMode::create));
  must(raw()->execute(("PRAGMA user_version=" + std::to_string(migrations().size() + 1)).c_str()));
  for (const OpenMode mode : {OpenMode::existing, OpenMode::read_only}) expect_error(open_sqlite(data(), mode), ErrorCode::unsupported);
}

TEST_F(SqliteTest, TwoProcessesWriteInTurns) {
  { must(open_sqlite(data(), OpenMode::create)); }
  const auto append = [&] {
    auto store = open_sqlite(data(), OpenMode::existing);
    if (!store) return false;
    for (int i = 0; i < 50; ++i) {
      const auto done = (*store)->write([](Transaction& t) -> Result<void> {
        TRY(last, t.last_leaf());
        return t.add_leaf({last ? last->seq + 1 : 0, 1, hash(1), {}});
      });
      if (!done) return false;
    }
    return true;
  };
  const pid_t child = ::fork();
  if (child == 0) ::_exit(append() ? 0 : 1);
  EXPECT_TRUE(append());
  int status = -1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(must(must(open_sqlite(data(), OpenMode::existing))->leaves(0, 1000)).size(), 100U);
}

// Every tenth entry is erased, so pages are split, emptied and joined around what goes.
TEST_F(SqliteTest, ErasedBytesLeaveTheFilesAtOnce) {
  auto store = must(open_sqlite(data(), OpenMode::create));
  constexpr std::uint32_t kEntries = 500;
  const auto file = id<FileId>(1);
  const auto secret = [](std::uint32_t seq) { return "the secret of entry " + std::to_string(seq) + "."; };
  const auto key = [](std::uint32_t seq) { return "the key of entry " + std::to_string(seq) + "."; };
  must(store->write([&](Transaction& t) { return t.put_file({file, kEntries, {}}); }));
  for (std::uint32_t from = 0; from < kEntries; from += 50) {
    must(store->write([&](Transaction& t) -> Result<void> {
      for (std::uint32_t seq = from; seq < from + 50; ++seq) {
        std::string body;
        for (std::uint32_t i = 0; i <= seq % 7 * 40; ++i) body += secret(seq);  // some reach into overflow pages
        TRY_VOID(t.add_entry({file, seq, text("header"), text(key(seq)), text(body)}));
      }
      return {};
    }));
  }
  must(store->write([&](Transaction& t) -> Result<void> {
    TRY_VOID(t.put_slot({id<MemberId>(1), 1, text("the slot of the old password")}));
    TRY_VOID(t.put_grant({file, 1, id<RecipientId>(1), 1, text("the grant that ends")}));
    return t.put_card({file, 1, 1, text("the card that ends")});
  }));
  ASSERT_TRUE(holds(all_bytes(), secret(10)));
  must(store->write([&](Transaction& t) -> Result<void> {
    for (std::uint32_t seq = 0; seq < kEntries; seq += 10) TRY_VOID(t.erase_entry_content(file, seq));
    TRY_VOID(t.put_slot({id<MemberId>(1), 1, text("another")}));
    TRY_VOID(t.erase_grant(file, 1, id<RecipientId>(1)));
    return t.erase_card(file, 1);
  }));
  const std::string left = all_bytes();
  for (std::uint32_t seq = 0; seq < kEntries; seq += 10) {
    EXPECT_FALSE(holds(left, secret(seq))) << seq;
    EXPECT_FALSE(holds(left, key(seq))) << seq;
  }
  for (const char* const gone : {"old password", "grant that ends", "card that ends"}) EXPECT_FALSE(holds(left, gone)) << gone;
  EXPECT_TRUE(holds(left, secret(11)));
  EXPECT_EQ(must(store->entries(file)).size(), kEntries);
}

TEST_F(SqliteTest, ErasedBytesLeaveTheFilesOnceAReaderIsGone) {
  auto store = must(open_sqlite(data(), OpenMode::create));
  const auto file = id<FileId>(1);
  must(store->write([&](Transaction& t) -> Result<void> {
    TRY_VOID(t.put_file({file, 1, {}}));
    TRY_VOID(t.put_grant({file, 1, id<RecipientId>(1), 1, text("grant")}));
    return t.add_entry({file, 0, text("header"), text("key"), text("the secret")});
  }));
  must(store->each_grant_to(id<RecipientId>(1), [&](const GrantRow&) -> Result<void> {
    // The reader's transaction is open here and holds the log in place; erasing does not wait for it.
    return store->write([&](Transaction& t) { return t.erase_entry_content(file, 0); });
  }));
  must(store->write(nothing));
  EXPECT_FALSE(holds(all_bytes(), "the secret"));
}

}  // namespace
}  // namespace arasha::store

// The process is killed, or the power cut, at every single call that reaches the disk: after each, what was
// acknowledged is there and nothing is half there.
#include <sqlite3.h>

#include "store/fault.h"
#include "store/room.h"
#include "store/sqlite.h"
#include "store/writer.h"

namespace arasha::store {
namespace {

constexpr std::uint32_t kSteps = 8;
constexpr std::uint32_t kMade = 1000;  // acknowledged when the database stands

FileId file_of(std::uint32_t step) { return id<FileId>(step + 1); }
BlobId blob_of(std::uint32_t step) { return id<BlobId>(step + 1); }
DropId drop_of(std::uint32_t step) { return id<DropId>(step + 1); }
ParcelId parcel_of(std::uint32_t step) { return id<ParcelId>(step + 1); }

// One step writes to every kind of table that a case touches; the body takes several pages.
Result<void> write_step(Transaction& t, std::uint32_t step) {
  const auto file = file_of(step);
  TRY_VOID(t.put_file({file, 1, hash(1)}));
  TRY_VOID(t.add_entry({file, 0, text("header"), text("key"), Bytes(9000, static_cast<std::uint8_t>(step))}));
  TRY_VOID(t.put_grant({file, 1, id<RecipientId>(1), 1, text("grant")}));
  TRY_VOID(t.put_card({file, 1, 1, text("card")}));
  // A blob comes with each, and goes again with the content.
  TRY_VOID(t.add_blob(blob_of(step)));
  TRY_VOID(t.add_chunk(blob_of(step), {0, hash(1), Bytes(9000, static_cast<std::uint8_t>(step))}));
  TRY_VOID(t.take_blob({blob_of(step), file, 0, 1, hash(1), text("key")}));
  if (step > 0 && step % 3 == 0) TRY_VOID(t.erase_blob(blob_of(step - 1)));
  // Each step brings a drop and a parcel; the next but one takes the drop and settles the parcel.
  TRY_VOID(t.add_drop({drop_of(step), id<RecipientId>(1), Bytes(9000, static_cast<std::uint8_t>(step))}));
  TRY_VOID(t.put_parcel({parcel_of(step), text("parcel")}));
  if (step >= 2) {
    TRY_VOID(t.erase_drop(drop_of(step - 2)));
    TRY_VOID(t.erase_parcel(parcel_of(step - 2)));
  }
  // Every step takes away what the one before wrote: erasing empties the log.
  if (step > 0 && step % 3 == 0) TRY_VOID(t.erase_entry_content(file_of(step - 1), 0));
  return t.add_leaf({step, 1, hash(static_cast<std::uint8_t>(step)), {}});
}

void workload(const std::filesystem::path& folder, const fault::Acknowledge& acknowledge) {
  auto store = open_sqlite(folder, OpenMode::create);
  if (!store) ::_exit(3);
  acknowledge(kMade);
  Writer writer(**store, [](Transaction& t) -> Result<void> {
    TRY(last, t.last_leaf());
    ByteWriter bytes;
    return t.put_setting("last", bytes.u64(last ? last->seq : 0).take());
  });
  for (std::uint32_t step = 0; step < kSteps; ++step) {
    if (!writer.submit([&](Transaction& t) { return write_step(t, step); })) ::_exit(4);
    acknowledge(step);
    const auto refused = writer.submit([&](Transaction& t) -> Result<void> {
      TRY_VOID(t.put_file({id<FileId>(500), 1, hash(1)}));
      return Error(ErrorCode::denied, "No.");
    });
    if (refused) ::_exit(5);
  }
}

void expect_sound(const std::filesystem::path& folder) {
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open((folder / "arasha.db").c_str(), &db), SQLITE_OK);
  std::string answer;
  const auto take = [](void* to, int, char** values, char**) {
    *static_cast<std::string*>(to) += values[0];
    return 0;
  };
  EXPECT_EQ(sqlite3_exec(db, "PRAGMA integrity_check", take, &answer, nullptr), SQLITE_OK);
  EXPECT_EQ(answer, "ok");
  sqlite3_close(db);
}

// Whether the step is there, whole; a part of it is a failure.
bool step_stands(const Store& store, std::uint32_t step, std::uint32_t steps) {
  const auto file = must(store.file(file_of(step)));
  const auto entries = must(store.entries(file_of(step)));
  EXPECT_EQ(entries.size(), file ? 1U : 0U);
  EXPECT_EQ(must(store.grants(file_of(step))).size(), file ? 1U : 0U);
  EXPECT_EQ(must(store.cards(file_of(step))).size(), file ? 1U : 0U);
  EXPECT_EQ(must(store.leaves(step, 1)).size(), file ? 1U : 0U);
  if (file) {
    const bool erased = (step + 1) % 3 == 0 && step + 1 < steps;
    EXPECT_EQ(entries[0].body, erased ? Bytes() : Bytes(9000, static_cast<std::uint8_t>(step)));
    EXPECT_EQ(must(store.blob_of(file_of(step), 0)).has_value(), !erased);
    EXPECT_EQ(must(store.chunk_count(blob_of(step))), erased ? 0U : 1U);
  } else {
    EXPECT_EQ(must(store.chunk_count(blob_of(step))), 0U);
  }
  const bool waits = file && step + 2 >= steps;
  EXPECT_EQ(must(store.drop(drop_of(step))).has_value(), waits);
  EXPECT_EQ(must(store.parcel(parcel_of(step))).has_value(), waits);
  return file.has_value();
}

void check(const std::filesystem::path& folder, const std::vector<std::uint32_t>& acknowledged) {
  auto opened = open_sqlite(folder, OpenMode::existing);
  if (acknowledged.empty()) {
    // It died while making the database: there is one, or making it again works.
    if (opened) return;
    EXPECT_EQ(opened.error().code, ErrorCode::not_found) << opened.error().to_string();
    must(open_sqlite(folder, OpenMode::create));
    return;
  }
  const auto store = must(std::move(opened));
  const auto last = must(store->last_leaf());
  const auto steps = static_cast<std::uint32_t>(last ? last->seq + 1 : 0);
  // A step may have become durable in the very moment in which its acknowledgement did not.
  const auto promised = static_cast<std::uint32_t>(acknowledged.size() - 1);
  EXPECT_GE(steps, promised);
  EXPECT_LE(steps, promised + 1);
  for (std::uint32_t step = 0; step < kSteps; ++step) EXPECT_EQ(step_stands(*store, step, steps), step < steps) << step;
  EXPECT_FALSE(must(store->file(id<FileId>(500))).has_value()) << "a work that failed was written";
  EXPECT_EQ(must(store->drop_totals()).drops, std::min(steps, 2U));
  EXPECT_EQ(must(store->drop_totals()).bytes, std::min(steps, 2U) * 9000U);
  if (steps > 0) {
    EXPECT_EQ(must(store->setting("last")), ByteWriter().u64(steps - 1).take());
  }
  must(store->write([&](Transaction& t) { return t.put_setting("alive", view("x")); }));
  expect_sound(folder);
}

class CrashTest : public ::testing::TestWithParam<fault::Then> {};

TEST_P(CrashTest, AtEveryWriteKeepsWhatWasAcknowledged) {
  fault::install();  // here too, only so that checking is as quick as dying
  std::uint64_t nth = 1;
  std::size_t most = 0;
  for (; nth < 2000; ++nth) {
    const Folder root;
    const auto outcome = fault::run_in_child(nth, GetParam(), [&](const auto& acknowledge) { workload(root / "data", acknowledge); });
    SCOPED_TRACE("killed at call " + std::to_string(nth));
    ASSERT_TRUE(outcome.status == 0 || outcome.status == fault::kKilled) << outcome.status;
    most = std::max(most, outcome.acknowledged.size());
    check(root / "data", outcome.acknowledged);
    if (outcome.status == 0) break;
    if (HasFailure()) break;
  }
  EXPECT_GT(nth, 50U) << "the workload reaches the disk far more often";
  EXPECT_EQ(most, kSteps + 1) << "the last round ran to its end";
}

INSTANTIATE_TEST_SUITE_P(Crash, CrashTest, ::testing::Values(fault::Then::die, fault::Then::torn, fault::Then::power_cut),
                         [](const auto& test) {
                           return std::string(test.param == fault::Then::die    ? "Killed"
                                              : test.param == fault::Then::torn ? "TornWrite"
                                                                                : "PowerCut");
                         });

// The layer itself: without a sync a write must be lost, or the power cut above proves nothing.
TEST(Fault, APowerCutTakesWhatWasNotSynced) {
  const auto run = [](const char* synchronous, std::uint64_t nth) {
    const Folder root;
    const auto path = root / "plain.db";
    const auto outcome = fault::run_in_child(nth, fault::Then::power_cut, [&](const auto& acknowledge) {
      sqlite3* db = nullptr;
      if (sqlite3_open(path.c_str(), &db) != SQLITE_OK) ::_exit(3);
      const std::string setup = std::string("PRAGMA journal_mode=WAL; PRAGMA synchronous=") + synchronous + "; CREATE TABLE t(x);";
      if (sqlite3_exec(db, setup.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) ::_exit(4);
      for (std::uint32_t i = 0;; ++i) {
        if (sqlite3_exec(db, "INSERT INTO t VALUES(1)", nullptr, nullptr, nullptr) != SQLITE_OK) ::_exit(5);
        acknowledge(i);
      }
    });
    EXPECT_EQ(outcome.status, fault::kKilled);
    std::size_t rows = 0;
    sqlite3* db = nullptr;
    EXPECT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
    sqlite3_exec(db, "SELECT x FROM t", [](void* to, int, char**, char**) { ++*static_cast<std::size_t*>(to); return 0; }, &rows, nullptr);
    sqlite3_close(db);
    return std::pair(rows, outcome.acknowledged.size());
  };
  const auto [kept, acknowledged] = run("FULL", 101);
  EXPECT_GE(kept, acknowledged);
  const auto [kept_unsynced, acknowledged_unsynced] = run("OFF", 101);
  EXPECT_LT(kept_unsynced, acknowledged_unsynced);
}

}  // namespace
}  // namespace arasha::store

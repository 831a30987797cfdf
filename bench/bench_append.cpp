// Durable signed appends: 16 threads, each act one entry in one of 2,000 files; alone, and with the card of the file
// rewritten, as the pages do. Beside each the same bytes in the same number of rows by SQLite alone, one thread, as many
// acts in a transaction as the group commit made on average.
#include <fmt/format.h>
#include <sqlite3.h>

#include <atomic>
#include <thread>

#include "organization.h"

namespace {

using namespace arasha;
using bench::must;

constexpr vault::Compartment kAssistance = 3;
constexpr std::size_t kFiles = 2'000;
constexpr std::size_t kThreads = 16;
constexpr std::size_t kEach = 2'000;

struct Sizes {
  std::size_t header = 0, key = 0, body = 0, card = 0;
};

enum class Act { entry, entry_and_card };

std::vector<FileId> make_files(vault::Vault& vault, const vault::Keyring& by, Act act) {
  std::vector<FileId> files;
  const auto next = [&]() -> Result<std::optional<vault::FileChange>> {
    if (files.size() == kFiles) return std::optional<vault::FileChange>();
    vault::FileChange change;
    change.file = crypto::random_id<FileId>();
    change.entries.push_back({kAssistance, 7, bench::random_content(300), {}, {}});
    if (act == Act::entry_and_card) change.cards.push_back({kAssistance, bench::random_content(400)});
    files.push_back(change.file);
    return std::optional<vault::FileChange>(std::move(change));
  };
  must(vault.append_all(by, next, {}));
  return files;
}

// Each thread has files of its own, as people mostly do.
void append_some(vault::Vault& vault, const vault::Keyring& by, const std::vector<FileId>& files, Act act, std::size_t thread) {
  const std::size_t share = files.size() / kThreads;
  for (std::size_t i = 0; i < kEach; ++i) {
    vault::FileChange change;
    change.file = files[thread * share + i % share];
    change.expected_length = static_cast<std::uint32_t>(1 + i / share);
    change.entries.push_back({kAssistance, 7, bench::random_content(300), {}, {}});
    if (act == Act::entry_and_card) change.cards.push_back({kAssistance, bench::random_content(400)});
    must(vault.append(by, {change}));
  }
}

void sql(sqlite3* db, const char* text) {
  if (sqlite3_exec(db, text, nullptr, nullptr, nullptr) == SQLITE_OK) return;
  fmt::print(stderr, "{}\n", sqlite3_errmsg(db));
  std::exit(1);
}

sqlite3_stmt* prepared(sqlite3* db, const char* text) {
  sqlite3_stmt* out = nullptr;
  if (sqlite3_prepare_v2(db, text, -1, &out, nullptr) != SQLITE_OK) std::exit(1);
  return out;
}

void run(sqlite3_stmt* statement) {
  if (sqlite3_step(statement) != SQLITE_DONE) std::exit(1);
  sqlite3_reset(statement);
}

void blob(sqlite3_stmt* statement, int at, const Bytes& bytes) {
  sqlite3_bind_blob64(statement, at, bytes.data(), bytes.size(), SQLITE_STATIC);
}

double bare_sqlite(const Sizes& sizes, std::size_t acts, std::size_t in_transaction) {
  const bench::Folder folder;
  sqlite3* db = nullptr;
  if (sqlite3_open((folder.path() / "bare.db").c_str(), &db) != SQLITE_OK) std::exit(1);
  sql(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;"
          "CREATE TABLE files(fid INTEGER PRIMARY KEY, length INTEGER, head BLOB);"
          "CREATE TABLE entries(number INTEGER PRIMARY KEY, header BLOB, key BLOB, body BLOB);"
          "CREATE TABLE cards(number INTEGER PRIMARY KEY, seq INTEGER, blob BLOB);"
          "CREATE TABLE ledger(seq INTEGER PRIMARY KEY, kind INTEGER, hash BLOB, body BLOB)");
  const Bytes header = bench::random_content(sizes.header), key = bench::random_content(sizes.key);
  const Bytes body = bench::random_content(sizes.body), card = bench::random_content(sizes.card);
  const Bytes head = bench::random_content(32), moves = bench::random_content(52 * in_transaction);
  sqlite3_stmt* const file = prepared(db, "INSERT OR REPLACE INTO files VALUES(?,?,?)");
  sqlite3_stmt* const entry = prepared(db, "INSERT INTO entries VALUES(?,?,?,?)");
  sqlite3_stmt* const rewritten = prepared(db, "INSERT OR REPLACE INTO cards VALUES(?,?,?)");
  sqlite3_stmt* const leaf = prepared(db, "INSERT INTO ledger(kind,hash,body) VALUES(1,?,?)");
  const bench::Measure measure;
  for (std::size_t done = 0; done < acts;) {
    sql(db, "BEGIN IMMEDIATE");
    for (std::size_t i = 0; i < in_transaction && done < acts; ++i, ++done) {
      const auto fid = static_cast<sqlite3_int64>(1 + done * 125 % kFiles);
      const auto seq = static_cast<sqlite3_int64>(1 + done / kFiles);
      sqlite3_bind_int64(file, 1, fid);
      sqlite3_bind_int64(file, 2, seq);
      blob(file, 3, head);
      run(file);
      sqlite3_bind_int64(entry, 1, fid * (1 << 24) + static_cast<sqlite3_int64>(done));
      blob(entry, 2, header), blob(entry, 3, key), blob(entry, 4, body);
      run(entry);
      if (sizes.card == 0) continue;
      sqlite3_bind_int64(rewritten, 1, fid * 256 + kAssistance);
      sqlite3_bind_int64(rewritten, 2, seq);
      blob(rewritten, 3, card);
      run(rewritten);
    }
    blob(leaf, 1, head), blob(leaf, 2, moves);
    run(leaf);
    sql(db, "COMMIT");
  }
  const double out = static_cast<double>(acts) / measure.seconds();
  for (sqlite3_stmt* const one : {file, entry, rewritten, leaf}) sqlite3_finalize(one);
  sqlite3_close(db);
  return out;
}

void measure_appends(Act act, const char* name) {
  bench::Organization organization;
  vault::Vault& vault = organization.vault();
  const vault::Keyring by = organization.sign_in();
  const std::vector<FileId> files = make_files(vault, by, act);
  const std::uint64_t first_leaf = must(vault.moves_position());
  const bench::Measure measure;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kThreads; ++i) threads.emplace_back([&, i] { append_some(vault, by, files, act, i); });
  for (std::thread& thread : threads) thread.join();
  const double seconds = measure.seconds();
  const double acts = static_cast<double>(kThreads * kEach);
  const std::uint64_t transactions = must(vault.moves_position()) - first_leaf;
  const auto in_transaction = static_cast<std::size_t>(acts / static_cast<double>(transactions) + 0.5);
  fmt::print("{}, {} threads, {} files: {} in {:.2f} s = {:.0f} a second, {} in a transaction, {:.0f} us of processor each\n", name, kThreads,
             kFiles, acts, seconds, acts / seconds, in_transaction, measure.processor_seconds() / acts * 1e6);

  Sizes sizes;
  const auto entry = must(vault.store().entries(files[0])).back();
  sizes.header = entry.header.size(), sizes.key = entry.key.size(), sizes.body = entry.body.size();
  if (act == Act::entry_and_card) sizes.card = must(vault.store().cards(files[0])).back().blob.size();
  const double bare = bare_sqlite(sizes, kThreads * kEach, std::max<std::size_t>(in_transaction, 1));
  fmt::print("  bare SQLite, one thread, the same rows and bytes, {} in a transaction: {:.0f} a second; ours are {:.0f} % of it\n", in_transaction,
             bare, 100 * acts / seconds / bare);
}

}  // namespace

int main() {
  measure_appends(Act::entry, "signed entries");
  measure_appends(Act::entry_and_card, "signed entries, each with its card rewritten");
  return 0;
}

#include "store/sqlite.h"

#include <mutex>
#include <type_traits>

#include "store/sqlite_rows.h"

namespace arasha::store {
namespace fs = std::filesystem;
namespace {

constexpr int kApplicationId = 0x41524153;  // "ARAS"

// Numbered migrations: entry i brings user_version from i to i + 1. Never change one that was released.
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
};
constexpr int kVersion = static_cast<int>(std::size(kMigrations));

Result<std::int64_t> pragma(Connection& connection, const char* sql) {
  TRY(s, connection.prepare(sql));
  TRY(row, s.step());
  return row ? s.number(0) : 0;
}

Result<void> migrate(Connection& connection) {
  TRY_VOID(connection.execute("PRAGMA journal_mode=WAL"));
  TRY_VOID(connection.execute("BEGIN IMMEDIATE"));
  auto version = pragma(connection, "PRAGMA user_version");
  Result<void> done;
  if (!version) {
    done = std::move(version).error();
  } else if (*version > kVersion) {
    done = Error(ErrorCode::unsupported, "The data was written by a newer program. Update this one.");
  } else {
    for (int step = static_cast<int>(*version); done && step < kVersion; ++step) done = connection.execute(kMigrations[step]);
    if (done) done = connection.execute(("PRAGMA user_version=" + std::to_string(kVersion)).c_str());
    if (done && *version == 0) done = connection.execute(("PRAGMA application_id=" + std::to_string(kApplicationId)).c_str());
  }
  if (!done) {
    static_cast<void>(connection.execute("ROLLBACK"));
    return done;
  }
  return connection.execute("COMMIT");
}

class SqliteStore : public Store {
 public:
  SqliteStore(fs::path path, std::unique_ptr<Connection> writer, std::unique_ptr<Connection> watcher, bool read_only)
      : path_(std::move(path)), writer_(std::move(writer)), watcher_(std::move(watcher)), read_only_(read_only) {}

  std::vector<Result<void>> write_all(const std::vector<const Work*>& works, const Work& after) override {
    const std::scoped_lock lock(writer_mutex_);
    std::vector<Result<void>> answers(works.size());
    Result<void> whole = transact(works, after, answers);
    if (!whole) {
      for (auto& answer : answers) answer = whole.error();
    }
    return answers;
  }

  Result<std::uint64_t> data_version() const override {
    const std::scoped_lock lock(watcher_mutex_);
    TRY(version, pragma(*watcher_, "PRAGMA data_version"));
    return static_cast<std::uint64_t>(version);
  }

  Result<void> copy_to(const fs::path& target) const override {
    return with_reader<Result<void>>([&](const Rows&, Connection& connection) -> Result<void> {
      const std::string name = target.string();
      TRY(s, connection.prepare("VACUUM INTO ?"));
      return s.bind(std::string_view(name)).run();
    });
  }

  // Reading: each call takes a connection of its own for its time.
  Result<std::optional<Bytes>> setting(std::string_view n) const override { return read([&](const Rows& r) { return r.setting(n); }); }
  Result<std::vector<BlockRow>> blocks(std::uint64_t f) const override { return read([&](const Rows& r) { return r.blocks(f); }); }
  Result<std::optional<MemberId>> login(const Hash& t) const override { return read([&](const Rows& r) { return r.login(t); }); }
  Result<std::vector<SlotRow>> slots(MemberId m) const override { return read([&](const Rows& r) { return r.slots(m); }); }
  Result<std::vector<SealRow>> seals_to(MemberId m) const override { return read([&](const Rows& r) { return r.seals_to(m); }); }
  Result<std::vector<SealRow>> seals_of(CircleId c) const override { return read([&](const Rows& r) { return r.seals_of(c); }); }
  Result<std::vector<LinkRow>> links(CircleId c) const override { return read([&](const Rows& r) { return r.links(c); }); }
  Result<std::optional<FileRow>> file(FileId id) const override { return read([&](const Rows& r) { return r.file(id); }); }
  Result<std::uint64_t> file_count() const override { return read([&](const Rows& r) { return r.file_count(); }); }
  Result<void> each_file(const std::function<Result<void>(const FileRow&)>& use) const override {
    return read([&](const Rows& r) { return r.each_file(use); });
  }
  Result<std::vector<EntryRow>> entries(FileId f) const override { return read([&](const Rows& r) { return r.entries(f); }); }
  Result<std::vector<GrantRow>> grants(FileId f) const override { return read([&](const Rows& r) { return r.grants(f); }); }
  Result<void> each_grant_to(RecipientId id, const std::function<Result<void>(const GrantRow&)>& use) const override {
    return read([&](const Rows& r) { return r.each_grant_to(id, use); });
  }
  Result<std::vector<CardRow>> cards(FileId f) const override { return read([&](const Rows& r) { return r.cards(f); }); }
  Result<void> each_granted_card(RecipientId id, Compartment c,
                                 const std::function<Result<void>(const GrantedCard&)>& use) const override {
    return read([&](const Rows& r) { return r.each_granted_card(id, c, use); });
  }
  Result<std::optional<LeafRow>> last_leaf() const override { return read([&](const Rows& r) { return r.last_leaf(); }); }
  Result<std::vector<LeafRow>> leaves(std::uint64_t from, std::size_t limit) const override {
    return read([&](const Rows& r) { return r.leaves(from, limit); });
  }
  Result<std::vector<LeafRow>> leaves_before(std::uint8_t kind, std::uint64_t before, std::size_t limit) const override {
    return read([&](const Rows& r) { return r.leaves_before(kind, before, limit); });
  }
  Result<std::vector<DraftRow>> drafts(MemberId m) const override { return read([&](const Rows& r) { return r.drafts(m); }); }

 private:
  Result<void> transact(const std::vector<const Work*>& works, const Work& after, std::vector<Result<void>>& answers) {
    TRY_VOID(writer_->execute("BEGIN IMMEDIATE"));
    Rows rows(*writer_);
    const auto back_out = [&](Error error) -> Result<void> {
      static_cast<void>(writer_->execute("ROLLBACK"));
      return error;
    };
    for (std::size_t i = 0; i < works.size(); ++i) {
      if (auto saved = writer_->execute("SAVEPOINT work"); !saved) return back_out(std::move(saved).error());
      answers[i] = run(*works[i], rows);
      const char* const end = answers[i] ? "RELEASE work" : "ROLLBACK TO work; RELEASE work";
      if (auto ended = writer_->execute(end); !ended) return back_out(std::move(ended).error());
    }
    if (auto last = run(after, rows); !last) return back_out(std::move(last).error());
    if (auto committed = writer_->execute("COMMIT"); !committed) return back_out(std::move(committed).error());
    return {};
  }

  static Result<void> run(const Work& work, Transaction& transaction) {
    try {
      return work(transaction);
    } catch (const std::exception& e) {
      return Error(ErrorCode::internal, "Something went wrong. Nothing was saved.", {}, e.what());
    }
  }

  template <class T, class F>
  T with_reader(F&& f) const {
    std::unique_ptr<Connection> connection;
    {
      const std::scoped_lock lock(readers_mutex_);
      if (!readers_.empty()) {
        connection = std::move(readers_.back());
        readers_.pop_back();
      }
    }
    if (!connection) {
      auto opened = Connection::open(path_, read_only_ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
      if (!opened) return std::move(opened).error();
      connection = std::move(*opened);
    }
    T answer = f(Rows(*connection), *connection);
    const std::scoped_lock lock(readers_mutex_);
    readers_.push_back(std::move(connection));
    return answer;
  }

  template <class F>
  std::invoke_result_t<F, const Rows&> read(F&& f) const {
    return with_reader<std::invoke_result_t<F, const Rows&>>([&](const Rows& rows, Connection&) { return f(rows); });
  }

  fs::path path_;
  std::mutex writer_mutex_;
  std::unique_ptr<Connection> writer_;
  mutable std::mutex watcher_mutex_;
  std::unique_ptr<Connection> watcher_;
  bool read_only_;
  mutable std::mutex readers_mutex_;
  mutable std::vector<std::unique_ptr<Connection>> readers_;
};

Error not_there(const fs::path& folder) {
  return {ErrorCode::not_found, "The folder {1} holds no organisation. Make one with “arasha init”.", {folder.string()}};
}

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite(const fs::path& folder, OpenMode mode) {
  const fs::path path = folder / "arasha.db";
  std::error_code failed;
  if (mode == OpenMode::create) {
    if (fs::exists(path, failed)) {
      return Error(ErrorCode::unavailable, "The folder {1} holds data already. Choose another folder.", {folder.string()});
    }
    fs::create_directories(folder, failed);
    if (failed) return Error(ErrorCode::unavailable, "The folder {1} cannot be made. Check its owner and its rights.", {folder.string()});
    fs::permissions(folder, fs::perms::owner_all, failed);
  } else if (!fs::exists(path, failed)) {
    return not_there(folder);
  }
  const int flags = mode == OpenMode::create      ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                    : mode == OpenMode::existing ? SQLITE_OPEN_READWRITE
                                                 : SQLITE_OPEN_READONLY;
  TRY(writer, Connection::open(path, flags));
  if (mode == OpenMode::create) fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write, failed);
  TRY(version, pragma(*writer, "PRAGMA user_version"));
  if (version > kVersion) return Error(ErrorCode::unsupported, "The data was written by a newer program. Update this one.");
  if (mode != OpenMode::create) {
    TRY(application, pragma(*writer, "PRAGMA application_id"));
    if (application != kApplicationId) {
      return Error(ErrorCode::damaged, "The database is damaged. Stop the server and restore the last backup.");
    }
  }
  if (mode != OpenMode::read_only) TRY_VOID(migrate(*writer));
  TRY(watcher, Connection::open(path, mode == OpenMode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE));
  return std::unique_ptr<Store>(std::make_unique<SqliteStore>(path, std::move(writer), std::move(watcher), mode == OpenMode::read_only));
}

}  // namespace arasha::store

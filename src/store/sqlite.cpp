#include "store/sqlite.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <type_traits>

#include "store/sqlite_migrate.h"
#include "store/sqlite_rows.h"

namespace arasha::store {
namespace fs = std::filesystem;
namespace {

Error cannot_write_folder(std::string detail) {
  return {ErrorCode::unavailable, "The data folder cannot be written. Check its owner and its rights.", {}, std::move(detail)};
}

Error holds_data(const fs::path& folder) {
  return {ErrorCode::unavailable, "The folder {1} holds data already. Choose another folder.", {folder.string()}};
}

Error not_there(const fs::path& folder) {
  return {ErrorCode::not_found, "The folder {1} holds no organisation. Make one with “arasha init”.", {folder.string()}};
}

// Makes an empty file that only its owner can read. Never touches one that is there.
Result<void> make_private_file(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file >= 0) {
    ::close(file);
    return {};
  }
  if (errno == EEXIST) {
    return Error(ErrorCode::unavailable, "The file {1} is there already. Choose another name.", {path.string()});
  }
  return cannot_write_folder(std::strerror(errno));
}

// Waits until the disk has what was written to the file or folder.
Result<void> sync(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = file >= 0 && ::fsync(file) == 0;
  std::string detail = synced ? "" : std::strerror(errno);
  if (file >= 0) ::close(file);
  if (synced) return {};
  return Error(ErrorCode::unavailable, "The disk answered with an error. Check the disk; what was saved before is safe.", {},
               std::move(detail));
}

class SqliteStore : public Store {
 public:
  SqliteStore(fs::path path, std::unique_ptr<Connection> writer, std::unique_ptr<Connection> watcher, bool read_only)
      : path_(std::move(path)), writer_(std::move(writer)), watcher_(std::move(watcher)), read_only_(read_only) {}

  std::vector<Result<void>> write_all(const std::vector<const Work*>& works, const Work& after) override {
    const std::scoped_lock lock(writer_mutex_);
    std::vector<Result<void>> answers(works.size());
    if (Result<void> begun = writer_->begin(); !begun) {
      for (auto& answer : answers) answer = begun.error();
      return answers;
    }
    Rows rows(*writer_);
    if (Result<void> whole = run_all(works, after, rows, answers); !whole) {
      writer_->roll_back();
      for (auto& answer : answers) answer = whole.error();
      return answers;
    }
    log_holds_erased_ = log_holds_erased_ || rows.erased();
    if (log_holds_erased_) log_holds_erased_ = !writer_->empty_log();
    return answers;
  }

  Result<void> at_once(const std::function<Result<void>(const Reader&)>& use) const override {
    return with_reader<Result<void>>([&](const Rows& rows, Connection& connection) -> Result<void> {
      TRY_VOID(connection.begin_reading());
      Result<void> answer = use(rows);
      connection.roll_back();
      return answer;
    });
  }

  Result<std::uint64_t> data_version() const override {
    const std::scoped_lock lock(watcher_mutex_);
    TRY(s, watcher_->prepare("PRAGMA data_version"));
    TRY(row, s.step());
    return row ? s.number<std::uint64_t>(0) : 0;
  }

  Result<void> copy_to(const fs::path& target) const override {
    TRY_VOID(make_private_file(target));
    Result<void> copied = with_reader<Result<void>>([&](const Rows&, Connection& connection) -> Result<void> {
      const std::string name = target.string();
      TRY(s, connection.prepare("VACUUM INTO ?"));
      return s.bind(std::string_view(name)).run();
    });
    if (copied) copied = sync(target);
    if (copied) copied = sync(target.has_parent_path() ? target.parent_path() : fs::path("."));
    std::error_code ignored;
    if (!copied) fs::remove(target, ignored);
    return copied;
  }

  Result<void> check() const override {
    return with_reader<Result<void>>([&](const Rows&, Connection& connection) -> Result<void> {
      TRY(s, connection.prepare("PRAGMA integrity_check(1)"));
      TRY(row, s.step());
      std::string found(row ? text_view(s.blob(0)) : "");
      std::replace(found.begin(), found.end(), '\n', ' ');
      if (found != "ok") return Error(ErrorCode::damaged, "The database is damaged. Stop the server and restore the last backup.", {}, found);
      return {};
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
  Result<std::vector<EntryRow>> headers(FileId f, std::uint32_t from) const override {
    return read([&](const Rows& r) { return r.headers(f, from); });
  }
  Result<std::optional<EntryRow>> entry(FileId f, std::uint32_t seq) const override {
    return read([&](const Rows& r) { return r.entry(f, seq); });
  }
  Result<std::optional<BlobRow>> blob_of(FileId f, std::uint32_t seq) const override {
    return read([&](const Rows& r) { return r.blob_of(f, seq); });
  }
  Result<std::vector<BlobRow>> blobs() const override { return read([](const Rows& r) { return r.blobs(); }); }
  Result<std::optional<ChunkRow>> chunk(BlobId b, std::uint32_t index) const override {
    return read([&](const Rows& r) { return r.chunk(b, index); });
  }
  Result<std::uint64_t> chunk_count(BlobId b) const override { return read([&](const Rows& r) { return r.chunk_count(b); }); }
  Result<std::optional<OnceRow>> once(OnceId id) const override { return read([&](const Rows& r) { return r.once(id); }); }
  Result<std::vector<OnceRow>> onces(bool b) const override { return read([&](const Rows& r) { return r.onces(b); }); }
  Result<std::vector<GrantRow>> grants(FileId f) const override { return read([&](const Rows& r) { return r.grants(f); }); }
  Result<void> each_grant_to(RecipientId id, const std::function<Result<void>(const GrantRow&)>& use) const override {
    return read([&](const Rows& r) { return r.each_grant_to(id, use); });
  }
  Result<std::vector<CardRow>> cards(FileId f) const override { return read([&](const Rows& r) { return r.cards(f); }); }
  Result<void> each_granted_card(RecipientId id, Compartment c,
                                 const std::function<Result<void>(const GrantedCard&)>& use) const override {
    return read([&](const Rows& r) { return r.each_granted_card(id, c, use); });
  }
  Result<std::optional<GrantedCard>> granted_card(RecipientId id, Compartment c, FileId f) const override {
    return read([&](const Rows& r) { return r.granted_card(id, c, f); });
  }
  Result<std::optional<LeafRow>> last_leaf() const override { return read([&](const Rows& r) { return r.last_leaf(); }); }
  Result<std::vector<LeafRow>> leaves(std::uint64_t from, std::size_t limit) const override {
    return read([&](const Rows& r) { return r.leaves(from, limit); });
  }
  Result<std::vector<LeafRow>> leaves_of(std::uint8_t kind, std::uint64_t from, std::size_t limit) const override {
    return read([&](const Rows& r) { return r.leaves_of(kind, from, limit); });
  }
  Result<std::vector<LeafRow>> leaves_before(std::uint8_t kind, std::uint64_t before, std::size_t limit) const override {
    return read([&](const Rows& r) { return r.leaves_before(kind, before, limit); });
  }
  Result<std::vector<DraftRow>> drafts(MemberId m) const override { return read([&](const Rows& r) { return r.drafts(m); }); }
  Result<void> each_drop_to(RecipientId id, const std::function<Result<void>(const DropRow&)>& use) const override {
    return read([&](const Rows& r) { return r.each_drop_to(id, use); });
  }
  Result<std::vector<WaitingDrop>> waiting_drops(RecipientId id) const override {
    return read([&](const Rows& r) { return r.waiting_drops(id); });
  }
  Result<std::optional<DropRow>> drop(DropId id) const override { return read([&](const Rows& r) { return r.drop(id); }); }
  Result<std::optional<RecipientId>> drop_recipient(DropId id) const override {
    return read([&](const Rows& r) { return r.drop_recipient(id); });
  }
  Result<std::uint64_t> drop_count(RecipientId id) const override { return read([&](const Rows& r) { return r.drop_count(id); }); }
  Result<DropTotals> drop_totals() const override { return read([](const Rows& r) { return r.drop_totals(); }); }
  Result<std::vector<ReplyRow>> replies(RecipientId id) const override { return read([&](const Rows& r) { return r.replies(id); }); }
  Result<std::optional<ParcelRow>> parcel(ParcelId id) const override { return read([&](const Rows& r) { return r.parcel(id); }); }
  Result<void> each_parcel(std::uint64_t after, const std::function<Result<void>(const ParcelRow&)>& use) const override {
    return read([&](const Rows& r) { return r.each_parcel(after, use); });
  }

 private:
  Result<void> run_all(const std::vector<const Work*>& works, const Work& after, Rows& rows, std::vector<Result<void>>& answers) {
    for (std::size_t i = 0; i < works.size(); ++i) {
      TRY_VOID(writer_->run("SAVEPOINT work"));
      answers[i] = run(*works[i], rows);
      if (!answers[i]) {
        TRY_VOID(writer_->run("ROLLBACK TO work"));
        rows.forget_numbers();
      }
      TRY_VOID(writer_->run("RELEASE work"));
    }
    TRY_VOID(run(after, rows));
    return writer_->commit();
  }

  static Result<void> run(const Work& work, Transaction& transaction) {
    const auto failed = [](std::string detail) {
      return Error(ErrorCode::internal, "Something went wrong. Nothing was saved.", {}, std::move(detail));
    };
    try {
      return work(transaction);
    } catch (const std::exception& e) {
      return failed(e.what());
    } catch (...) {
      return failed("an unknown exception");
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
  bool log_holds_erased_ = true;  // what the process before left there
  mutable std::mutex watcher_mutex_;
  std::unique_ptr<Connection> watcher_;
  bool read_only_;
  mutable std::mutex readers_mutex_;
  mutable std::vector<std::unique_ptr<Connection>> readers_;
};

// Brings the schema up to date, or makes it.
Result<void> prepare_schema(Connection& connection, const fs::path& folder, OpenMode mode) {
  TRY(now, standing(connection, migrations().size()));
  if (mode != OpenMode::create && now == Standing::blank) return not_there(folder);
  TRY_VOID(check_usable(now));
  if (mode == OpenMode::read_only) return {};
  Result<void> done = migrate(connection, migrations(), mode == OpenMode::create);
  if (!done && done.error().code == ErrorCode::conflict) return holds_data(folder);
  return done;
}

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite(const fs::path& folder, OpenMode mode) {
  const fs::path path = folder / "arasha.db";
  std::error_code failed;
  const bool stands = fs::exists(path, failed);
  if (mode == OpenMode::create && !stands) {
    const bool made = fs::create_directories(folder, failed);
    if (failed) return Error(ErrorCode::unavailable, "The folder {1} cannot be made. Check its owner and its rights.", {folder.string()});
    if (made) fs::permissions(folder, fs::perms::owner_all, failed);
    TRY_VOID(make_private_file(path));
  } else if (mode != OpenMode::create && !stands) {
    return not_there(folder);
  }
  const int flags = mode == OpenMode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  TRY(writer, Connection::open(path, flags));
  TRY_VOID(prepare_schema(*writer, folder, mode));
  TRY(watcher, Connection::open(path, flags));
  return std::unique_ptr<Store>(std::make_unique<SqliteStore>(path, std::move(writer), std::move(watcher), mode == OpenMode::read_only));
}

}  // namespace arasha::store

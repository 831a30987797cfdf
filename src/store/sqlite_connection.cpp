#include "store/sqlite_connection.h"

#include <utility>

namespace arasha::store {
namespace {

constexpr int kBusyMilliseconds = 10'000;

Error conflict(std::string detail) {
  return {ErrorCode::conflict, "Somebody else wrote first. Look again and try once more.", {}, std::move(detail)};
}

Error database_damaged(std::string detail) {
  return {ErrorCode::damaged, "The database is damaged. Stop the server and restore the last backup.", {}, std::move(detail)};
}

}  // namespace

Error sqlite_error(int code, sqlite3* db) {
  std::string detail = db != nullptr ? std::string(sqlite3_errmsg(db)) : std::string(sqlite3_errstr(code));
  switch (code) {
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_ROWID: return conflict(std::move(detail));
    default: break;
  }
  switch (code & 0xff) {
    case SQLITE_FULL:
      return {ErrorCode::full, "There is no space left on the disk. Free some space and try again; what was saved before is safe.", {},
              std::move(detail)};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorCode::busy, "Another program is writing to the data. Wait a little and try again.", {}, std::move(detail)};
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {ErrorCode::unavailable, "The data folder cannot be written. Check its owner and its rights.", {}, std::move(detail)};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return database_damaged(std::move(detail));
    case SQLITE_IOERR:
      return {ErrorCode::unavailable, "The disk answered with an error. Check the disk; what was saved before is safe.", {},
              std::move(detail)};
    default: return {ErrorCode::internal, "The database answered with an error.", {}, std::move(detail)};
  }
}

Statement::Statement(Statement&& other) noexcept
    : connection_(other.connection_), statement_(std::exchange(other.statement_, nullptr)), own_(other.own_),
      next_(other.next_), failed_(other.failed_), sound_(other.sound_) {}

Statement::~Statement() {
  if (statement_ == nullptr) return;
  if (own_) {
    sqlite3_finalize(statement_);
    return;
  }
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

Statement& Statement::bind(std::int64_t value) {
  note(sqlite3_bind_int64(statement_, next_++, value));
  return *this;
}

Statement& Statement::bind(BytesView bytes) {
  // An empty blob needs a pointer all the same, else it is bound as NULL.
  static const std::uint8_t nothing = 0;
  note(sqlite3_bind_blob64(statement_, next_++, bytes.empty() ? &nothing : bytes.data(), bytes.size(), SQLITE_STATIC));
  return *this;
}

Statement& Statement::bind(std::string_view text) {
  note(sqlite3_bind_text64(statement_, next_++, text.empty() ? "" : text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind_seq(std::uint64_t value) {
  constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
  return bind(value > static_cast<std::uint64_t>(largest) ? largest : static_cast<std::int64_t>(value));
}

Result<bool> Statement::step() {
  if (failed_ != SQLITE_OK) return connection_->failed(failed_);
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return connection_->failed(sqlite3_extended_errcode(sqlite3_db_handle(statement_)));
}

Result<void> Statement::run() {
  TRY(row, step());
  static_cast<void>(row);
  return {};
}

BytesView Statement::blob(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Result<void> Statement::sound() const {
  if (!sound_) return database_damaged("a stored value does not fit its type");
  return {};
}

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& path, int flags) {
  std::unique_ptr<Connection> out(new Connection());
  const int code = sqlite3_open_v2(path.c_str(), &out->db_, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  if (code != SQLITE_OK) return sqlite_error(code, out->db_);
  sqlite3_busy_timeout(out->db_, kBusyMilliseconds);
  // We have neither triggers nor views; a file that brings some has been tampered with.
  for (const int option : {SQLITE_DBCONFIG_ENABLE_TRIGGER, SQLITE_DBCONFIG_ENABLE_VIEW, SQLITE_DBCONFIG_TRUSTED_SCHEMA,
                           SQLITE_DBCONFIG_ENABLE_FKEY}) {
    sqlite3_db_config(out->db_, option, 0, nullptr);
  }
  sqlite3_db_config(out->db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  // The log is moved into the database every 64 MB: pages that change again and again are moved once. One that grew by an
  // import shrinks again with the next move.
  TRY_VOID(out->execute("PRAGMA wal_autocheckpoint=16000; PRAGMA journal_size_limit=67108864;"
                        "PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON;"
                        "PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;"));
  return out;
}

Connection::~Connection() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close_v2(db_);
}

Error Connection::failed(int code) {
  Error error = sqlite_error(code, db_);
  if (inside_ && !lost_ && sqlite3_get_autocommit(db_) != 0) lost_ = error;
  return error;
}

Result<void> Connection::transaction_stands() const {
  if (!inside_ || sqlite3_get_autocommit(db_) == 0) return {};
  if (lost_) return *lost_;
  return Error(ErrorCode::internal, "The database answered with an error.", {}, "the transaction has ended");
}

Result<void> Connection::execute(const char* sql) {
  TRY_VOID(transaction_stands());
  const int code = sqlite3_exec(db_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return failed(code);
  return {};
}

Result<void> Connection::run(const char* sql) {
  TRY(s, prepare(sql));
  return s.run();
}

Result<Statement> Connection::prepare(const char* sql) {
  TRY_VOID(transaction_stands());
  sqlite3_stmt*& cached = statements_[sql];
  const bool in_use = cached != nullptr && sqlite3_stmt_busy(cached) != 0;
  if (cached != nullptr && !in_use) return Statement(*this, cached, false);
  sqlite3_stmt* made = nullptr;
  const int code = sqlite3_prepare_v3(db_, sql, -1, in_use ? 0 : SQLITE_PREPARE_PERSISTENT, &made, nullptr);
  if (code != SQLITE_OK) return failed(code);
  if (!in_use) cached = made;
  return Statement(*this, made, in_use);
}

Result<void> Connection::begin_reading() {
  TRY_VOID(run("BEGIN"));
  inside_ = true;
  lost_.reset();
  return {};
}

Result<void> Connection::begin() {
  TRY_VOID(run("BEGIN IMMEDIATE"));
  inside_ = true;
  lost_.reset();
  return {};
}

Result<void> Connection::commit() {
  TRY_VOID(run("COMMIT"));
  inside_ = false;
  return {};
}

void Connection::roll_back() {
  inside_ = false;
  // Where this fails the transaction has ended by itself.
  if (sqlite3_get_autocommit(db_) == 0) static_cast<void>(run("ROLLBACK"));
}

bool Connection::empty_log() {
  sqlite3_busy_timeout(db_, 0);
  const int code = sqlite3_wal_checkpoint_v2(db_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  sqlite3_busy_timeout(db_, kBusyMilliseconds);
  return code == SQLITE_OK;
}

}  // namespace arasha::store

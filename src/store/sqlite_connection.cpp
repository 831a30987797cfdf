#include "store/sqlite_connection.h"

namespace arasha::store {

Error sqlite_error(int code, sqlite3* db) {
  const std::string detail = db != nullptr ? std::string(sqlite3_errmsg(db)) : std::string(sqlite3_errstr(code));
  switch (code & 0xff) {
    case SQLITE_FULL:
      return {ErrorCode::full, "There is no space left on the disk. Free some space and try again; what was saved before is safe.", {}, detail};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorCode::busy, "Another program is writing to the data. Wait a little and try again.", {}, detail};
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {ErrorCode::unavailable, "The data folder cannot be written. Check its owner and its rights.", {}, detail};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {ErrorCode::damaged, "The database is damaged. Stop the server and restore the last backup.", {}, detail};
    case SQLITE_IOERR:
      return {ErrorCode::unavailable, "The disk answered with an error. Check the disk; what was saved before is safe.", {}, detail};
    case SQLITE_CONSTRAINT: return {ErrorCode::conflict, "Somebody else wrote first. Look again and try once more.", {}, detail};
    default: return {ErrorCode::internal, "The database answered with an error.", {}, detail};
  }
}

Statement& Statement::bind(std::int64_t value) {
  sqlite3_bind_int64(statement_, next_++, value);
  return *this;
}

Statement& Statement::bind(BytesView bytes) {
  // An empty blob needs a pointer all the same, else it is bound as NULL.
  static const std::uint8_t nothing = 0;
  sqlite3_bind_blob64(statement_, next_++, bytes.empty() ? &nothing : bytes.data(), bytes.size(), SQLITE_STATIC);
  return *this;
}

Statement& Statement::bind(std::string_view text) {
  sqlite3_bind_text64(statement_, next_++, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return sqlite_error(sqlite3_extended_errcode(sqlite3_db_handle(statement_)), sqlite3_db_handle(statement_));
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

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& path, int flags) {
  std::unique_ptr<Connection> out(new Connection());
  const int code = sqlite3_open_v2(path.c_str(), &out->db_, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  if (code != SQLITE_OK) return sqlite_error(code, out->db_);
  sqlite3_busy_timeout(out->db_, 10000);
  TRY_VOID(out->execute("PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY;"
                        "PRAGMA secure_delete=ON; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;"));
  return out;
}

Connection::~Connection() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close_v2(db_);
}

Result<void> Connection::execute(const char* sql) {
  const int code = sqlite3_exec(db_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return sqlite_error(code, db_);
  return {};
}

Result<Statement> Connection::prepare(const char* sql) {
  sqlite3_stmt*& statement = statements_[sql];
  if (statement == nullptr) {
    const int code = sqlite3_prepare_v3(db_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) return sqlite_error(code, db_);
  }
  return Statement(statement);
}

}  // namespace arasha::store

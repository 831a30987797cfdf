// One SQLite connection with its prepared statements. Inside the room only.
#pragma once

#include <sqlite3.h>

#include <map>
#include <memory>
#include <string>

#include "store/store.h"

namespace arasha::store {

// The sentence for an SQLite result code.
Error sqlite_error(int code, sqlite3* db);

// A prepared statement in use: bound in order, stepped, reset when it goes.
class Statement {
 public:
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  Statement(Statement&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)), next_(other.next_) {}
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() {
    if (statement_ == nullptr) return;
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }

  Statement& bind(std::int64_t value);
  Statement& bind(BytesView bytes);  // must live until the last step
  Statement& bind(std::string_view text);

  Result<bool> step();     // true: a row is there
  Result<void> run();      // no row expected
  std::int64_t number(int column) const { return sqlite3_column_int64(statement_, column); }
  BytesView blob(int column) const;
  Bytes bytes(int column) const { return to_bytes(blob(column)); }
  template <class T>
  T fixed(int column) const {  // std::array of bytes; zero where the stored size differs
    T out{};
    const BytesView found = blob(column);
    if (found.size() == out.size()) std::copy(found.begin(), found.end(), out.begin());
    return out;
  }
  template <class IdType>
  IdType id(int column) const { return IdType::from_array(fixed<std::array<std::uint8_t, IdType::kSize>>(column)); }

 private:
  sqlite3_stmt* statement_;
  int next_ = 1;
};

class Connection {
 public:
  static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& path, int flags);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Result<void> execute(const char* sql);
  // `sql` must be a literal: statements are cached by its address.
  Result<Statement> prepare(const char* sql);
  sqlite3* handle() const { return db_; }

 private:
  Connection() = default;
  sqlite3* db_ = nullptr;
  std::map<const char*, sqlite3_stmt*> statements_;
};

}  // namespace arasha::store

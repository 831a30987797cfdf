// One SQLite connection with its prepared statements. Inside the room only.
#pragma once

#include <sqlite3.h>

#include <concepts>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "store/store.h"

namespace arasha::store {

class Connection;

// The sentence for an SQLite result code; `db` may be null.
Error sqlite_error(int code, sqlite3* db);

// A prepared statement in use: bound in order, stepped, reset when it goes. Lives no longer than its connection.
class Statement {
 public:
  Statement(Connection& connection, sqlite3_stmt* statement, bool own)
      : connection_(&connection), statement_(statement), own_(own) {}
  Statement(Statement&& other) noexcept;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  Statement& bind(std::int64_t value);
  Statement& bind(BytesView bytes);  // must live until the last step
  Statement& bind(std::string_view text);
  // Row numbers past what SQLite can hold are bound as the largest: nothing stands there.
  Statement& bind_seq(std::uint64_t value);

  Result<bool> step();  // true: a row is there
  Result<void> run();   // no row expected

  BytesView blob(int column) const;  // until the next step
  Bytes bytes(int column) const { return to_bytes(blob(column)); }
  template <std::unsigned_integral T>
  T number(int column) const {
    const std::int64_t value = sqlite3_column_int64(statement_, column);
    if (value >= 0 && static_cast<std::uint64_t>(value) <= std::numeric_limits<T>::max()) return static_cast<T>(value);
    sound_ = false;
    return 0;
  }
  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  template <class T>
  T fixed(int column) const {  // std::array of bytes
    T out{};
    const BytesView found = blob(column);
    if (found.size() == out.size()) {
      std::copy(found.begin(), found.end(), out.begin());
    } else {
      sound_ = false;
    }
    return out;
  }
  template <class IdType>
  IdType id(int column) const { return IdType::from_array(fixed<std::array<std::uint8_t, IdType::kSize>>(column)); }
  // `damaged` when a value read so far did not fit its type. Ask after reading a row, before using it.
  Result<void> sound() const;

 private:
  void note(int code) {
    if (failed_ == SQLITE_OK) failed_ = code;
  }
  Connection* connection_;
  sqlite3_stmt* statement_;
  bool own_;  // outside the cache: finalised here
  int next_ = 1;
  int failed_ = SQLITE_OK;  // of binding
  mutable bool sound_ = true;
};

// Used by one thread at a time.
class Connection {
 public:
  static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& path, int flags);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Result<void> execute(const char* sql);
  Result<void> run(const char* sql);  // one statement that stays prepared; a literal
  // `sql` must be a literal: statements are cached by its address. A statement that is in use already is prepared
  // anew, so a callback may read what its caller is reading.
  Result<Statement> prepare(const char* sql);

  // A full disk ends a transaction under our feet, and what followed would then commit line by line. So from
  // `begin` to `commit` or `roll_back` each call answers that first error once the transaction is gone.
  Result<void> begin();
  Result<void> begin_reading();  // until `roll_back`
  Result<void> commit();
  void roll_back();

  // Moves everything from the log into the database and empties the log, so that erased bytes leave the disk's
  // files. False while readers or other processes are in the way: try again later. Does not wait.
  bool empty_log();

  std::int64_t last_row() const { return sqlite3_last_insert_rowid(db_); }
  Error failed(int code);

 private:
  Connection() = default;
  Result<void> transaction_stands() const;
  sqlite3* db_ = nullptr;
  std::map<const char*, sqlite3_stmt*> statements_;
  bool inside_ = false;
  std::optional<Error> lost_;  // what ended the transaction
};

}  // namespace arasha::store

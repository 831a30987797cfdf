// Somebody who can write to the database, but has neither passwords nor, mostly, the server key.
#pragma once

#include <sqlite3.h>

#include "vault/world.h"

namespace arasha::vault {

class Thief : public World {
 protected:
  // flip(blob) in a statement is the blob with one bit changed in its middle.
  void sql(const std::string& statement) {
    vault_.reset();
    sql_beside(statement);
  }
  // While the program runs.
  void sql_beside(const std::string& statement) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open((data() / "arasha.db").c_str(), &db), SQLITE_OK);
    sqlite3_create_function(db, "flip", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, flip, nullptr, nullptr);
    char* message = nullptr;
    const int code = sqlite3_exec(db, statement.c_str(), nullptr, nullptr, &message);
    EXPECT_EQ(code, SQLITE_OK) << (message != nullptr ? message : "");
    EXPECT_TRUE(statement.starts_with("CREATE") || statement.starts_with("DROP") || sqlite3_total_changes(db) > 0) << "the attack changed nothing: " << statement;
    sqlite3_free(message);
    sqlite3_close(db);
  }
  std::string refused() {
    vault_.reset();
    const auto report = verify(data());
    EXPECT_FALSE(report);
    return report ? "" : report.error().to_string();
  }
  FileId file_with(int entries) {
    const Keyring by = steward();
    const FileId file = new_file(by, {kAssistance});
    for (int i = 1; i < entries; ++i) {
      FileChange change{file, static_cast<std::uint32_t>(i), {{kAssistance, 7, text("note"), {}, {}}}, {}, {}, {}};
      must(vault_->append(by, {change}));
    }
    return file;
  }
  // Whether a person who works with the file would notice, as the steward: signing in, opening it, its card.
  bool works(FileId file, std::string_view password = kPassword) {
    vault_.reset();
    auto vault = Vault::open(data(), clock_);
    if (!vault) return false;
    const auto by = (*vault)->sign_in("Saule", password);
    if (!by) return false;
    const auto opened = (*vault)->open_file(*by, file);
    if (!opened) return false;
    for (const OpenedEntry& entry : opened->entries) {
      if (entry.state != EntryState::readable) return false;
    }
    const auto card = (*vault)->card(*by, file, kAssistance);
    return card.is_ok() && card->has_value();
  }

 private:
  static void flip(sqlite3_context* context, int, sqlite3_value** values) {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_value_blob(values[0]));
    Bytes bytes(data, data + sqlite3_value_bytes(values[0]));
    if (!bytes.empty()) bytes[bytes.size() / 2] ^= 4;
    sqlite3_result_blob(context, bytes.data(), static_cast<int>(bytes.size()), SQLITE_TRANSIENT);
  }
};

}  // namespace arasha::vault

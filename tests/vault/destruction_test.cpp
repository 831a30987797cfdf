// A compartment, or all of a file, destroyed: nothing of it opens, nothing of it stands in the database's files any more,
// the chain still verifies, and what was put back is noticed.
#include "vault/destruction.h"

#include <sqlite3.h>

#include <algorithm>

#include "base/file.h"
#include "vault/world.h"

namespace arasha::vault {
namespace {

class Destruction : public World {
 protected:
  static FileChange end_of(FileId file, std::uint32_t length, std::vector<Compartment> compartments) {
    FileChange out;
    out.file = file;
    out.expected_length = length;
    out.destroy = std::move(compartments);
    out.statement = statement_of(view("stated"));
    return out;
  }
  Result<std::optional<Remains>> remains(FileId file) { return remains_of(vault_->store(), *vault_->directory(), vault_->server(), file); }
  // Everything secret that stands in the rows of a file, as bytes to search for.
  std::vector<Bytes> secrets_of(FileId file, Compartment kept = 0) {
    std::vector<Bytes> out;
    for (const auto& row : must(vault_->store().entries(file))) {
      if (row.key.empty()) continue;
      out.push_back(row.key);
      out.push_back(row.body);
    }
    for (const auto& row : must(vault_->store().grants(file))) {
      if (row.compartment != kept) out.push_back(row.blob);
    }
    for (const auto& row : must(vault_->store().cards(file))) {
      if (row.compartment != kept) out.push_back(row.blob);
    }
    return out;
  }
  // How many of them the files of the data folder hold.
  std::size_t found_in_folder(const std::vector<Bytes>& secrets) {
    std::string all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(data())) {
      if (entry.is_regular_file()) all += to_text(must(read_file(entry.path(), 1U << 28U)));
    }
    return static_cast<std::size_t>(std::count_if(secrets.begin(), secrets.end(), [&](const Bytes& one) {
      // A piece from the middle: a row may be cut at the edge of a page.
      return all.find(text_view(BytesView(one).subspan(one.size() / 2, std::min<std::size_t>(24, one.size() / 2)))) != std::string::npos;
    }));
  }
  void run_sql(const char* sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open((data() / "arasha.db").c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
  }
};

TEST_F(Destruction, NothingOpensAndTheChainStillVerifies) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance, kHealth}, "to be forgotten");
  must(vault_->append(by, {end_of(file, 2, {kAssistance, kHealth})}));
  EXPECT_FALSE(vault_->open_file(by, file));
  EXPECT_TRUE(must(vault_->openable(by, file)).empty());
  EXPECT_TRUE(must(vault_->store().grants(file)).empty());
  EXPECT_TRUE(must(vault_->store().cards(file)).empty());
  const auto left = must(remains(file));
  ASSERT_TRUE(left.has_value());
  EXPECT_TRUE(left->is_gone());
  EXPECT_EQ(left->entries, 4U);
  EXPECT_EQ(left->erased, 4U);
  ASSERT_EQ(left->parts.size(), 2U);
  EXPECT_EQ(left->parts[0].by, by.member());
  EXPECT_EQ(left->parts[1].statement, statement_of(view("stated")));
  const auto leaf = must(vault_->store().leaves(left->leaf, 1));
  ASSERT_EQ(leaf.size(), 1U);
  EXPECT_EQ(leaf[0].hash, left->leaf_hash);
  vault_.reset();
  EXPECT_EQ(must(verify(data())).erased, 4U);
}

TEST_F(Destruction, APartMayStayAndOpensAsBefore) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance, kHealth}, "half of it");
  must(vault_->append(by, {end_of(file, 2, {kAssistance})}));
  const auto opened = must(vault_->open_file(by, file));
  EXPECT_EQ(opened.entries[0].state, EntryState::erased);
  EXPECT_EQ(to_text(opened.entries[1].content), "half of it");
  EXPECT_EQ(opened.entries[2].header.type, kDestructionType);
  EXPECT_EQ(to_text(*must(vault_->card(by, file, kHealth))), "half of it");
  EXPECT_FALSE(vault_->card(by, file, kAssistance));
  vault_.reset();
  EXPECT_TRUE(verify(data()).is_ok());
}

TEST_F(Destruction, NothingIsWrittenIntoItAgain) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance});
  must(vault_->append(by, {end_of(file, 1, {kAssistance})}));
  for (const Compartment compartment : {kAssistance, kHealth}) {
    const auto again = vault_->append(by, {{file, 2, {{compartment, 7, text("again"), {}, {}}}, {}, {}, {}}});
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::denied);
  }
  EXPECT_FALSE(vault_->append(by, {end_of(file, 2, {kAssistance})}));
}

// The key of the compartment in which the file began is enough for all of them; without it, one's own only.
TEST_F(Destruction, WhoMay) {
  const Keyring by = steward();
  Keyring nurse = member("Nurse");
  Keyring worker = member("Worker");
  const Keyring outsider = member("Outsider");
  must(vault_->join_circle(by, circle(CircleKind::health), nurse.member(), false));
  must(vault_->join_circle(by, circle(CircleKind::casework), worker.member(), false));
  must(vault_->refresh(nurse));
  must(vault_->refresh(worker));
  const FileId file = new_file(by, {kAssistance, kHealth});
  EXPECT_FALSE(vault_->append(outsider, {end_of(file, 2, {kAssistance})}));
  EXPECT_FALSE(vault_->append(nurse, {end_of(file, 2, {kAssistance})}));
  EXPECT_FALSE(vault_->append(nurse, {end_of(file, 2, {kHealth, kAssistance})}));
  EXPECT_FALSE(vault_->append(worker, {end_of(file, 2, {kAssistance, kIdentity})})) << "that part does not exist";
  EXPECT_FALSE(must(remains(file)).has_value());
  must(vault_->append(worker, {end_of(file, 2, {kAssistance, kHealth})}));
  EXPECT_TRUE(must(remains(file))->is_gone());
}

TEST_F(Destruction, SomebodyElseWroteFirst) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance});
  const FileId other = new_file(by, {kAssistance});
  must(vault_->append(by, {{file, 1, {{kAssistance, 7, text("a hold"), {}, {}}}, {}, {}, {}}}));
  const auto late = vault_->append(by, {end_of(other, 1, {kAssistance}), end_of(file, 1, {kAssistance})});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ErrorCode::conflict);
  EXPECT_EQ(must(vault_->open_file(by, file)).entries[0].state, EntryState::readable);
  EXPECT_FALSE(must(remains(other)).has_value()) << "all or nothing";
}

TEST_F(Destruction, ErasedKeysAndContentLeaveTheDatabaseAndItsLog) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance, kHealth}, std::string(9'000, 'x'));  // over several pages
  const FileId stays = new_file(by, {kAssistance}, std::string(9'000, 'y'));
  // Earlier versions of the card lie in the log.
  for (std::uint32_t length = 2; length < 6; ++length) {
    must(vault_->append(by, {{file, length, {{kAssistance, 7, text("more"), {}, {}}}, {{kAssistance, text(std::string(3'000, 'z'))}}, {}, {}}}));
  }
  const auto secrets = secrets_of(file);
  ASSERT_EQ(found_in_folder(secrets), secrets.size());
  must(vault_->append(by, {end_of(file, 6, {kAssistance, kHealth})}));
  EXPECT_EQ(found_in_folder(secrets), 0U);
  EXPECT_EQ(found_in_folder(secrets_of(stays)), secrets_of(stays).size());
  must(backup(data(), root_ / "later.backup"));
  vault_.reset();
  EXPECT_EQ(found_in_folder(secrets), 0U);
}

// A reader in the way keeps the log from being emptied; the next write of anything does it.
TEST_F(Destruction, WhatALongReadingKeepsInTheLogGoesWithTheNextWrite) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance}, std::string(9'000, 'x'));
  const auto secrets = secrets_of(file);
  must(vault_->store().at_once([&](const store::Reader& reader) -> Result<void> {
    must(reader.file(file));
    must(vault_->append(by, {end_of(file, 1, {kAssistance})}));
    EXPECT_GT(found_in_folder(secrets), 0U);
    return {};
  }));
  must(vault_->record(by, Action::listed, FileId(), 0));
  EXPECT_EQ(found_in_folder(secrets), 0U);
}

TEST_F(Destruction, WhatWasPutBackIsNoticed) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance});
  std::filesystem::copy(data(), root_ / "before", std::filesystem::copy_options::recursive);
  must(vault_->append(by, {end_of(file, 1, {kAssistance})}));
  vault_.reset();
  ASSERT_TRUE(verify(data()).is_ok());
  std::filesystem::copy(data(), root_ / "good", std::filesystem::copy_options::recursive);
  const std::string attach = "ATTACH '" + (root_ / "before" / "arasha.db").string() + "' AS old;";
  const char* attacks[] = {"UPDATE entries SET key=(SELECT key FROM old.entries o WHERE o.number=entries.number) WHERE number IN (SELECT number FROM old.entries)",
                           "UPDATE entries SET key=(SELECT key FROM old.entries o WHERE o.number=entries.number), body=(SELECT body FROM old.entries o WHERE o.number=entries.number) WHERE number IN (SELECT number FROM old.entries)",
                           "INSERT INTO grants SELECT * FROM old.grants", "INSERT INTO cards SELECT * FROM old.cards"};
  for (const char* attack : attacks) {
    std::filesystem::remove_all(data());
    std::filesystem::copy(root_ / "good", data(), std::filesystem::copy_options::recursive);
    run_sql((attach + attack).c_str());
    EXPECT_FALSE(verify(data()).is_ok()) << attack;
    open();
    EXPECT_FALSE(must(remains(file))->is_gone()) << attack;
    vault_.reset();
  }
}

TEST_F(Destruction, DraftsOfItsFormsGoForEverybody) {
  const Keyring by = steward();
  const Keyring aigul = member("Aigul");
  const FileId file = new_file(by, {kAssistance});
  must(vault_->keep_draft(by.member(), "/file/one", text("mine")));
  must(vault_->keep_draft(aigul.member(), "/file/one", text("hers")));
  must(vault_->keep_draft(aigul.member(), "/file/two", text("of another file")));
  FileChange change = end_of(file, 1, {kAssistance});
  change.forget_drafts = {"/file/one"};
  must(vault_->append(by, {change}));
  EXPECT_FALSE(must(vault_->draft(by, "/file/one")).has_value());
  EXPECT_FALSE(must(vault_->draft(aigul, "/file/one")).has_value());
  EXPECT_TRUE(must(vault_->draft(aigul, "/file/two")).has_value());
}

TEST_F(Destruction, AnIdIsKnownAfterItsContentIsGone) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance});
  const EntryId id = must(vault_->open_file(by, file)).entries[0].header.id;
  must(vault_->append(by, {end_of(file, 1, {kAssistance})}));
  EXPECT_TRUE(must(has_entry(vault_->store(), organization_, vault_->server(), file, id)));
  EXPECT_FALSE(must(has_entry(vault_->store(), organization_, vault_->server(), file, crypto::random_id<EntryId>())));
  EXPECT_EQ(file_named(organization_, "a"), file_named(organization_, "a"));
  EXPECT_NE(file_named(organization_, "a"), file_named(organization_, "b"));
}

}  // namespace
}  // namespace arasha::vault

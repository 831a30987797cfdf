// Cards opened by the thousand, followed along the ledger, and written by imports.
#include <sqlite3.h>

#include <set>
#include <thread>

#include "vault/world.h"

namespace arasha::vault {
namespace {

class Cards : public World {
 protected:
  FileChange change_of(std::string_view content) {
    FileChange change;
    change.file = crypto::random_id<FileId>();
    change.entries.push_back({kAssistance, 7, text(content), {}, {}});
    change.cards.push_back({kAssistance, text(content)});
    return change;
  }
  NextChange source(std::size_t count, std::vector<FileId>* made = nullptr) {
    return [this, count, made, given = std::size_t{0}]() mutable -> Result<std::optional<FileChange>> {
      if (given == count) return std::optional<FileChange>();
      FileChange change = change_of("card " + std::to_string(given++));
      if (made != nullptr) made->push_back(change.file);
      return std::optional<FileChange>(std::move(change));
    };
  }
  std::set<std::string> opened(const Keyring& by, Recipient recipient) {
    std::set<std::string> out;
    const auto self = std::this_thread::get_id();
    const auto count = must(vault_->each_card(by, recipient, kAssistance, [&](FileId, std::uint32_t seq, BytesView content) -> Result<void> {
      EXPECT_EQ(std::this_thread::get_id(), self);
      EXPECT_GT(seq, 0U);
      out.insert(to_text(content));
      return {};
    }));
    EXPECT_EQ(count.opened, out.size());
    refused_ = count.refused;
    return out;
  }
  void sql(const std::string& statement) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open((data() / "arasha.db").c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, statement.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    EXPECT_TRUE(statement.starts_with("CREATE") || sqlite3_total_changes(db) > 0);
    sqlite3_close(db);
  }
  Recipient casework() { return recipient_of(circle(CircleKind::casework)); }
  std::uint64_t refused_ = 0;
};

TEST_F(Cards, AnImportIsOneTransactionOfManyFilesAndItsCardsOpen) {
  const Keyring by = steward();
  std::vector<std::uint64_t> steps;
  std::vector<FileId> made;
  EXPECT_EQ(must(vault_->append_all(by, source(2500, &made), [&](std::uint64_t files) { steps.push_back(files); })), 2500U);
  EXPECT_EQ(steps.back(), 2500U);
  EXPECT_TRUE(std::is_sorted(steps.begin(), steps.end()));
  const auto cards = opened(by, casework());
  EXPECT_EQ(cards.size(), 2500U);
  EXPECT_TRUE(cards.contains("card 2499"));
  EXPECT_EQ(to_text(must(vault_->open_file(by, made[1234])).entries[0].content), "card 1234");
  EXPECT_EQ(must(vault_->moves_since(0)).files.size(), 2500U);
  vault_.reset();
  EXPECT_EQ(must(verify(data())).files, 2500U);
}

TEST_F(Cards, AnImportThatFailsAnywhereLeavesNothing) {
  const Keyring by = steward();
  const FileId old = new_file(by, {kAssistance});
  const auto before = must(vault_->store().last_leaf())->hash;
  const auto failing_at = [&](std::size_t at, const std::function<Result<std::optional<FileChange>>()>& then) {
    std::size_t given = 0;
    return [this, at, then, given]() mutable -> Result<std::optional<FileChange>> {
      if (given++ == at) return then();
      return std::optional<FileChange>(change_of("card"));
    };
  };
  const auto refused = [&](const NextChange& next) {
    const auto answer = vault_->append_all(by, next, {});
    EXPECT_FALSE(answer);
    EXPECT_EQ(must(vault_->store().file_count()), 1U);
    EXPECT_EQ(must(vault_->store().last_leaf())->hash, before);
    return answer ? ErrorCode::internal : answer.error().code;
  };
  for (const std::size_t at : {0U, 1U, 31U, 32U, 700U}) {
    EXPECT_EQ(refused(failing_at(at, []() -> Result<std::optional<FileChange>> { return Error(ErrorCode::invalid_input, "Row 7 is wrong."); })),
              ErrorCode::invalid_input);
  }
  EXPECT_EQ(refused(failing_at(300, []() -> Result<std::optional<FileChange>> { throw std::runtime_error("a bug"); })), ErrorCode::internal);
  // A file that is there already, and one that comes twice.
  EXPECT_EQ(refused(failing_at(300, [&]() -> Result<std::optional<FileChange>> {
              FileChange change = change_of("taken");
              change.file = old;
              return std::optional<FileChange>(change);
            })), ErrorCode::conflict);
  const FileId twice = crypto::random_id<FileId>();
  int given = 0;
  EXPECT_EQ(refused([&]() -> Result<std::optional<FileChange>> {
              if (given++ == 2) return std::optional<FileChange>();
              FileChange change = change_of("twice");
              change.file = twice;
              return std::optional<FileChange>(change);
            }), ErrorCode::conflict);
  const Keyring stranger(crypto::random_id<MemberId>(), crypto::random_key());
  EXPECT_FALSE(vault_->append_all(stranger, source(1), {}));
  EXPECT_EQ(must(vault_->append_all(by, source(0), {})), 0U);
  must(vault_->append_all(by, source(3), {}));
  EXPECT_EQ(must(vault_->store().file_count()), 4U);
}

TEST_F(Cards, RestrictedFilesAreFoundThroughTheMember) {
  Keyring aigul = member("Aigul");
  Keyring marat = member("Marat");
  const Keyring by = steward();
  FileChange change = change_of("restricted");
  change.only_members = std::vector<MemberId>{aigul.member(), by.member()};
  must(vault_->append(by, {change}));
  new_file(by, {kAssistance}, "for the circle");
  EXPECT_EQ(opened(aigul, recipient_of(aigul.member())), std::set<std::string>{"restricted"});
  EXPECT_EQ(opened(by, recipient_of(by.member())), std::set<std::string>{"restricted"});
  EXPECT_EQ(opened(by, casework()), std::set<std::string>{"for the circle"});
  EXPECT_TRUE(opened(marat, recipient_of(marat.member())).empty());
  // Another's grants and another circle's grants open nothing, and are no sign of damage.
  EXPECT_TRUE(opened(marat, recipient_of(aigul.member())).empty());
  EXPECT_TRUE(opened(aigul, casework()).empty());
  EXPECT_EQ(refused_, 0U);
  EXPECT_EQ(to_text(must(vault_->card_for(aigul, recipient_of(aigul.member()), change.file, kAssistance))->content), "restricted");
  EXPECT_FALSE(must(vault_->card_for(marat, recipient_of(aigul.member()), change.file, kAssistance)));
  EXPECT_FALSE(must(vault_->card_for(marat, recipient_of(marat.member()), change.file, kAssistance)));
  EXPECT_FALSE(must(vault_->card_for(by, casework(), change.file, kAssistance)));
  EXPECT_FALSE(must(vault_->card_for(by, casework(), crypto::random_id<FileId>(), kAssistance)));
}

TEST_F(Cards, WhatMovedIsFollowedAlsoFromAnotherProcess) {
  const Keyring by = steward();
  EXPECT_EQ(must(vault_->moves_position()), 0U);
  const FileId first = new_file(by, {kAssistance}, "first");
  const std::uint64_t position = must(vault_->moves_position());
  EXPECT_TRUE(must(vault_->moves_since(position)).files.empty());
  EXPECT_EQ(must(vault_->moves_since(position)).position, position);
  for (int i = 0; i < 5; ++i) must(vault_->record(by, Action::listed, FileId(), 1));
  const auto another = must(Vault::open(data(), clock_));
  FileChange change{first, 1, {{kAssistance, 7, text("more"), {}, {}}}, {{kAssistance, text("second")}}, {}, {}};
  must(another->append(by, {change}));
  change.expected_length = 2;
  must(another->append(by, {change}));
  const Moved moved = must(vault_->moves_since(position));
  EXPECT_EQ(moved.files, std::vector<FileId>{first});
  const auto card = must(vault_->card_for(by, casework(), first, kAssistance));
  ASSERT_TRUE(card.has_value());
  EXPECT_EQ(to_text(card->content), "second");
  EXPECT_EQ(card->seq, 3U);
  EXPECT_TRUE(must(vault_->moves_since(moved.position)).files.empty());
}

TEST_F(Cards, AnErrorOfTheCallbackEndsTheWalk) {
  const Keyring by = steward();
  must(vault_->append_all(by, source(600), {}));
  int calls = 0;
  const auto answer = vault_->each_card(by, casework(), kAssistance, [&](FileId, std::uint32_t, BytesView) -> Result<void> {
    if (++calls == 3) return Error(ErrorCode::denied, "Stop.");
    return {};
  });
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::denied);
  EXPECT_EQ(calls, 3);
  EXPECT_THROW(static_cast<void>(vault_->each_card(by, casework(), kAssistance, [&](FileId, std::uint32_t, BytesView) -> Result<void> {
    throw std::runtime_error("a bug");
  })), std::runtime_error);
  EXPECT_EQ(opened(by, casework()).size(), 600U);
}

TEST_F(Cards, AnEntryWithoutACardKeepsTheCardNew) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance, kHealth}, "kept");
  must(vault_->append(by, {{file, 2, {{kAssistance, 7, text("note"), {}, {}}}, {}, {}, {}}}));
  EXPECT_EQ(must(vault_->card_for(by, casework(), file, kAssistance))->seq, 3U);
  EXPECT_EQ(to_text(*must(vault_->card(by, file, kAssistance))), "kept");
  EXPECT_EQ(to_text(*must(vault_->card(by, file, kHealth))), "kept");  // older than the file, not than its compartment
  must(vault_->append(by, {{file, 3, {}, {}, {0}, {}}}));
  EXPECT_EQ(must(vault_->card_for(by, casework(), file, kAssistance))->seq, 4U);
}

TEST_F(Cards, ACardThatWasPutBackIsRefusedAndTheOthersAreShown) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance}, "old");
  new_file(by, {kAssistance}, "of another file");
  sql("CREATE TABLE aside AS SELECT * FROM cards WHERE fid=1");
  FileChange change{file, 1, {{kAssistance, 7, text("more"), {}, {}}}, {{kAssistance, text("new")}}, {}, {}};
  must(vault_->append(by, {change}));
  sql("UPDATE cards SET seq=(SELECT seq FROM aside), blob=(SELECT blob FROM aside) WHERE fid=1");
  EXPECT_EQ(opened(by, casework()), std::set<std::string>{"of another file"});
  EXPECT_EQ(refused_, 1U);
  EXPECT_FALSE(vault_->card(by, file, kAssistance));
  EXPECT_FALSE(vault_->card_for(by, casework(), file, kAssistance));
  // Nobody builds on it either.
  const auto appended = vault_->append(by, {{file, 2, {{kAssistance, 7, text("note"), {}, {}}}, {}, {}, {}}});
  ASSERT_FALSE(appended);
  EXPECT_EQ(appended.error().code, ErrorCode::damaged);
  // The same bytes under the number of a new one.
  sql("UPDATE cards SET seq=2 WHERE fid=1");
  EXPECT_FALSE(vault_->card(by, file, kAssistance));
  EXPECT_FALSE(vault_->card_for(by, casework(), file, kAssistance));
  EXPECT_EQ(opened(by, casework()).size(), 1U);
}

}  // namespace
}  // namespace arasha::vault

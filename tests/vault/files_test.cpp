#include <fstream>
#include <thread>

#include "base/file.h"
#include "vault/world.h"

namespace arasha::vault {
namespace {

using Files = World;

std::string bytes_of_folder(const std::filesystem::path& folder) {
  std::string all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    all += to_text(must(read_file(entry.path(), 1U << 28U)));
  }
  return all;
}

TEST_F(Files, WhatWasWrittenIsReadAndAnAmendmentKeepsBoth) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance, kHealth});
  auto opened = must(vault_->open_file(by, file));
  ASSERT_EQ(opened.length, 2U);
  FileChange change;
  change.file = file;
  change.expected_length = 2;
  change.entries.push_back({kAssistance, 7, text("Aliya came in the evening"), opened.entries[0].header.id, {}});
  must(vault_->append(by, {change}));
  opened = must(vault_->open_file(by, file));
  ASSERT_EQ(opened.length, 3U);
  EXPECT_EQ(to_text(opened.entries[0].content), "Aliya came at night");
  EXPECT_EQ(to_text(opened.entries[2].content), "Aliya came in the evening");
  EXPECT_EQ(opened.entries[2].header.amends, opened.entries[0].header.id);
  EXPECT_EQ(opened.entries[2].header.author, by.member());
}

TEST_F(Files, SecondWriterIsToldAndNothingOfHersIsWritten) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance});
  const FileId other = new_file(by, {kAssistance});
  FileChange first{file, 1, {{kAssistance, 7, text("first"), {}, {}}}, {}, {}, {}};
  must(vault_->append(by, {first}));
  FileChange also{other, 1, {{kAssistance, 7, text("together"), {}, {}}}, {}, {}, {}};
  const auto second = vault_->append(by, {also, first});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::conflict);
  EXPECT_EQ(must(vault_->open_file(by, other)).length, 1U);
}

TEST_F(Files, ManyWritersAtOnceLoseNothing) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance});
  std::vector<std::thread> threads;
  std::atomic<int> written{0};
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 10; ++i) {
        while (true) {
          const auto row = vault_->store().file(file);
          FileChange change{file, (*row)->length, {{kAssistance, 7, text("note"), {}, {}}}, {}, {}, {}};
          const auto result = vault_->append(by, {change});
          if (result) break;
          ASSERT_EQ(result.error().code, ErrorCode::conflict);
        }
        ++written;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(written.load(), 80);
  EXPECT_EQ(must(vault_->open_file(by, file)).length, 81U);
  vault_.reset();
  EXPECT_EQ(must(verify(data())).entries, 81U);
}

// Default deny: who is in no circle, or in another one, opens nothing that the policy does not give.
TEST_F(Files, TableOfCirclesAndCompartments) {
  const Keyring by = steward();
  FileChange change;
  change.file = crypto::random_id<FileId>();
  for (Compartment c = 1; c <= 6; ++c) change.entries.push_back({c, 7, text("content"), {}, {}});
  must(vault_->append(by, {change}));
  const std::map<CircleKind, std::vector<Compartment>> expected = {
      {CircleKind::stewards, {}},         {CircleKind::casework, {1, 3, 5, 6}}, {CircleKind::health, {2}},
      {CircleKind::legal, {4}},           {CircleKind::duty, {5}},              {CircleKind::hotline, {5}},
      {CircleKind::statistics, {6}},      {CircleKind::auditors, {}},
  };
  int number = 0;
  for (const auto& [kind, compartments] : expected) {
    Keyring one = member("Member " + std::to_string(++number));
    EXPECT_FALSE(vault_->open_file(one, change.file));
    must(vault_->join_circle(by, circle(kind), one.member(), false));
    must(vault_->refresh(one));
    EXPECT_EQ(must(vault_->openable(one, change.file)), compartments) << static_cast<int>(kind);
    const auto opened = vault_->open_file(one, change.file);
    ASSERT_EQ(opened.is_ok(), !compartments.empty());
    if (!opened) continue;
    for (const OpenedEntry& entry : opened->entries) {
      const bool mine = std::find(compartments.begin(), compartments.end(), entry.header.compartment) != compartments.end();
      EXPECT_EQ(entry.state == EntryState::readable, mine);
      EXPECT_EQ(entry.content.empty(), !mine);
    }
    // Writing into a compartment that exists and is closed to her is refused.
    for (Compartment c = 1; c <= 6; ++c) {
      FileChange write{change.file, static_cast<std::uint32_t>(opened->length), {{c, 7, text("x"), {}, {}}}, {}, {}, {}};
      const bool mine = std::find(compartments.begin(), compartments.end(), c) != compartments.end();
      if (!mine) {
        EXPECT_FALSE(vault_->append(one, {write}));
      }
    }
  }
}

TEST_F(Files, RestrictedFileOpensOnlyForNamedMembers) {
  Keyring aigul = member("Aigul");
  Keyring marat = member("Marat");
  const Keyring by = steward();
  for (const MemberId id : {aigul.member(), marat.member()}) must(vault_->join_circle(by, circle(CircleKind::casework), id, false));
  must(vault_->refresh(aigul));
  must(vault_->refresh(marat));
  FileChange change;
  change.file = crypto::random_id<FileId>();
  change.entries.push_back({kAssistance, 7, text("restricted"), {}, {}});
  change.only_members = std::vector<MemberId>{aigul.member(), by.member()};
  must(vault_->append(aigul, {change}));
  EXPECT_TRUE(vault_->open_file(aigul, change.file).is_ok());
  EXPECT_TRUE(vault_->open_file(by, change.file).is_ok());
  EXPECT_FALSE(vault_->open_file(marat, change.file));
}

TEST_F(Files, LeavingACircleRotatesItAndOldSealsAreGone) {
  Keyring aigul = member("Aigul");
  Keyring by = steward();
  must(vault_->join_circle(by, circle(CircleKind::casework), aigul.member(), false));
  must(vault_->refresh(aigul));
  const FileId file = new_file(aigul, {kAssistance});
  EXPECT_TRUE(vault_->open_file(aigul, file).is_ok());
  must(vault_->leave_circle(by, circle(CircleKind::casework), aigul.member()));
  // The keyring that she still holds opens neither the old file nor a new one.
  EXPECT_FALSE(vault_->open_file(aigul, file));
  by = steward();
  const FileId later = new_file(by, {kAssistance});
  EXPECT_FALSE(vault_->open_file(aigul, later));
  EXPECT_TRUE(vault_->open_file(by, file).is_ok());
  EXPECT_EQ(must(vault_->store().seals_to(aigul.member())).size(), 0U);
  vault_.reset();
  EXPECT_TRUE(verify(data()).is_ok());
}

TEST_F(Files, CardsAreOpenedForTheCircleThatHasThem) {
  const Keyring by = steward();
  for (int i = 0; i < 20; ++i) new_file(by, {kAssistance}, "card " + std::to_string(i));
  int seen = 0;
  must(vault_->each_card(by, circle(CircleKind::casework), kAssistance, [&](FileId, std::uint32_t, BytesView content) -> Result<void> {
    EXPECT_EQ(text_view(content).substr(0, 5), "card ");
    ++seen;
    return {};
  }));
  EXPECT_EQ(seen, 20);
  const Keyring outsider = member("Outsider");
  seen = 0;
  must(vault_->each_card(outsider, circle(CircleKind::casework), kAssistance, [&](FileId, std::uint32_t, BytesView) -> Result<void> {
    ++seen;
    return {};
  }));
  EXPECT_EQ(seen, 0);
}

TEST_F(Files, ErasureDestroysContentAndTheChainStillVerifies) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance}, "to be forgotten");
  FileChange change{file, 1, {}, {{kAssistance, text("empty")}}, {0}, {}};
  must(vault_->append(by, {change}));
  const auto opened = must(vault_->open_file(by, file));
  EXPECT_EQ(opened.entries[0].state, EntryState::erased);
  EXPECT_TRUE(opened.entries[0].content.empty());
  EXPECT_EQ(opened.entries[1].header.type, kErasureType);
  vault_.reset();
  EXPECT_EQ(must(verify(data())).erased, 1U);
}

TEST_F(Files, NothingTypedStandsInTheBytesOfTheFolderOrTheBackup) {
  const Keyring by = steward();
  new_file(by, {kAssistance, kHealth}, "Aliya Nurlankyzy, born 1998-04-12, called from Taraz");
  must(vault_->keep_draft(by.member(), "first-contact", text("Gulnara Draftova")));
  must(vault_->rename(by, "Safe House Almaty"));
  vault_.reset();
  must(backup(data(), root_ / "out.backup"));
  std::string all = bytes_of_folder(data());
  all += bytes_of_folder(root_);
  for (const char* needle : {"Aliya", "Nurlankyzy", "1998-04-12", "Taraz", "Gulnara", "Draftova", "Safe House", "Saule", "Centre"}) {
    EXPECT_EQ(all.find(needle), std::string::npos) << needle;
  }
}

TEST_F(Files, ReadingIsRecordedBeforeAndOnlyAuditorsSeeIt) {
  Keyring aigul = member("Aigul");
  const Keyring by = steward();
  must(vault_->join_circle(by, circle(CircleKind::casework), aigul.member(), false));
  must(vault_->refresh(aigul));
  const FileId file = new_file(by, {kAssistance});
  must(vault_->open_file(aigul, file));
  clock_.advance(std::chrono::hours(2));  // a new period
  must(vault_->record(aigul, Action::searched, FileId(), 3));
  EXPECT_FALSE(vault_->readings(aigul, UINT64_MAX, 10));
  reopen();
  const auto readings = must(vault_->readings(by, UINT64_MAX, 2));
  ASSERT_EQ(readings.size(), 2U);
  EXPECT_EQ(readings[0].reading.action, Action::searched);
  EXPECT_EQ(readings[0].reading.count, 3U);
  EXPECT_EQ(readings[1].reading.action, Action::opened);
  EXPECT_EQ(readings[1].reading.member, aigul.member());
  EXPECT_EQ(readings[1].reading.file, file);
}

TEST_F(Files, DraftIsForItsOwnerOnly) {
  const Keyring aigul = member("Aigul");
  const Keyring by = steward();
  must(vault_->keep_draft(aigul.member(), "note", text("half a sentence")));
  EXPECT_EQ(to_text(*must(vault_->draft(aigul, "note"))), "half a sentence");
  EXPECT_FALSE(must(vault_->draft(by, "note")).has_value());
  must(vault_->drop_draft(aigul, "note"));
  EXPECT_FALSE(must(vault_->draft(aigul, "note")).has_value());
}

TEST_F(Files, BackupComesBackWithSharesOnANewMachine) {
  const FileId file = new_file(steward(), {kAssistance});
  must(backup(data(), root_ / "out.backup"));  // while the vault is open
  vault_.reset();
  ::setenv("ARASHA_KEY_DIR", (root_ / "new-machine").c_str(), 1);
  EXPECT_FALSE(restore(root_ / "out.backup", root_ / "restored", {}));
  EXPECT_FALSE(std::filesystem::exists(root_ / "restored" / "arasha.db"));
  std::vector<crypto::Share> two;
  two.push_back(must(crypto::Share::from_text(shares_[0].text())));
  two.push_back(must(crypto::Share::from_text(shares_[1].text())));
  const auto report = must(restore(root_ / "out.backup", root_ / "restored", two));
  EXPECT_EQ(report.files, 1U);
  vault_ = must(Vault::open(root_ / "restored", clock_));
  EXPECT_TRUE(vault_->open_file(steward(), file).is_ok());
}

TEST_F(Files, DamagedBackupRestoresNothing) {
  new_file(steward(), {kAssistance});
  must(backup(data(), root_ / "good"));
  const std::string good = to_text(must(read_file(root_ / "good", 1U << 28U)));
  for (const std::size_t at : {std::size_t{0}, std::size_t{10}, std::size_t{40}, std::size_t{200}, good.size() / 2, good.size() - 1}) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    std::ofstream(root_ / "bad", std::ios::binary) << bad;
    EXPECT_FALSE(restore(root_ / "bad", root_ / "nowhere", {})) << at;
    EXPECT_FALSE(std::filesystem::exists(root_ / "nowhere" / "arasha.db"));
  }
  std::ofstream(root_ / "bad", std::ios::binary) << good.substr(0, good.size() - 70000);
  EXPECT_FALSE(restore(root_ / "bad", root_ / "nowhere", {}));
}

}  // namespace
}  // namespace arasha::vault

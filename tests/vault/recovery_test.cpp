// The trustees' shares: named when wrong, replaced after a ceremony; and backups beside what killed runs left.
#include <fstream>

#include "base/file.h"
#include "store/sqlite.h"
#include "vault/world.h"

namespace arasha::vault {
namespace {

class Recovery : public World {
 protected:
  static std::vector<crypto::Share> copies(const std::vector<crypto::Share>& from, std::initializer_list<std::size_t> which) {
    std::vector<crypto::Share> out;
    for (const std::size_t i : which) out.push_back(must(crypto::Share::from_text(from[i].text())));
    return out;
  }
  // Another share with the number and set of the second.
  std::vector<crypto::Share> one_altered() {
    auto shares = copies(shares_, {0, 1});
    shares[1].piece.fill([](auto bytes) { bytes[7] ^= 1; });
    return shares;
  }
};

TEST_F(Recovery, AWrongShareIsNamedWithExactlyAsManyAsNeeded) {
  const auto refused = vault_->recover_member("Saule", one_altered(), "recovered by two trustees");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().arguments, std::vector<std::string>{"2"});
  vault_.reset();
  // Without the server key the chain is closed; the fingerprints beside it still name the share.
  const auto key = recover_server_key(data(), one_altered());
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().arguments, std::vector<std::string>{"2"});
  must(backup(data(), root_ / "out.backup"));
  const auto restored = restore(root_ / "out.backup", root_ / "restored", one_altered());
  ASSERT_FALSE(restored);
  EXPECT_EQ(restored.error().arguments, std::vector<std::string>{"2"});
  EXPECT_FALSE(std::filesystem::exists(root_ / "restored" / "arasha.db"));
  EXPECT_TRUE(restore(root_ / "out.backup", root_ / "restored", copies(shares_, {2, 0})).is_ok());
}

TEST_F(Recovery, ANewCeremonyMakesTheOldSharesWorthless) {
  const Keyring aigul = member("Aigul");
  EXPECT_FALSE(vault_->replace_recovery(aigul, copies(shares_, {0, 1}), 2, 2));
  EXPECT_FALSE(vault_->replace_recovery(steward(), copies(shares_, {0}), 2, 2));
  EXPECT_FALSE(vault_->replace_recovery(steward(), one_altered(), 2, 2));
  EXPECT_FALSE(vault_->replace_recovery(steward(), copies(shares_, {0, 1}), 2, 3));
  const auto fresh = must(vault_->replace_recovery(steward(), copies(shares_, {0, 1}), 5, 3));
  EXPECT_EQ(fresh.size(), 5U);
  EXPECT_EQ(vault_->directory()->threshold(), 3);
  EXPECT_EQ(vault_->directory()->trustees(), 5);
  EXPECT_FALSE(vault_->recover_member("Aigul", copies(shares_, {0, 1, 2}), "recovered by old shares"));
  must(vault_->recover_member("Aigul", copies(fresh, {0, 3, 4}), "recovered by new shares"));
  EXPECT_TRUE(vault_->sign_in("Aigul", "recovered by new shares").is_ok());
  vault_.reset();
  EXPECT_TRUE(verify(data()).is_ok());
  EXPECT_FALSE(recover_server_key(data(), copies(shares_, {0, 1, 2})));
  std::filesystem::remove_all(root_ / "keys");
  must(recover_server_key(data(), copies(fresh, {0, 1, 2})));
  EXPECT_TRUE(verify(data()).is_ok());
}

TEST_F(Recovery, ABackupWorksBesideWhatAKilledOneLeft) {
  new_file(steward(), {kAssistance});
  for (const char* name : {"out.backup.copy", "out.backup.new"}) std::ofstream(root_ / name) << "half";
  must(backup(data(), root_ / "out.backup"));
  EXPECT_FALSE(std::filesystem::exists(root_ / "out.backup.copy"));
  EXPECT_FALSE(std::filesystem::exists(root_ / "out.backup.new"));
  std::filesystem::create_directories(root_ / "restored" / "restoring");
  std::ofstream(root_ / "restored" / "restoring" / "arasha.db") << "half";
  EXPECT_EQ(must(restore(root_ / "out.backup", root_ / "restored", {})).files, 1U);
  EXPECT_FALSE(std::filesystem::exists(root_ / "restored" / "restoring"));
  const auto again = backup(data(), root_ / "out.backup");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::unavailable);
}

TEST_F(Recovery, ADamagedBackupIsRefusedAndTheCheckpointStays) {
  new_file(steward(), {kAssistance});
  vault_.reset();
  ASSERT_TRUE(std::filesystem::exists(checkpoint()));
  must(backup(data(), root_ / "out.backup"));
  Bytes bytes = must(read_file(root_ / "out.backup", 1U << 28U));
  bytes[bytes.size() - 100] ^= 1;
  must(write_file_durably(root_ / "bad.backup", bytes));
  EXPECT_FALSE(restore(root_ / "bad.backup", root_ / "restored", {}));
  EXPECT_FALSE(std::filesystem::exists(root_ / "restored" / "arasha.db"));
  EXPECT_TRUE(std::filesystem::exists(checkpoint()));
}

TEST_F(Recovery, InitGoesOnFromADatabaseWithoutAnOrganisation) {
  vault_.reset();
  Vault::InitOptions options;
  options.organization = "Second";
  options.steward = "Saule";
  options.password = kPassword;
  options.cost = kCheap;
  must(store::open_sqlite(root_ / "second", store::OpenMode::create));
  must(Vault::init(root_ / "second", options, clock_));
  EXPECT_TRUE(must(Vault::open(root_ / "second", clock_))->sign_in("Saule", kPassword).is_ok());
  // Never over one that somebody was told of.
  const auto third = Vault::init(root_ / "second", options, clock_);
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace arasha::vault

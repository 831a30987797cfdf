#include "vault/world.h"

namespace arasha::vault {
namespace {

using Members = World;

TEST_F(Members, FirstStewardIsInEveryCircleAndSignsIn) {
  const Keyring keyring = steward();
  EXPECT_EQ(keyring.circles().size(), 9U);
  const auto name_in_other_case = vault_->sign_in(" SAULE ", kPassword);
  EXPECT_TRUE(name_in_other_case.is_ok());
}

TEST_F(Members, WrongPasswordUnknownNameAndClosedAccountGetOneAnswer) {
  const Keyring other = member("Aigul");
  must(vault_->close_member(steward(), other.member()));
  const auto wrong = vault_->sign_in("Saule", "not the right passphrase");
  const auto unknown = vault_->sign_in("Nobody", kPassword);
  const auto closed = vault_->sign_in("Aigul", "a long passphrase of hers");
  ASSERT_FALSE(wrong || unknown || closed);
  EXPECT_EQ(wrong.error().to_string(), unknown.error().to_string());
  EXPECT_EQ(wrong.error().to_string(), closed.error().to_string());
  EXPECT_EQ(wrong.error().code, ErrorCode::denied);
}

TEST_F(Members, ActivationNeedsTheRightCodeInTimeAndOnce) {
  const Keyring by = steward();
  const auto invitation = must(vault_->add_member(by, "Marat", false));
  EXPECT_FALSE(vault_->sign_in("Marat", "a long passphrase of his"));
  EXPECT_FALSE(vault_->activate("Marat", "0000-0000-0000-0000-0000-0000", "a long passphrase of his"));
  EXPECT_FALSE(vault_->activate("Marat", invitation.code, "short"));
  clock_.advance(std::chrono::hours(24 * 13));
  must(vault_->activate("Marat", invitation.code, "a long passphrase of his"));
  EXPECT_FALSE(vault_->activate("Marat", invitation.code, "another passphrase of his"));
  EXPECT_TRUE(vault_->sign_in("Marat", "a long passphrase of his").is_ok());
  const auto late = must(vault_->add_member(by, "Dana", false));
  clock_.advance(std::chrono::hours(24 * 15));
  EXPECT_FALSE(vault_->activate("Dana", late.code, "a long passphrase of hers"));
}

TEST_F(Members, NameIsTakenOnlyOnce) {
  const Keyring by = steward();
  must(vault_->add_member(by, "Marat", false));
  const auto again = vault_->add_member(by, "marat", false);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
}

TEST_F(Members, UnverifiedMemberCannotJoinOrWrite) {
  const Keyring by = steward();
  const auto invitation = must(vault_->add_member(by, "Marat", false));
  const Keyring marat = must(vault_->activate("Marat", invitation.code, "a long passphrase of his"));
  EXPECT_FALSE(vault_->join_circle(by, circle(CircleKind::casework), marat.member(), false));
  FileChange change;
  change.file = crypto::random_id<FileId>();
  change.entries.push_back({kAssistance, 1, text("x"), {}, {}});
  EXPECT_FALSE(vault_->append(marat, {change}));
  // A steward who confirms other keys than the account has confirms nothing.
  EXPECT_FALSE(vault_->verify_member(by, marat.member(), PublicKeys{}));
}

TEST_F(Members, AdministratorAddsAccountsAndOpensNothing) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance});
  const auto invitation = must(vault_->add_member(by, "Admin", true));
  Keyring admin = must(vault_->activate("Admin", invitation.code, "the administrator's phrase"));
  must(vault_->verify_member(by, admin.member(), vault_->directory()->member(admin.member())->keys));
  must(vault_->add_member(admin, "New colleague", false));
  EXPECT_FALSE(vault_->open_file(admin, file));
  EXPECT_FALSE(vault_->join_circle(admin, circle(CircleKind::casework), admin.member(), true));
  EXPECT_FALSE(vault_->rename(admin, "Mine"));
  EXPECT_FALSE(vault_->readings(admin, UINT64_MAX, 10));
}

TEST_F(Members, SettingsAreSignedByStewardsAndStayAfterAReopening) {
  const Keyring by = steward();
  EXPECT_EQ(vault_->directory()->setting("pack"), "");
  must(vault_->change_setting(by, "pack", "kz"));
  must(vault_->change_setting(by, "other", "1"));
  EXPECT_EQ(vault_->directory()->setting("pack"), "kz");
  EXPECT_FALSE(vault_->change_setting(by, "", "x"));
  EXPECT_FALSE(vault_->change_setting(by, "pack", std::string(kLongestSetting + 1, 'x')));
  EXPECT_EQ(vault_->directory()->setting("pack"), "kz");
  reopen();
  EXPECT_EQ(vault_->directory()->setting("pack"), "kz");
  must(vault_->change_setting(by, "pack", ""));
  EXPECT_EQ(vault_->directory()->setting("pack"), "");
  EXPECT_EQ(vault_->directory()->setting("other"), "1");
  const Keyring worker = member("Worker");
  must(vault_->join_circle(by, circle(CircleKind::casework), worker.member(), false));
  EXPECT_FALSE(vault_->change_setting(worker, "pack", "kz"));
}

TEST_F(Members, PasswordChangeKeepsTheKeys) {
  const Keyring keyring = steward();
  const FileId file = new_file(keyring, {kAssistance});
  EXPECT_FALSE(vault_->change_password(keyring, "not the present one", "five quite new words here"));
  must(vault_->change_password(keyring, kPassword, "five quite new words here"));
  EXPECT_FALSE(vault_->sign_in("Saule", kPassword));
  const Keyring again = must(vault_->sign_in("Saule", "five quite new words here"));
  EXPECT_TRUE(vault_->open_file(again, file).is_ok());
}

TEST_F(Members, ForgottenPasswordMeansReadmissionAndNothingLost) {
  Keyring aigul = member("Aigul");
  Keyring by = steward();
  must(vault_->join_circle(by, circle(CircleKind::casework), aigul.member(), false));
  must(vault_->refresh(aigul));
  const FileId file = new_file(aigul, {kAssistance});

  const auto invitation = must(vault_->readmit_member(by, aigul.member()));
  EXPECT_FALSE(vault_->sign_in("Aigul", "a long passphrase of hers"));
  Keyring again = must(vault_->activate("Aigul", invitation.code, "a second passphrase of hers"));
  EXPECT_FALSE(vault_->open_file(again, file));
  by = steward();
  must(vault_->verify_member(by, again.member(), vault_->directory()->member(again.member())->keys));
  must(vault_->join_circle(by, circle(CircleKind::casework), again.member(), false));
  must(vault_->refresh(again));
  EXPECT_EQ(to_text(must(vault_->open_file(again, file)).entries[0].content), "Aliya came at night");
  vault_.reset();
  EXPECT_TRUE(verify(data()).is_ok());
}

TEST_F(Members, TrusteesRecoverTheLastSteward) {
  const FileId file = new_file(steward(), {kAssistance});
  std::vector<crypto::Share> one;
  one.push_back(must(crypto::Share::from_text(shares_[0].text())));
  EXPECT_FALSE(vault_->recover_member("Saule", one, "recovered by two trustees"));
  one.push_back(must(crypto::Share::from_text(shares_[2].text())));
  must(vault_->recover_member("Saule", one, "recovered by two trustees"));
  const Keyring again = must(vault_->sign_in("Saule", "recovered by two trustees"));
  EXPECT_TRUE(vault_->open_file(again, file).is_ok());
}

TEST_F(Members, SharesOfAnotherOrganisationAreRefused) {
  auto foreign = must(crypto::split(crypto::random_key(), 1, 1));
  const auto result = vault_->recover_member("Saule", foreign, "recovered by a stranger");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::invalid_input);
  EXPECT_TRUE(vault_->sign_in("Saule", kPassword).is_ok());
}

TEST_F(Members, ServerKeyOnAnotherMachineIsAskedFor) {
  vault_.reset();
  ::setenv("ARASHA_KEY_DIR", (root_ / "elsewhere").c_str(), 1);
  const auto closed = Vault::open(data(), clock_);
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error().code, ErrorCode::unavailable);
  std::vector<crypto::Share> two;
  two.push_back(must(crypto::Share::from_text(shares_[1].text())));
  two.push_back(must(crypto::Share::from_text(shares_[2].text())));
  must(recover_server_key(data(), two));
  open();
  EXPECT_TRUE(vault_->sign_in("Saule", kPassword).is_ok());
}

}  // namespace
}  // namespace arasha::vault

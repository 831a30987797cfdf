#include "vault/world.h"

namespace arasha::vault {
namespace {

using Circles = World;

TEST_F(Circles, PolicyDecidesWhoOpensNewFilesAndLeavesOldOnes) {
  Keyring doctor = member("Doctor");
  Keyring by = steward();
  must(vault_->join_circle(by, circle(CircleKind::health), doctor.member(), false));
  must(vault_->refresh(doctor));
  const FileId before = new_file(by, {kAssistance});
  must(vault_->change_policy(by, kAssistance, {circle(CircleKind::casework), circle(CircleKind::health)}));
  const FileId after = new_file(by, {kAssistance});
  EXPECT_FALSE(vault_->may_open(doctor, before, kAssistance));
  EXPECT_TRUE(vault_->may_open(doctor, after, kAssistance));
  EXPECT_TRUE(vault_->may_open(by, before, kAssistance));
  vault_.reset();
  EXPECT_TRUE(verify(data()).is_ok());
}

TEST_F(Circles, PolicyIsTheStewardsAndNeverEmpty) {
  const Keyring by = steward();
  Keyring casework = member("Caseworker");
  must(vault_->join_circle(by, circle(CircleKind::casework), casework.member(), true));
  must(vault_->refresh(casework));
  const auto policy = vault_->directory()->policy();
  EXPECT_FALSE(vault_->change_policy(casework, kAssistance, {circle(CircleKind::casework)}));
  EXPECT_FALSE(vault_->change_policy(by, kAssistance, {}));
  EXPECT_FALSE(vault_->change_policy(by, kAssistance, {CircleId()}));
  EXPECT_FALSE(vault_->change_policy(by, 99, {circle(CircleKind::casework)}));
  EXPECT_EQ(vault_->directory()->policy(), policy);
}

TEST_F(Circles, ACircleKeepsOneSteward) {
  const Keyring by = steward();
  const Keyring other = member("Aigul");
  const CircleId legal = circle(CircleKind::legal);
  EXPECT_FALSE(vault_->join_circle(by, legal, by.member(), false));
  must(vault_->join_circle(by, legal, other.member(), true));
  must(vault_->join_circle(by, legal, by.member(), false));
  const auto state = vault_->directory();
  EXPECT_TRUE(state->is_last_steward(other.member(), legal));
  EXPECT_FALSE(state->is_steward_of(by.member(), legal));
  EXPECT_TRUE(state->is_in(by.member(), legal));
}

}  // namespace
}  // namespace arasha::vault

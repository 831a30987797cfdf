// Fingerprints of what files may have in common.
#include "vault/world.h"

namespace arasha::vault {
namespace {

class Fingerprints : public World {
 protected:
  static constexpr Compartment kClues = 7;
};

TEST_F(Fingerprints, OneTextOneKeyOneFingerprint) {
  const Keyring by = steward();
  const FileId book = new_file(by, {kClues});
  const FileId other = new_file(by, {kClues});
  const auto once = must(vault_->fingerprints(by, book, kClues, {{"telephone 015554433", {"*", "-"}}, {"telephone 015554434", {"*"}}}));
  ASSERT_EQ(once.size(), 2U);
  ASSERT_EQ(once[0].size(), 2U);
  EXPECT_NE(once[0][0], once[0][1]);
  EXPECT_NE(once[0][0], once[1][0]);
  EXPECT_EQ(must(vault_->fingerprints(by, book, kClues, {{"telephone 015554433", {"*"}}}))[0][0], once[0][0]);
  // Another key, another fingerprint: who has one book cannot compare with another organisation's.
  EXPECT_NE(must(vault_->fingerprints(by, other, kClues, {{"telephone 015554433", {"*"}}}))[0][0], once[0][0]);
}

TEST_F(Fingerprints, ACompartmentThatIsOpenIsNotEnough) {
  const Keyring by = steward();
  const FileId book = new_file(by, {kClues});
  EXPECT_FALSE(vault_->fingerprints(by, book, kAssistance, {{"x", {"*"}}}));
  EXPECT_FALSE(vault_->fingerprints(by, crypto::random_id<FileId>(), kClues, {{"x", {"*"}}}));
}

TEST_F(Fingerprints, WithoutTheKeyNothingCanBeTried) {
  const FileId book = new_file(steward(), {kClues});
  Keyring health = member("Dana");
  must(vault_->join_circle(steward(), circle(CircleKind::health), health.member(), false));
  must(vault_->refresh(health));
  const auto tried = vault_->fingerprints(health, book, kClues, {{"telephone 015554433", {"*"}}});
  ASSERT_FALSE(tried);
  EXPECT_EQ(tried.error().code, ErrorCode::denied);
}

TEST_F(Fingerprints, WhoLeftTheCircleMakesNoMore) {
  const FileId book = new_file(steward(), {kClues});
  Keyring dana = member("Dana");
  must(vault_->join_circle(steward(), circle(CircleKind::legal), dana.member(), false));
  must(vault_->refresh(dana));
  EXPECT_TRUE(vault_->fingerprints(dana, book, kClues, {{"x", {"*"}}}));
  must(vault_->leave_circle(steward(), circle(CircleKind::legal), dana.member()));
  EXPECT_FALSE(vault_->fingerprints(dana, book, kClues, {{"x", {"*"}}}));
}

}  // namespace
}  // namespace arasha::vault

// The keys for other organisations, and whose keys count.
#include "vault/world.h"

namespace arasha::vault {
namespace {

class Exchange : public World {
 protected:
  static constexpr Compartment kReferral = 9;

  static PublicKeys some_keys() { return public_keys(crypto::random_key()); }
  Keyring second_steward(const std::string& name = "Aigul") {
    Keyring out = member(name);
    must(vault_->join_circle(steward(), circle(CircleKind::stewards), out.member(), false));
    must(vault_->refresh(out));
    return out;
  }
  const Partner* partner(OrganizationId id) {
    state_ = vault_->directory();
    return state_->partner(id);
  }
  OrganizationId other_ = crypto::random_id<OrganizationId>();
  std::shared_ptr<const Directory> state_;
};

TEST_F(Exchange, TheOwnKeysAreMadeByAStewardAndStay) {
  const Keyring by = steward();
  const FileId book = new_file(by, {kReferral});
  EXPECT_EQ(vault_->exchange_keys(by, book, kReferral, 0).error().code, ErrorCode::not_found);
  must(vault_->make_exchange_keys(by, book, kReferral));
  const PublicKeys made = must(vault_->exchange_keys(by, book, kReferral, 0)).public_keys();
  ASSERT_EQ(vault_->directory()->exchange().size(), 1U);
  EXPECT_EQ(vault_->directory()->exchange()[0], made);

  // Somebody leaves the circle: its key is another one, the organisation's keys are not.
  Keyring dana = member("Dana");
  must(vault_->join_circle(by, circle(CircleKind::referral), dana.member(), false));
  must(vault_->refresh(dana));
  EXPECT_EQ(must(vault_->exchange_keys(dana, book, kReferral, 0)).public_keys(), made);
  must(vault_->leave_circle(by, circle(CircleKind::referral), dana.member()));
  EXPECT_EQ(vault_->exchange_keys(dana, book, kReferral, 0).error().code, ErrorCode::denied);
  reopen();
  EXPECT_EQ(must(vault_->exchange_keys(steward(), book, kReferral, 0)).public_keys(), made);

  must(vault_->make_exchange_keys(steward(), book, kReferral));
  EXPECT_NE(must(vault_->exchange_keys(steward(), book, kReferral, 1)).public_keys(), made);
  EXPECT_EQ(must(vault_->exchange_keys(steward(), book, kReferral, 0)).public_keys(), made);  // opens what was on its way
}

TEST_F(Exchange, WithoutTheKeyOrTheRightNothingIsMade) {
  const FileId book = new_file(steward(), {kReferral});
  Keyring dana = member("Dana");
  EXPECT_EQ(vault_->make_exchange_keys(dana, book, kReferral).error().code, ErrorCode::denied);
  must(vault_->join_circle(steward(), circle(CircleKind::referral), dana.member(), false));
  must(vault_->refresh(dana));
  EXPECT_FALSE(vault_->make_exchange_keys(dana, book, kReferral));  // opens the book, is no steward
  EXPECT_TRUE(vault_->directory()->exchange().empty());
}

TEST_F(Exchange, AnotherBookGivesNoKeys) {
  const Keyring by = steward();
  must(vault_->make_exchange_keys(by, new_file(by, {kReferral}), kReferral));
  EXPECT_EQ(vault_->exchange_keys(by, new_file(by, {kReferral}), kReferral, 0).error().code, ErrorCode::damaged);
}

TEST_F(Exchange, APartnerCountsWhenTwoStewardsHaveCompared) {
  const Keyring first = steward();
  const Keyring second = second_steward();
  const PublicKeys keys = some_keys();
  must(vault_->compare_partner(first, other_, "Fund", keys));
  EXPECT_FALSE(partner(other_)->keys);
  EXPECT_EQ(partner(other_)->proposed, keys);
  EXPECT_FALSE(vault_->compare_partner(first, other_, "Fund", keys));  // one steward is not two
  must(vault_->compare_partner(second, other_, "Fund", keys));
  EXPECT_EQ(partner(other_)->keys, keys);
  EXPECT_FALSE(partner(other_)->proposed);
  EXPECT_FALSE(vault_->compare_partner(first, other_, "Fund", keys));  // nothing to compare any more
  reopen();
  EXPECT_EQ(partner(other_)->keys, keys);
}

TEST_F(Exchange, AChangedKeyStopsEverythingUntilItIsComparedAgain) {
  const Keyring first = steward();
  const Keyring second = second_steward();
  const PublicKeys old_keys = some_keys();
  const PublicKeys new_keys = some_keys();
  must(vault_->compare_partner(first, other_, "Fund", old_keys));
  must(vault_->compare_partner(second, other_, "Fund", old_keys));
  must(vault_->compare_partner(second, other_, "Fund", new_keys));
  EXPECT_FALSE(partner(other_)->keys);  // not the old ones either: somebody is wrong
  // The two see different keys: each is a new proposal, none counts.
  must(vault_->compare_partner(first, other_, "Fund", some_keys()));
  EXPECT_FALSE(partner(other_)->keys);
  must(vault_->compare_partner(second, other_, "Fund", new_keys));
  EXPECT_FALSE(partner(other_)->keys);
  must(vault_->compare_partner(first, other_, "Fund", new_keys));
  EXPECT_EQ(partner(other_)->keys, new_keys);
  EXPECT_EQ(partner(other_)->history, (std::vector{old_keys, new_keys}));
}

TEST_F(Exchange, OneStewardIsEnoughToStop) {
  const Keyring first = steward();
  const Keyring second = second_steward();
  const PublicKeys keys = some_keys();
  must(vault_->compare_partner(first, other_, "Fund", keys));
  must(vault_->compare_partner(second, other_, "Fund", keys));
  Keyring dana = member("Dana");
  EXPECT_FALSE(vault_->drop_partner(dana, other_));
  must(vault_->drop_partner(second, other_));
  EXPECT_FALSE(partner(other_)->keys);
  EXPECT_FALSE(vault_->drop_partner(second, other_));
  // And it takes two again.
  must(vault_->compare_partner(first, other_, "Fund", keys));
  EXPECT_FALSE(partner(other_)->keys);
}

TEST_F(Exchange, WhatCannotBeAPartner) {
  const Keyring by = steward();
  Keyring dana = member("Dana");
  EXPECT_FALSE(vault_->compare_partner(dana, other_, "Fund", some_keys()));
  EXPECT_FALSE(vault_->compare_partner(by, vault_->organization(), "Fund", some_keys()));
  EXPECT_FALSE(vault_->compare_partner(by, {}, "Fund", some_keys()));
  EXPECT_FALSE(vault_->compare_partner(by, other_, "", some_keys()));
  // Keys of small order: a box for one would be open to all, and anything would pass as signed by the other.
  PublicKeys weak = some_keys();
  weak.box = {};
  EXPECT_FALSE(vault_->compare_partner(by, other_, "Fund", weak));
  weak = some_keys();
  weak.signing = {1};
  EXPECT_FALSE(vault_->compare_partner(by, other_, "Fund", weak));
  // The keys of one partner under the name of another.
  const PublicKeys keys = some_keys();
  must(vault_->compare_partner(by, other_, "Fund", keys));
  EXPECT_FALSE(vault_->compare_partner(by, crypto::random_id<OrganizationId>(), "Shelter", keys));
}

TEST_F(Exchange, BlocksOfPartnersAreReadBackAsTheyWereWritten) {
  const PublicKeys keys = some_keys();
  for (const Operation& operation : {Operation(ExchangeKeysMade{3, keys}), Operation(PartnerCompared{other_, "Қор «Әділет»", keys}), Operation(PartnerDropped{other_})}) {
    const Bytes bytes = encode(Block{7, {}, crypto::random_id<MemberId>(), clock_.now(), operation});
    const Block again = must(decode_block(bytes));
    EXPECT_EQ(encode(again), bytes);
    EXPECT_EQ(again.operation.index(), operation.index());
    EXPECT_FALSE(decode_block(BytesView(bytes).first(bytes.size() - 1)));
  }
}

}  // namespace
}  // namespace arasha::vault

#include "organization/duties.h"

#include "vault/world.h"

namespace arasha::organization {
namespace {

using vault::CircleKind;
using vault::Keyring;
using vault::must;

class Duties : public vault::World {
 protected:
  std::vector<DutyKind> kinds() {
    std::vector<DutyKind> out;
    for (const Proposal& proposal : propose_duties(*vault_->directory())) out.push_back(proposal.kind);
    return out;
  }
  bool has(DutyKind kind) {
    const auto all = kinds();
    return std::find(all.begin(), all.end(), kind) != all.end();
  }
  Proposal one(DutyKind kind) {
    for (Proposal& proposal : propose_duties(*vault_->directory())) {
      if (proposal.kind == kind) return proposal;
    }
    ADD_FAILURE();
    return {};
  }
  void join(const Keyring& by, CircleKind kind, MemberId member, bool steward = false) { must(vault_->join_circle(by, circle(kind), member, steward)); }
};

TEST_F(Duties, NothingIsProposedToSomebodyAlone) {
  EXPECT_TRUE(kinds().empty());
  must(vault_->add_member(steward(), "Invited", false));  // not yet a person to give a duty to
  EXPECT_TRUE(kinds().empty());
}

TEST_F(Duties, TwoPeopleAreAskedForASecondStewardOnly) {
  const Keyring by = steward();
  const Keyring second = member("Aigul");
  EXPECT_EQ(kinds(), std::vector{DutyKind::lone_steward});
  const Proposal proposal = one(DutyKind::lone_steward);
  EXPECT_EQ(proposal.circles.size(), 9U);
  EXPECT_EQ(proposal.members, std::vector{by.member()});
  join(by, CircleKind::legal, second.member(), true);
  EXPECT_EQ(one(DutyKind::lone_steward).circles.size(), 8U);
}

TEST_F(Duties, ThreePeopleCanSeparate) {
  const Keyring by = steward();  // administrator, in every circle, the only auditor
  const Keyring second = member("Aigul");
  const Keyring third = member("Marat");
  EXPECT_EQ(kinds(), (std::vector{DutyKind::lone_steward, DutyKind::in_every_circle, DutyKind::administrator_reads, DutyKind::lone_auditor_works}));
  EXPECT_EQ(one(DutyKind::in_every_circle).members, std::vector{by.member()});
  const auto reads = one(DutyKind::administrator_reads);
  EXPECT_EQ(reads.members, std::vector{by.member()});
  const auto circles = reading_circles(*vault_->directory());
  EXPECT_EQ(reads.circles, circles);
  EXPECT_EQ(std::count(circles.begin(), circles.end(), circle(CircleKind::auditors)), 0);
  EXPECT_EQ(std::count(circles.begin(), circles.end(), circle(CircleKind::stewards)), 0);

  // Somebody who reads nothing looks at the record: proposed no more.
  join(by, CircleKind::auditors, third.member());
  EXPECT_FALSE(has(DutyKind::lone_auditor_works));
  EXPECT_FALSE(has(DutyKind::auditors_all_work));
  // She starts to work with cases herself.
  join(by, CircleKind::casework, third.member());
  EXPECT_TRUE(has(DutyKind::auditors_all_work));
  EXPECT_FALSE(has(DutyKind::lone_auditor_works));
  EXPECT_EQ(one(DutyKind::auditors_all_work).members.size(), 2U);
}

TEST_F(Duties, HealthIsForSomeOnly) {
  const Keyring by = steward();
  const Keyring second = member("Aigul");
  const Keyring third = member("Marat");
  EXPECT_FALSE(has(DutyKind::health_for_everybody));  // one caseworker is nobody to separate from
  join(by, CircleKind::casework, second.member());
  EXPECT_FALSE(has(DutyKind::health_for_everybody));
  join(by, CircleKind::health, second.member());
  EXPECT_TRUE(has(DutyKind::health_for_everybody));
  must(vault_->leave_circle(by, circle(CircleKind::health), second.member()));
  EXPECT_FALSE(has(DutyKind::health_for_everybody));
}

TEST_F(Duties, ClosedAccountsCountNoMore) {
  const Keyring by = steward();
  const Keyring second = member("Aigul");
  const Keyring third = member("Marat");
  must(vault_->close_member(by, second.member()));
  must(vault_->close_member(by, third.member()));
  EXPECT_TRUE(kinds().empty());
}

}  // namespace
}  // namespace arasha::organization

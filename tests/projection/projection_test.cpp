#include "projection/projection.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "base/check.h"
#include "projection/shelf.h"

namespace arasha::projection {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using vault::CircleKind;
using vault::Keyring;
using vault::must;

class ProjectionTest : public ShelfWorld {};

TEST_F(ProjectionTest, AnEmptyOrganisationShowsNothingAndIsNoError) {
  const Keyring by = steward();
  EXPECT_THAT(aliases(by), IsEmpty());
  EXPECT_THAT(people(by, "Aliya"), IsEmpty());
}

TEST_F(ProjectionTest, FollowsWhatIsWrittenAfterTheFirstLook) {
  const Keyring by = steward();
  const FileId first = add_case(by, "Amber Elk");
  EXPECT_THAT(aliases(by), ElementsAre("Amber Elk"));
  add_case(by, "Brave Fox");
  EXPECT_THAT(aliases(by), ElementsAre("Amber Elk", "Brave Fox"));
  must(vault_->append(by, {change_with(first, 1, ASSISTANCE, case_card("Calm Owl"))}));
  EXPECT_THAT(aliases(by), ElementsAre("Brave Fox", "Calm Owl"));
}

TEST_F(ProjectionTest, FollowsAnotherProcess) {
  const Keyring by = steward();
  const FileId file = add_case(by, "Amber Elk");
  EXPECT_THAT(aliases(by), ElementsAre("Amber Elk"));
  const auto other = must(vault::Vault::open(data(), clock_));
  const Keyring there = must(other->sign_in("Saule", kPassword));
  add(*other, there, ASSISTANCE, case_card("Brave Fox"));
  must(other->append(there, {change_with(file, 1, ASSISTANCE, case_card("Calm Owl"))}));
  EXPECT_THAT(aliases(by), ElementsAre("Brave Fox", "Calm Owl"));
}

TEST_F(ProjectionTest, ReadingsDoNotCountAsMoves) {
  const Keyring by = steward();
  add_case(by, "Amber Elk");
  aliases(by);
  const std::uint64_t version = must(tables_->projection().enter(by, ASSISTANCE)).version();
  for (int i = 0; i < 5; ++i) must(vault_->record(by, vault::Action::listed, FileId(), 1));
  EXPECT_EQ(must(tables_->projection().enter(by, ASSISTANCE)).version(), version);
}

TEST_F(ProjectionTest, WhoIsInNoCircleSeesNothing) {
  const Keyring by = steward();
  const FileId file = add_case(by, "Amber Elk");
  EXPECT_THAT(aliases(by), SizeIs(1));
  const Keyring stranger = member("Dana");
  EXPECT_THAT(aliases(stranger), IsEmpty());
  const Access access = must(tables_->projection().enter(stranger, ASSISTANCE));
  EXPECT_EQ(access.views(), 0U);
  EXPECT_FALSE(access.find(file));
  EXPECT_FALSE(access.sees(0));
  EXPECT_FALSE(access.sees(4'000'000'000U));
}

TEST_F(ProjectionTest, AnotherCompartmentIsAnotherCircle) {
  const Keyring by = steward();
  add(*vault_, by, IDENTITY, person_card("Нұрланқызы Әлия"));
  Keyring auditor = member("Dana");
  must(vault_->join_circle(by, circle(CircleKind::auditors), auditor.member(), false));
  must(vault_->refresh(auditor));
  EXPECT_THAT(people(by, "Aliya Nurlankyzy"), SizeIs(1));
  EXPECT_THAT(people(auditor, "Aliya Nurlankyzy"), IsEmpty());
}

TEST_F(ProjectionTest, WhoLeavesTheCircleSeesNothingAtTheNextRequest) {
  Keyring by = steward();
  const Keyring worker = caseworker("Dana");
  add_case(by, "Amber Elk");
  EXPECT_THAT(aliases(worker), SizeIs(1));
  must(vault_->leave_circle(by, circle(CircleKind::casework), worker.member()));
  EXPECT_THAT(aliases(worker), IsEmpty());
  // The one who stays holds an old key until she takes the new one.
  EXPECT_THAT(aliases(by), IsEmpty());
  must(vault_->refresh(by));
  EXPECT_THAT(aliases(by), ElementsAre("Amber Elk"));
  add_case(by, "Brave Fox");
  EXPECT_THAT(aliases(by), ElementsAre("Amber Elk", "Brave Fox"));
  EXPECT_THAT(aliases(worker), IsEmpty());
}

TEST_F(ProjectionTest, WhoLeavesTheCircleInAnotherProcessSeesNothing) {
  const Keyring worker = caseworker("Dana");
  add_case(worker, "Amber Elk");
  EXPECT_THAT(aliases(worker), SizeIs(1));
  const auto other = must(vault::Vault::open(data(), clock_));
  must(other->leave_circle(must(other->sign_in("Saule", kPassword)), circle(CircleKind::casework),
                           worker.member()));
  EXPECT_THAT(aliases(worker), IsEmpty());
}

TEST_F(ProjectionTest, AClosedOrReadmittedMemberSeesNothing) {
  const Keyring by = steward();
  const Keyring closed = caseworker("Dana");
  const Keyring forgot = caseworker("Erlan");
  add_case(by, "Amber Elk", std::vector{by.member(), closed.member(), forgot.member()});
  EXPECT_THAT(aliases(closed), SizeIs(1));
  EXPECT_THAT(aliases(forgot), SizeIs(1));
  Keyring now = steward();
  must(vault_->close_member(now, closed.member()));
  EXPECT_THAT(aliases(closed), IsEmpty());
  now = steward();
  const auto invitation = must(vault_->readmit_member(now, forgot.member()));
  EXPECT_THAT(aliases(forgot), IsEmpty());
  // Back with new keys: the old ones still open nothing.
  const Keyring back = must(vault_->activate("Erlan", invitation.code, "another long passphrase"));
  must(vault_->verify_member(steward(), back.member(), vault_->directory()->member(back.member())->keys));
  EXPECT_THAT(aliases(back), IsEmpty());
  EXPECT_THAT(aliases(forgot), IsEmpty());
}

TEST_F(ProjectionTest, RestrictedFilesAreSeenByThoseNamed) {
  const Keyring by = steward();
  const Keyring named = member("Dana");
  const Keyring other = caseworker("Erlan");
  add_case(by, "Amber Elk", std::vector{by.member(), named.member()});
  add_case(by, "Brave Fox");
  EXPECT_THAT(aliases(by), ElementsAre("Amber Elk", "Brave Fox"));
  EXPECT_THAT(aliases(named), ElementsAre("Amber Elk"));
  EXPECT_THAT(aliases(other), ElementsAre("Brave Fox"));
  add_case(by, "Calm Owl", std::vector{named.member()});
  EXPECT_THAT(aliases(by), ElementsAre("Amber Elk", "Brave Fox"));
  EXPECT_THAT(aliases(named), ElementsAre("Amber Elk", "Calm Owl"));
}

// Somebody who can alter the server's sessions makes a keyring that says it is hers.
TEST_F(ProjectionTest, AForgedKeyOpensNeitherANewViewNorOneThatIsThere) {
  const Keyring by = steward();
  const Keyring worker = caseworker("Dana");
  add_case(by, "Amber Elk", std::vector{worker.member()});
  add_case(by, "Brave Fox");
  const auto forged = [&] {
    Keyring out(worker.member(), crypto::random_key());
    out.add_circle(circle(CircleKind::casework), 0, crypto::random_key());
    return out;
  };
  EXPECT_THAT(aliases(forged()), IsEmpty());
  EXPECT_THAT(aliases(worker), SizeIs(2));
  EXPECT_THAT(aliases(forged()), IsEmpty());
  EXPECT_THAT(aliases(worker), SizeIs(2));
}

TEST_F(ProjectionTest, ProofsDifferByCircleGenerationAndKey) {
  Keyring ring(crypto::random_id<MemberId>(), crypto::random_key());
  const auto one = crypto::random_id<CircleId>();
  const auto two = crypto::random_id<CircleId>();
  const crypto::Key seed = crypto::random_key();
  ring.add_circle(one, 0, seed.clone());
  ring.add_circle(one, 1, seed.clone());
  ring.add_circle(two, 0, seed.clone());
  const std::set<crypto::Hash> proofs{*ring.proof(one, 0), *ring.proof(one, 1), *ring.proof(two, 0),
                                      ring.proof()};
  EXPECT_THAT(proofs, SizeIs(4));
  EXPECT_EQ(ring.proof(one, 0), ring.proof(one, 0));
  EXPECT_FALSE(ring.proof(one, 2));
  EXPECT_FALSE(ring.proof(crypto::random_id<CircleId>(), 0));
}

TEST_F(ProjectionTest, AnEmptiedCardIsGone) {
  const Keyring by = steward();
  const FileId file = add(*vault_, by, IDENTITY, person_card("Ахметов Марат"));
  EXPECT_THAT(people(by, "Akhmetov Marat"), ElementsAre(file));
  must(vault_->append(by, {change_with(file, 1, IDENTITY, PersonCard())}));
  EXPECT_THAT(people(by, "Akhmetov Marat"), IsEmpty());
  tables_ = std::make_unique<Tables>(*vault_);
  EXPECT_THAT(people(by, "Akhmetov Marat"), IsEmpty());
}

TEST_F(ProjectionTest, BytesThatAreNoCardAreAnAbsentRow) {
  const Keyring by = steward();
  new_file(by, {ASSISTANCE, IDENTITY}, "\xff\xff\xff");
  add_case(by, "Brave Fox");
  EXPECT_THAT(aliases(by), ElementsAre("Brave Fox"));
  EXPECT_THAT(people(by, "xff"), IsEmpty());
}

TEST_F(ProjectionTest, ManyMovesAreLoadedAnew) {
  const Keyring by = steward();
  const FileId gone = add_case(by, "Amber Elk");
  EXPECT_THAT(aliases(by), SizeIs(1));
  std::vector<vault::FileChange> changes;
  for (int i = 0; i < 2100; ++i) {
    changes.push_back(
        change_with(crypto::random_id<FileId>(), 0, ASSISTANCE, case_card("Case " + std::to_string(i))));
  }
  changes.push_back(change_with(gone, 1, ASSISTANCE, CaseCard()));
  must(vault_->append(by, changes));
  const Access access = must(tables_->projection().enter(by, ASSISTANCE));
  EXPECT_EQ(tables_->cases().list(access, {}).total, 2100U);
  EXPECT_FALSE(access.find(gone));
}

TEST_F(ProjectionTest, IsWipedWhenTheLastUserLeaves) {
  const Keyring by = steward();
  const Keyring worker = caseworker("Dana");
  for (int i = 0; i < 50; ++i) add_case(by, "Case " + std::to_string(i));
  add_case(by, "Restricted", std::vector{by.member()});
  aliases(by);
  aliases(worker);
  tables_->projection().keep_only({worker.member()});
  {
    const Access access = must(tables_->projection().enter(worker, ASSISTANCE));
    CaseQuery restricted;
    restricted.alias = "restricted";
    EXPECT_EQ(tables_->cases().list(access, {}).total, 50U);
  }
  tables_->projection().keep_only({});
  EXPECT_LT(tables_->projection().bytes(), 4096U);
  EXPECT_EQ(tables_->cases().bytes(), CaseTable().bytes());
  EXPECT_THAT(aliases(by), SizeIs(51));
}

TEST_F(ProjectionTest, MoreViewsThanBitsAreAnError) {
  const Keyring by = steward();
  std::vector<Keyring> members;
  std::vector<vault::FileChange> changes;
  for (int i = 0; i < 65; ++i) {
    const std::string name = "Member " + std::to_string(i);
    const auto invitation = must(vault_->add_member(by, name, false));
    members.push_back(must(vault_->activate(name, invitation.code, "a long passphrase of hers")));
    must(vault_->verify_member(by, invitation.member, vault::public_keys(members.back().seed())));
    changes.push_back(change_with(crypto::random_id<FileId>(), 0, ASSISTANCE, case_card("Amber Elk")));
    changes.back().only_members = std::vector{invitation.member};
  }
  must(vault_->append(by, changes));
  for (int i = 0; i < 64; ++i) EXPECT_THAT(aliases(members[static_cast<std::size_t>(i)]), SizeIs(1));
  const auto refused = tables_->projection().enter(members[64], ASSISTANCE);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::full);
  EXPECT_THAT(aliases(members[0]), SizeIs(1));
  tables_->projection().keep_only({members[0].member()});
  EXPECT_THAT(aliases(members[64]), SizeIs(1));
}

TEST_F(ProjectionTest, AThreadHasOneAccessAtATime) {
  const Keyring by = steward();
  auto first = must(tables_->projection().enter(by, ASSISTANCE));
  EXPECT_THROW(static_cast<void>(tables_->projection().enter(by, IDENTITY)), Bug);
  EXPECT_THROW(static_cast<void>(tables_->projection().enter(by, ASSISTANCE)), Bug);
  { const Access moved = std::move(first); }
  EXPECT_TRUE(tables_->projection().enter(by, IDENTITY));
  EXPECT_THROW(static_cast<void>(tables_->projection().enter(by, FACTS)), Bug);  // nobody attached a table
}

TEST_F(ProjectionTest, ReadersAndAWriterAtOnce) {
  const Keyring by = steward();
  const Keyring worker = caseworker("Dana");
  constexpr int kFiles = 30;
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (int i = 0; i < kFiles; ++i) {
      add_case(by, "Case " + std::to_string(i),
               i % 3 == 0 ? std::optional(std::vector{by.member()}) : std::nullopt);
    }
    done = true;
  });
  const auto look = [&](const Keyring& reader) {
    std::size_t before = 0;
    while (!done) {
      const std::size_t now = aliases(reader).size();
      EXPECT_GE(now, before);
      before = now;
      tables_->projection().keep_only({by.member(), worker.member()});
    }
  };
  std::thread one([&] { look(by); });
  std::thread two([&] { look(worker); });
  writer.join();
  one.join();
  two.join();
  EXPECT_THAT(aliases(by), SizeIs(kFiles));
  EXPECT_THAT(aliases(worker), SizeIs(kFiles - kFiles / 3));
}

}  // namespace
}  // namespace arasha::projection

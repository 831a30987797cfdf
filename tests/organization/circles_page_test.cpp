#include "organization/site_world.h"

namespace arasha::organization {
namespace {

using CirclesPage = SiteWorld;

TEST_F(CirclesPage, AddMakeStewardStepDownRemove) {
  const MemberId id = somebody("Aigul");
  Browser steward = saule();
  const std::string legal = of(CircleKind::legal);
  EXPECT_TRUE(says(steward.get(legal), id.text()));  // offered
  EXPECT_EQ(steward.post(legal + "/add", {{"member", id.text()}}).status, 303);
  EXPECT_EQ(steward.post(legal + "/add", {{"member", id.text()}}).status, 400);
  EXPECT_EQ(steward.post(legal + "/add", {{"member", "nobody"}}).status, 400);

  EXPECT_EQ(steward.get(legal + "/steward/" + id.text()).status, 200);
  EXPECT_EQ(steward.post(legal + "/steward/" + id.text(), {}).status, 303);
  EXPECT_TRUE(vault_->directory()->is_steward_of(id, circle(CircleKind::legal)));
  EXPECT_EQ(steward.post(legal + "/steward/" + id.text(), {}).status, 303);
  EXPECT_FALSE(vault_->directory()->is_steward_of(id, circle(CircleKind::legal)));

  const auto generation = vault_->directory()->circle(CircleKind::legal)->generation();
  EXPECT_EQ(steward.get(legal + "/remove/" + id.text()).status, 200);
  EXPECT_EQ(vault_->directory()->circle(CircleKind::legal)->generation(), generation);
  EXPECT_EQ(steward.post(legal + "/remove/" + id.text(), {}).status, 303);
  EXPECT_FALSE(vault_->directory()->is_in(id, CircleKind::legal));
  EXPECT_EQ(vault_->directory()->circle(CircleKind::legal)->generation(), generation + 1);
  EXPECT_EQ(steward.get(legal + "/remove/" + id.text()).status, 404);
}

TEST_F(CirclesPage, TheLastStewardStaysAndNobodyLeavesAlone) {
  Browser steward = saule();
  const std::string self = World::steward().member().text();
  const std::string legal = of(CircleKind::legal);
  const auto page = steward.get(legal);
  EXPECT_FALSE(says(page, legal + "/steward/" + self));
  EXPECT_FALSE(says(page, legal + "/remove/" + self));
  EXPECT_EQ(steward.post(legal + "/steward/" + self, {}).status, 403);
  EXPECT_EQ(steward.post(legal + "/remove/" + self, {}).status, 403);
  EXPECT_TRUE(vault_->directory()->is_steward_of(World::steward().member(), circle(CircleKind::legal)));
}

TEST_F(CirclesPage, UnverifiedPeopleAreNotOffered) {
  const auto invitation = must(vault_->add_member(World::steward(), "Marat", false));
  must(vault_->activate("Marat", invitation.code, kHers));
  Browser steward = saule();
  EXPECT_FALSE(says(steward.get(of(CircleKind::legal)), invitation.member.text()));
  EXPECT_EQ(steward.post(of(CircleKind::legal) + "/add", {{"member", invitation.member.text()}}).status, 403);
  EXPECT_FALSE(vault_->directory()->is_in(invitation.member, CircleKind::legal));
}

TEST_F(CirclesPage, OnlyItsStewardsChangeACircle) {
  const MemberId id = somebody("Aigul", {CircleKind::legal});
  const MemberId other = somebody("Marat", {CircleKind::casework});
  Browser aigul = as("Aigul");
  const std::string legal = of(CircleKind::legal);
  EXPECT_EQ(aigul.get(legal).status, 200);
  EXPECT_FALSE(says(aigul.get(legal), legal + "/add"));
  EXPECT_EQ(aigul.post(legal + "/add", {{"member", other.text()}}).status, 403);
  EXPECT_EQ(aigul.post(legal + "/steward/" + id.text(), {}).status, 403);
  EXPECT_EQ(aigul.post(legal + "/remove/" + id.text(), {}).status, 403);
  EXPECT_EQ(aigul.get("/circles/policy/3").status, 403);
  EXPECT_EQ(aigul.post("/circles/policy/3", {{"circles", circle(CircleKind::legal).text()}}).status, 403);
}

TEST_F(CirclesPage, PolicyIsChosenFromCirclesAndNeverEmpty) {
  Browser steward = saule();
  const auto before = vault_->directory()->policy();
  EXPECT_EQ(steward.get("/circles/policy/2").status, 200);
  EXPECT_EQ(steward.post("/circles/policy/2", {}).status, 400);
  EXPECT_EQ(steward.post("/circles/policy/2", {{"circles", CircleId().text()}}).status, 404);
  EXPECT_EQ(steward.post("/circles/policy/12", {{"circles", circle(CircleKind::health).text()}}).status, 404);
  EXPECT_EQ(steward.get("/circles/policy/x").status, 404);
  EXPECT_EQ(vault_->directory()->policy(), before);
  const std::string health = circle(CircleKind::health).text();
  EXPECT_EQ(steward.post("/circles/policy/2", {{"circles", health}, {"circles", circle(CircleKind::legal).text()}, {"circles", health}}).status, 303);
  EXPECT_EQ(vault_->directory()->readers(2).size(), 2U);
}

// The matrix says what the keys do: compared for every member with what the vault really opens.
TEST_F(CirclesPage, TheMatrixAgreesWithTheKeys) {
  somebody("Caseworker", {CircleKind::casework});
  somebody("Doctor", {CircleKind::health});
  somebody("Night", {CircleKind::duty, CircleKind::hotline});
  somebody("Counter", {CircleKind::statistics});
  somebody("Nobody");
  const FileId file = new_file(World::steward(), {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
  const auto state = vault_->directory();
  for (const auto& [id, member] : state->members()) {
    const Keyring keyring = must(vault_->sign_in(member.name, member.name == "Saule" ? kPassword : kHers));
    const auto told = opened_to(*state, id);
    for (const vault::Compartment compartment : compartments()) {
      EXPECT_EQ(std::count(told.begin(), told.end(), compartment) == 1, vault_->may_open(keyring, file, compartment)) << member.name << int(compartment);
    }
  }
}

TEST_F(CirclesPage, ProposalsAreForThoseWhoCanAct) {
  somebody("Aigul", {CircleKind::casework});
  somebody("Marat", {CircleKind::casework});
  EXPECT_TRUE(says(saule().get("/circles"), "Duties that could be separated"));
  EXPECT_FALSE(says(as("Aigul").get("/circles"), "Duties that could be separated"));
}

}  // namespace
}  // namespace arasha::organization

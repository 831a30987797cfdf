#include "organization/site_world.h"
#include "vault/spoken.h"

namespace arasha::organization {
namespace {

using MembersPage = SiteWorld;

std::string code_in(const web::Response& response) {
  static const std::regex code("[0-9a-z]{4}(-[0-9a-z]{4}){5}");
  std::smatch found;
  EXPECT_TRUE(std::regex_search(response.body, found, code)) << response.body;
  return found[0];
}

TEST_F(MembersPage, FromTheInvitationToTheFirstCircle) {
  Browser steward = saule();
  EXPECT_EQ(steward.get("/members/new").status, 200);
  const auto invited = steward.post("/members/new", {{"name", "Aigul"}});
  ASSERT_EQ(invited.status, 200) << invited.body;
  const std::string code = code_in(invited);
  const MemberId id = [&] {
    for (const auto& [member, one] : vault_->directory()->members()) {
      if (one.name == "Aigul") return member;
    }
    return MemberId();
  }();
  EXPECT_FALSE(says(steward.get("/members"), code));  // shown once
  EXPECT_FALSE(says(steward.get(of(id)), code));

  // The invited person chooses a passphrase and is led to what she waits for.
  Browser aigul = browser();
  ASSERT_EQ(aigul.get("/activate").status, 200);
  const auto mistyped = aigul.post("/activate", {{"name", "Aigul"}, {"code", code}, {"fresh", kHers}, {"again", "another passphrase"}});
  EXPECT_EQ(mistyped.status, 400);
  EXPECT_FALSE(says(mistyped, kHers));  // a passphrase is never written back
  EXPECT_EQ(aigul.post("/activate", {{"name", "Aigul"}, {"code", code}, {"fresh", "short"}, {"again", "short"}}).status, 400);
  EXPECT_EQ(aigul.post("/activate", {{"name", "Aigul"}, {"code", "0000"}, {"fresh", kHers}, {"again", kHers}}).status, 403);
  const auto active = aigul.post("/activate", {{"name", "Aigul"}, {"code", code}, {"fresh", kHers}, {"again", kHers}});
  ASSERT_EQ(active.status, 303) << active.body;
  const auto welcome = aigul.follow(active);
  const std::string words = vault::fingerprint_words(vault_->directory()->member(id)->keys);
  EXPECT_TRUE(says(welcome, words)) << welcome.body;
  EXPECT_TRUE(says(aigul.get("/account"), words));
  EXPECT_EQ(aigul.get("/members").status, 303);
  EXPECT_EQ(aigul.get("/settings").status, 303);

  // The steward sees the same words and confirms only by saying so.
  const std::string verify = of(id) + "/verify";
  EXPECT_TRUE(says(steward.get(verify), words));
  EXPECT_EQ(steward.post(verify, {{"words", words}}).status, 400);
  EXPECT_EQ(steward.post(verify, {{"words", "bado kilu"}, {"compared", "yes"}}).status, 409);
  EXPECT_EQ(vault_->directory()->member(id)->status, vault::MemberStatus::unverified);
  steward.get(verify);
  EXPECT_EQ(steward.post(verify, {{"words", words}, {"compared", "yes"}}).status, 303);
  EXPECT_EQ(vault_->directory()->member(id)->status, vault::MemberStatus::verified);

  // Confirmed, in no circle: the page names the stewards of each circle.
  EXPECT_TRUE(says(aigul.get("/welcome"), "Saule"));
  steward.get(of(CircleKind::casework));
  EXPECT_EQ(steward.post(of(CircleKind::casework) + "/add", {{"member", id.text()}}).status, 303);
  EXPECT_EQ(aigul.get("/welcome").status, 303);
  EXPECT_EQ(aigul.get("/circles").status, 200);
  EXPECT_EQ(aigul.get("/members").status, 200);
  EXPECT_EQ(aigul.get("/settings").status, 403);
}

TEST_F(MembersPage, ATakenNameIsSaidBesideTheField) {
  Browser steward = saule();
  steward.get("/members/new");
  const auto taken = steward.post("/members/new", {{"name", "SAULE"}});
  EXPECT_EQ(taken.status, 409);
  EXPECT_TRUE(says(taken, "href=\"#name\"")) << taken.body;
  EXPECT_EQ(steward.post("/members/new", {{"name", "  "}}).status, 400);
  EXPECT_EQ(steward.post("/members/new", {{"name", "<b>" + std::string(200, 'x')}}).status, 400);
  EXPECT_EQ(vault_->directory()->members().size(), 1U);
}

TEST_F(MembersPage, NamesAreTextEverywhere) {
  const MemberId id = somebody("<script>alert(1)</script>", {CircleKind::legal});
  Browser steward = saule();
  for (const std::string& address : {std::string("/members"), of(id), std::string("/circles"), of(CircleKind::legal), of(id) + "/close", std::string("/readings"),
                                     of(CircleKind::legal) + "/remove/" + id.text()}) {
    const auto page = steward.get(address);
    EXPECT_EQ(page.status, 200) << address;
    EXPECT_FALSE(says(page, "<script>alert")) << address;
    EXPECT_TRUE(says(page, "&lt;script&gt;")) << address;
  }
}

TEST_F(MembersPage, ClosingAsksFirstAndEndsTheSession) {
  const MemberId id = somebody("Aigul", {CircleKind::casework});
  Browser aigul = as("Aigul");
  Browser steward = saule();
  const auto question = steward.get(of(id) + "/close");
  EXPECT_TRUE(says(question, "Aigul"));
  EXPECT_EQ(vault_->directory()->member(id)->status, vault::MemberStatus::verified);
  EXPECT_EQ(steward.post(of(id) + "/close", {}).status, 303);
  EXPECT_EQ(vault_->directory()->member(id)->status, vault::MemberStatus::closed);
  EXPECT_FALSE(vault_->directory()->is_in(id, CircleKind::casework));
  EXPECT_EQ(aigul.get("/account").status, 303);  // to the sign-in page
  EXPECT_EQ(steward.get(of(id)).status, 200);    // what she wrote keeps its name
  EXPECT_EQ(steward.post(of(id) + "/close", {}).status, 303);
}

TEST_F(MembersPage, ForgottenPassphraseGivesANewCode) {
  const MemberId id = somebody("Aigul", {CircleKind::casework});
  Browser steward = saule();
  steward.get(of(id) + "/readmit");
  const auto code_page = steward.post(of(id) + "/readmit", {});
  ASSERT_EQ(code_page.status, 200);
  const std::string code = code_in(code_page);
  EXPECT_EQ(vault_->directory()->member(id)->status, vault::MemberStatus::invited);
  Browser aigul = browser();
  aigul.get("/activate");
  EXPECT_EQ(aigul.post("/activate", {{"name", "Aigul"}, {"code", code}, {"fresh", "a second passphrase of hers"}, {"again", "a second passphrase of hers"}}).status, 303);
}

TEST_F(MembersPage, WhoeverIsNoStewardOfACircleIsSentToOneWhoIs) {
  const MemberId id = somebody("Aigul", {CircleKind::casework});
  somebody("Second steward", {CircleKind::stewards});
  Browser second = as("Second steward");
  const auto answer = second.get(of(id) + "/close");
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(says(answer, "Saule")) << answer.body;
  EXPECT_EQ(second.post(of(id) + "/close", {}).status, 409);
  EXPECT_EQ(vault_->directory()->member(id)->status, vault::MemberStatus::verified);
}

TEST_F(MembersPage, OthersAndOneselfAreOutOfReach) {
  somebody("Aigul", {CircleKind::casework});
  const MemberId other = somebody("Marat", {CircleKind::casework});
  Browser aigul = as("Aigul");
  for (const char* step : {"/close", "/readmit"}) {
    EXPECT_EQ(aigul.get(of(other) + step).status, 403) << step;
    EXPECT_EQ(aigul.post(of(other) + step, {}).status, 403) << step;
  }
  EXPECT_EQ(aigul.get("/members/new").status, 403);
  EXPECT_EQ(aigul.post("/members/new", {{"name", "New"}}).status, 403);
  Browser steward = saule();
  const MemberId self = World::steward().member();
  EXPECT_EQ(steward.post(of(self) + "/close", {}).status, 403);
  EXPECT_EQ(steward.get("/members/nobody").status, 404);
  EXPECT_EQ(steward.get(of(MemberId())).status, 404);
  EXPECT_EQ(vault_->directory()->members().size(), 3U);
}

}  // namespace
}  // namespace arasha::organization

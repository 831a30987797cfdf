#include "organization/site_world.h"
#include "vault/spoken.h"

namespace arasha::organization {
namespace {

using AccountPage = SiteWorld;

TEST_F(AccountPage, NewPassphraseEndsTheOtherSessions) {
  somebody("Aigul", {CircleKind::casework});
  Browser here = as("Aigul");
  Browser elsewhere = as("Aigul");
  constexpr const char* kNew = "five quite new words here";
  here.get("/account/passphrase");
  const auto wrong = here.post("/account/passphrase", {{"current", "not the present one"}, {"fresh", kNew}, {"again", kNew}});
  EXPECT_EQ(wrong.status, 403);
  EXPECT_TRUE(says(wrong, "href=\"#current\"")) << wrong.body;
  EXPECT_EQ(here.post("/account/passphrase", {{"current", kHers}, {"fresh", kNew}, {"again", "other"}}).status, 400);
  const auto weak = here.post("/account/passphrase", {{"current", kHers}, {"fresh", "passwordpassword"}, {"again", "passwordpassword"}});
  EXPECT_EQ(weak.status, 400);
  EXPECT_TRUE(says(weak, "href=\"#fresh\""));
  EXPECT_FALSE(says(weak, "passwordpassword"));
  EXPECT_EQ(elsewhere.get("/account").status, 200);

  EXPECT_EQ(here.post("/account/passphrase", {{"current", kHers}, {"fresh", kNew}, {"again", kNew}}).status, 303);
  EXPECT_EQ(here.get("/account").status, 200);
  EXPECT_EQ(elsewhere.get("/account").status, 303);
  Browser again = browser();
  again.sign_in("Aigul", kNew);
}

TEST_F(AccountPage, SaysWhoIAmAndWhatIMayOpen) {
  const MemberId id = somebody("Aigul", {CircleKind::health});
  const auto page = as("Aigul").get("/account");
  EXPECT_TRUE(says(page, "Aigul"));
  EXPECT_TRUE(says(page, "Centre"));
  EXPECT_TRUE(says(page, of(CircleKind::health)));
  EXPECT_FALSE(says(page, of(CircleKind::casework)));
  EXPECT_TRUE(says(page, vault::fingerprint_words(vault_->directory()->member(id)->keys)));
}

TEST_F(AccountPage, TheOfferedPassphraseIsNewEachTime) {
  Browser anyone = browser();
  const std::regex offer("class=\"arasha-spoken\"[^>]*>([^<]+)<");
  std::smatch first;
  std::smatch second;
  const std::string one = anyone.get("/activate").body;
  const std::string two = anyone.get("/activate").body;
  ASSERT_TRUE(std::regex_search(one, first, offer));
  ASSERT_TRUE(std::regex_search(two, second, offer));
  EXPECT_NE(first[1], second[1]);
  EXPECT_TRUE(crypto::check_new_password(first[1].str()).is_ok());
}

TEST_F(AccountPage, RenamingTheOrganisationIsForStewards) {
  somebody("Aigul", {CircleKind::casework});
  Browser aigul = as("Aigul");
  aigul.get("/account");
  EXPECT_EQ(aigul.post("/settings", {{"name", "Mine"}}).status, 403);
  Browser steward = saule();
  EXPECT_EQ(steward.get("/settings").status, 200);
  EXPECT_EQ(steward.post("/settings", {{"name", " "}}).status, 400);
  EXPECT_EQ(steward.post("/settings", {{"name", std::string(101, 'x')}}).status, 400);
  EXPECT_EQ(vault_->directory()->name(), "Centre");
  EXPECT_EQ(steward.post("/settings", {{"name", "Sana"}}).status, 303);
  EXPECT_EQ(vault_->directory()->name(), "Sana");
  EXPECT_TRUE(says(steward.get("/settings"), vault::fingerprint_words(*vault_->directory())));
}

}  // namespace
}  // namespace arasha::organization

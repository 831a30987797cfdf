#include "web/session.h"

#include "vault/world.h"

namespace arasha::web {
namespace {

using vault::must;
using SessionTest = vault::World;

TEST_F(SessionTest, TokenOpensTheKeysAndNothingElseDoes) {
  Sessions sessions(*vault_, {});
  const vault::Keyring by = steward();
  const FileId file = new_file(by, {kAssistance});
  const std::string token = sessions.start(by);
  const auto open = sessions.find(token);
  ASSERT_TRUE(open.has_value());
  EXPECT_TRUE(vault_->open_file(open->keyring, file).is_ok());
  std::string wrong = token;
  wrong[0] = wrong[0] == '0' ? '1' : '0';
  for (const std::string& bad : {wrong, std::string(), std::string("x"), token + "0"}) EXPECT_FALSE(sessions.find(bad)) << bad;
  EXPECT_TRUE(Sessions::is_csrf_of(token, open->csrf));
  EXPECT_FALSE(Sessions::is_csrf_of(wrong, open->csrf));
  EXPECT_FALSE(Sessions::is_csrf_of(token, ""));
}

TEST_F(SessionTest, EndsWhenIdleAndAfterTheWholeTime) {
  Sessions sessions(*vault_, {});
  const vault::Keyring by = steward();
  const std::string idle = sessions.start(by);
  const std::string busy = sessions.start(by);
  clock_.advance(std::chrono::minutes(14));
  EXPECT_TRUE(sessions.find(busy).has_value());
  clock_.advance(std::chrono::minutes(2));
  EXPECT_FALSE(sessions.find(idle));
  EXPECT_EQ(sessions.ended(idle), by.member());  // remembered, for drafts
  for (int i = 0; i < 70; ++i) {
    clock_.advance(std::chrono::minutes(9));
    sessions.find(busy);
  }
  EXPECT_FALSE(sessions.find(busy));
}

TEST_F(SessionTest, SignedOutAndClosedAccountsEndAtOnce) {
  Sessions sessions(*vault_, {});
  const vault::Keyring aigul = member("Aigul");
  const std::string first = sessions.start(aigul);
  const std::string second = sessions.start(aigul);
  EXPECT_EQ(sessions.count(aigul.member()), 2U);
  sessions.end(first);
  EXPECT_FALSE(sessions.find(first));
  EXPECT_FALSE(sessions.ended(first));
  EXPECT_TRUE(sessions.find(second).has_value());
  must(vault_->close_member(steward(), aigul.member()));
  EXPECT_FALSE(sessions.find(second));
}

TEST_F(SessionTest, TellsWhoIsStillSignedIn) {
  Sessions sessions(*vault_, {});
  std::vector<std::set<MemberId>> heard;
  sessions.on_fewer([&](const std::set<MemberId>& present) { heard.push_back(present); });
  const vault::Keyring saule = steward();
  const vault::Keyring aigul = member("Aigul");
  const std::string hers = sessions.start(aigul);
  const std::string hers_too = sessions.start(aigul);
  sessions.start(saule);
  EXPECT_EQ(sessions.members(), (std::set<MemberId>{saule.member(), aigul.member()}));
  sessions.end(hers);
  EXPECT_TRUE(heard.empty());  // another one is open
  sessions.end(hers_too);
  ASSERT_EQ(heard.size(), 1U);
  EXPECT_EQ(heard[0], std::set<MemberId>{saule.member()});
  sessions.housekeep();
  EXPECT_EQ(heard.size(), 1U);  // said once
  clock_.advance(std::chrono::minutes(16));
  sessions.housekeep();
  ASSERT_EQ(heard.size(), 2U);
  EXPECT_TRUE(heard[1].empty());
}

TEST_F(SessionTest, ClosingAnAccountIsToldByHousekeeping) {
  Sessions sessions(*vault_, {});
  std::set<MemberId> present;
  sessions.on_fewer([&](const std::set<MemberId>& now) { present = now; });
  const vault::Keyring saule = steward();
  const vault::Keyring aigul = member("Aigul");
  sessions.start(saule);
  sessions.start(aigul);
  must(vault_->close_member(saule, aigul.member()));
  sessions.housekeep();
  EXPECT_EQ(present, std::set<MemberId>{saule.member()});
}

TEST_F(SessionTest, ListsEndsOneAndAllOthers) {
  Sessions sessions(*vault_, {});
  const vault::Keyring saule = steward();
  const vault::Keyring aigul = member("Aigul");
  const std::string first = sessions.start(aigul, "Mozilla/5.0 (Macintosh) AppleWebKit/605 Version/17.5 Safari/605");
  clock_.advance(std::chrono::minutes(1));
  const std::string second = sessions.start(aigul, "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/126 YaBrowser/24.6 Safari/537");
  const std::string other = sessions.start(saule);
  auto list = sessions.list(aigul.member());
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].id, Sessions::id_of(second));
  EXPECT_EQ(list[0].browser, Browser::yandex);
  EXPECT_EQ(list[0].device, Device::computer);
  EXPECT_EQ(list[1].browser, Browser::safari);
  EXPECT_EQ(second.find(list[0].id), std::string::npos);  // the id is no part of the token
  EXPECT_FALSE(sessions.end_one(aigul.member(), Sessions::id_of(other)));
  EXPECT_TRUE(sessions.end_one(aigul.member(), list[1].id));
  EXPECT_FALSE(sessions.end_one(aigul.member(), list[1].id));
  EXPECT_FALSE(sessions.find(first));
  const std::string third = sessions.start(aigul);
  sessions.end_others(aigul.member(), third);
  EXPECT_FALSE(sessions.find(second));
  EXPECT_TRUE(sessions.find(third).has_value());
  EXPECT_TRUE(sessions.find(other).has_value());
}

TEST_F(SessionTest, MemoryIsBounded) {
  SessionLimits limits;
  limits.live = 3;
  limits.ended = 5;
  Sessions sessions(*vault_, limits);
  const vault::Keyring by = steward();
  std::vector<std::string> tokens;
  for (int i = 0; i < 20; ++i) {
    tokens.push_back(sessions.start(by));
    clock_.advance(std::chrono::seconds(1));
  }
  EXPECT_EQ(sessions.count(by.member()), 3U);
  EXPECT_TRUE(sessions.find(tokens.back()).has_value());
  EXPECT_FALSE(sessions.find(tokens[16]));
  sessions.housekeep();
  int remembered = 0;
  for (const std::string& token : tokens) remembered += sessions.ended(token).has_value() ? 1 : 0;
  EXPECT_EQ(remembered, 3 + 5);
  clock_.advance(std::chrono::hours(60));
  sessions.housekeep();
  EXPECT_FALSE(sessions.ended(tokens.back()));
}

TEST_F(SessionTest, NoticesAreTakenOnce) {
  Sessions sessions(*vault_, {});
  const std::string token = sessions.start(steward());
  sessions.set_notice(token, {"Saved.", {}});
  EXPECT_STREQ(sessions.find(token)->notice.text, "Saved.");
  EXPECT_EQ(sessions.find(token)->notice.text, nullptr);
  sessions.set_notice("unknown", {"Saved.", {}});
}

// Threat model, a member who left a circle: what her open session holds ends with her place in the circle.
TEST_F(SessionTest, FollowsTheCirclesAtOnce) {
  Sessions sessions(*vault_, {});
  const vault::Keyring by = steward();
  const vault::Keyring aigul = member("Aigul");
  const FileId file = new_file(by, {kAssistance});
  const CircleId casework = circle(vault::CircleKind::casework);
  const CircleId auditors = circle(vault::CircleKind::auditors);
  const std::string token = sessions.start(aigul);
  EXPECT_TRUE(sessions.find(token)->keyring.circles().empty());
  must(vault_->join_circle(by, casework, aigul.member(), false));
  must(vault_->join_circle(by, auditors, aigul.member(), false));
  const auto inside = sessions.find(token);
  EXPECT_EQ(inside->keyring.circles().size(), 2U);
  EXPECT_TRUE(vault_->open_file(inside->keyring, file).is_ok());
  EXPECT_TRUE(vault_->readings(inside->keyring, UINT64_MAX, 5).is_ok());
  must(vault_->leave_circle(by, auditors, aigul.member()));
  must(vault_->leave_circle(must(vault_->sign_in("Saule", kPassword)), casework, aigul.member()));
  const auto outside = sessions.find(token);
  EXPECT_TRUE(outside->keyring.circles().empty());
  EXPECT_FALSE(vault_->open_file(outside->keyring, file));
  EXPECT_FALSE(vault_->readings(outside->keyring, UINT64_MAX, 5));  // not even what was recorded while she was in
}

}  // namespace
}  // namespace arasha::web

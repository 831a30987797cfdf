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

}  // namespace
}  // namespace arasha::web

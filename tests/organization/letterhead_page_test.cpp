// The letterhead of papers: a steward writes it, and it is signed.
#include "paper/letterhead.h"

#include "organization/site_world.h"

namespace arasha::organization {
namespace {

class LetterheadTest : public SiteWorld {
 protected:
  std::string kept(Language language, bool neutral) const { return vault_->directory()->setting(paper::letterhead_setting(language, neutral)); }
};

TEST_F(LetterheadTest, StewardWritesItForEachLanguage) {
  auto browser = saule();
  EXPECT_TRUE(says(browser.get("/settings"), "/settings/letterhead"));
  browser.get("/settings/letterhead");
  EXPECT_EQ(browser.post("/settings/letterhead", {{"own-ru", "Фонд\r\nАлматы"}, {"neutral-kk", "Бөлім"}}).status, 303);
  EXPECT_EQ(kept(Language::ru, false), "Фонд\nАлматы");
  EXPECT_EQ(kept(Language::kk, true), "Бөлім");
  EXPECT_EQ(kept(Language::ru, true), "");
  EXPECT_TRUE(says(browser.get("/settings/letterhead"), "Алматы"));
  // Emptied again.
  EXPECT_EQ(browser.post("/settings/letterhead", {{"own-ru", ""}, {"neutral-kk", "Бөлім"}}).status, 303);
  EXPECT_EQ(kept(Language::ru, false), "");
  EXPECT_EQ(kept(Language::kk, true), "Бөлім");
}

TEST_F(LetterheadTest, TooLongIsRefusedAndKept) {
  auto browser = saule();
  browser.get("/settings/letterhead");
  const std::string many = "1\n2\n3\n4\n5\n6\nseventh";
  const auto lines = browser.post("/settings/letterhead", {{"own-en", many}, {"own-kk", "kept-words"}});
  EXPECT_EQ(lines.status, 400);
  EXPECT_TRUE(says(lines, "seventh"));
  EXPECT_TRUE(says(lines, "kept-words"));
  EXPECT_EQ(browser.post("/settings/letterhead", {{"own-en", std::string(401, 'x')}}).status, 400);
  EXPECT_EQ(kept(Language::kk, false), "");
}

TEST_F(LetterheadTest, NobodyElseMay) {
  somebody("Worker", {CircleKind::casework});
  auto worker = as("Worker");
  EXPECT_EQ(worker.get("/settings/letterhead").status, 403);
  worker.get("/account");
  EXPECT_EQ(worker.post("/settings/letterhead", {{"own-en", "Mine"}}).status, 403);
  EXPECT_EQ(kept(Language::en, false), "");
}

}  // namespace
}  // namespace arasha::organization

// Which country pack counts: only a steward chooses it, and only one that is there.
#include <fstream>

#include "organization/site_world.h"

namespace arasha::organization {
namespace {

class NormsTest : public SiteWorld {
 protected:
  void with_packs(const pack::Shelf& shelf) {
    site_ = std::make_unique<web::Site>(*vault_, false);
    add_pages(*site_, shelf);
  }
  std::string chosen() const { return vault_->directory()->setting(pack::kPackSetting); }
};

TEST_F(NormsTest, AStewardChoosesThePackAndItIsSigned) {
  auto browser = saule();
  EXPECT_TRUE(says(browser.get("/settings"), "International minimum"));
  const auto form = browser.get("/settings/norms");
  EXPECT_TRUE(says(form, "value=\"kz\""));
  EXPECT_TRUE(says(form, "value=\"generic\" checked"));
  const auto length = vault_->directory()->length();
  EXPECT_TRUE(says(browser.follow(browser.post("/settings/norms", {{"pack", "kz"}})), "Kazakhstan"));
  EXPECT_EQ(chosen(), "kz");
  EXPECT_EQ(vault_->directory()->length(), length + 1);
  site_.reset();
  reopen();
  EXPECT_EQ(chosen(), "kz");
}

TEST_F(NormsTest, OnlyAPackThatIsThereAndOnlyAStewards) {
  auto browser = saule();
  browser.get("/settings/norms");
  for (const char* wrong : {"", "xx", "../kz", "kz "}) EXPECT_EQ(browser.post("/settings/norms", {{"pack", wrong}}).status, 400) << wrong;
  EXPECT_EQ(chosen(), "");
  somebody("Worker", {CircleKind::casework});
  auto worker = as("Worker");
  EXPECT_EQ(worker.get("/settings/norms").status, 403);
  worker.get("/account");
  EXPECT_EQ(worker.post("/settings/norms", {{"pack", "kz"}}).status, 403);
  EXPECT_EQ(chosen(), "");
}

TEST_F(NormsTest, ABrokenPackIsNamedAndTheRestWorks) {
  std::filesystem::create_directories(root_ / "packs" / "ours");
  std::ofstream(root_ / "packs" / "ours" / "a.txtpb") << "about { id: \"uz\" colour: 1 }";
  const pack::Shelf shelf = pack::Shelf::with(root_ / "packs");
  with_packs(shelf);
  auto browser = saule();
  EXPECT_TRUE(says(browser.get("/settings"), "1 pack was left out"));
  const auto form = browser.get("/settings/norms");
  EXPECT_TRUE(says(form, "ours: The file a.txtpb is not understood in line 1."));
  EXPECT_FALSE(says(form, "value=\"uz\""));
  EXPECT_EQ(browser.post("/settings/norms", {{"pack", "kz"}}).status, 303);
}

TEST_F(NormsTest, APackThatWasChosenAndIsGone) {
  must(vault_->change_setting(steward(), pack::kPackSetting, "uz"));
  auto browser = saule();
  const auto page = browser.get("/settings");
  EXPECT_TRUE(says(page, "The chosen country pack is not here."));
  EXPECT_TRUE(says(page, "International minimum"));
}

}  // namespace
}  // namespace arasha::organization

// Which packs can be chosen, and what becomes of a broken one.
#include "pack/shelf.h"

#include <filesystem>
#include <fstream>

#include "small_pack.h"
#include "where.h"

namespace arasha::pack {
namespace {

namespace fs = std::filesystem;

class ShelfTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "arasha-shelf-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
  }
  void TearDown() override { fs::remove_all(root_); }
  void write(const std::string& folder, const std::string& text) {
    fs::create_directories(root_ / folder);
    std::ofstream(root_ / folder / "a.txtpb", std::ios::binary) << text;
  }
  static std::string named(const std::string& id) {
    std::string out = base();
    out.replace(out.find("small"), 5, id);
    return out;
  }
  static std::vector<std::string> ids(const Shelf& shelf) {
    std::vector<std::string> out;
    for (const auto& one : shelf.packs()) out.push_back(one->about().id());
    return out;
  }
  fs::path root_;
};

TEST_F(ShelfTest, ThePacksOfTheProgramAreInIt) {
  const Shelf& shelf = Shelf::built_in();
  EXPECT_THAT(ids(shelf), testing::ElementsAre("generic", "kz"));
  EXPECT_TRUE(shelf.refused().empty());
  EXPECT_EQ(&shelf.chosen(""), &shelf.generic());
  EXPECT_EQ(shelf.chosen("kz").about().country(), "KZ");
  EXPECT_FALSE(shelf.is_missing(""));
  EXPECT_TRUE(shelf.is_missing("xx"));
  EXPECT_EQ(&shelf.chosen("xx"), &shelf.generic());
  // As the folder of the sources has it.
  const auto from_folder = load(fs::path(where::kSource) / "packs" / "kz");
  ASSERT_TRUE(from_folder.is_ok());
  EXPECT_EQ(shelf.find("kz")->contents().SerializeAsString(), from_folder->contents().SerializeAsString());
}

TEST_F(ShelfTest, ASecondPackIsAFolder) {
  write("ours", named("uz"));
  const Shelf shelf = Shelf::with(root_);
  EXPECT_THAT(ids(shelf), testing::ElementsAre("generic", "kz", "uz"));
  EXPECT_TRUE(shelf.is_own(*shelf.find("uz")));
  EXPECT_FALSE(shelf.is_own(*shelf.find("kz")));
  EXPECT_THAT(ids(Shelf::with(root_ / "not-there")), testing::ElementsAre("generic", "kz"));
  EXPECT_THAT(ids(Shelf::with({})), testing::ElementsAre("generic", "kz"));
}

TEST_F(ShelfTest, APackOfOnesOwnTakesThePlaceOfTheProgramsWithItsId) {
  write("verified", named("kz"));
  const Shelf shelf = Shelf::with(root_);
  EXPECT_THAT(ids(shelf), testing::ElementsAre("generic", "kz"));
  EXPECT_TRUE(shelf.is_own(*shelf.find("kz")));
  EXPECT_EQ(shelf.find("kz")->contents().eligibility_size(), 1);
  EXPECT_FALSE(Shelf::built_in().is_own(*Shelf::built_in().find("kz")));
}

TEST_F(ShelfTest, ABrokenPackIsLeftOutAndNamedAndTheFormerStays) {
  write("kz", named("kz") + rule("other", "groups: [CITIZEN]", "DONOR_ONLY") + rule("third", "statuses: [SIGNAL]", "STATE_STANDARD"));
  write("text", "about { colour: 1 }");
  write("uz", named("uz"));
  fs::create_directories(root_ / "empty");
  const Shelf shelf = Shelf::with(root_);
  EXPECT_THAT(ids(shelf), testing::ElementsAre("generic", "kz", "uz"));
  EXPECT_FALSE(shelf.is_own(*shelf.find("kz")));  // the program's
  ASSERT_EQ(shelf.refused().size(), 3U);
  EXPECT_EQ(shelf.refused()[0].folder, "empty");
  EXPECT_EQ(shelf.refused()[1].folder, "kz");
  EXPECT_NE(shelf.refused()[1].error.detail.find("a.txtpb:"), std::string::npos) << shelf.refused()[1].error.to_string();
  EXPECT_EQ(shelf.refused()[2].folder, "text");
}

TEST_F(ShelfTest, TwoFoldersWithOneIdAreOneTooMany) {
  write("a", named("uz"));
  write("b", named("uz"));
  const Shelf shelf = Shelf::with(root_);
  ASSERT_EQ(shelf.refused().size(), 1U);
  EXPECT_EQ(shelf.refused()[0].folder, "b");
}

TEST_F(ShelfTest, NamesOfFoldersAreShownAsText) {
  write("bad\nname\x1b", "nonsense {");
  const Shelf shelf = Shelf::with(root_);
  ASSERT_EQ(shelf.refused().size(), 1U);
  EXPECT_EQ(shelf.refused()[0].folder, "bad?name?");
  std::ofstream(root_ / "a-file") << "x";  // a file beside the folders is nothing
  EXPECT_EQ(Shelf::with(root_).refused().size(), 1U);
}

}  // namespace
}  // namespace arasha::pack

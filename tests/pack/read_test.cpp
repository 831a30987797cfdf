#include "pack/read.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "small_pack.h"

namespace arasha::pack {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::string refusal(const std::string& bytes) {
  const auto draft = read(std::vector<SourceFile>{{"a.txtpb", bytes}});
  return draft ? "" : draft.error().to_string();
}

class PackFolder : public testing::Test {
 protected:
  PackFolder() {
    std::string pattern = (fs::temp_directory_path() / "arasha-pack-XXXXXX").string();
    EXPECT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  ~PackFolder() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  void write(const std::string& name, const std::string& content) const {
    std::ofstream(folder_ / name, std::ios::binary) << content;
  }
  std::string refusal_of_folder() const {
    const auto draft = read(folder_);
    return draft ? "" : draft.error().to_string();
  }
  fs::path folder_;
};

TEST(PackRead, UnknownFieldNamesFileAndLine) {
  EXPECT_THAT(refusal("sources {\n  id: \"a\"\n  colour: \"red\"\n}\n"),
              HasSubstr("a.txtpb is not understood in line 3"));
  EXPECT_THAT(refusal("[arasha.field] { label: \"a\" }"), HasSubstr("line 1"));
}

TEST(PackRead, BrokenSyntaxNamesTheLine) {
  for (const char* bytes :
       {"\nsources {", "\nsources { id: \"a }", "\nsources { id: 5 }", "\nabout { version: -1 }",
        "\nabout { version: 4294967296 }", "\nabout { version: 1 version: 2 }",
        "\neligibility { groups: MARTIAN }", "\n}", "\n\"\"", "\n{}", "\nimport \"x\""}) {
    EXPECT_THAT(refusal(bytes), HasSubstr("is not understood in line 2")) << bytes;
  }
}

TEST(PackRead, DeepNestingEnds) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "sources {";
  EXPECT_THAT(refusal(deep), HasSubstr("is not understood in line 1"));
  std::string brackets(100'000, '<');
  EXPECT_THAT(refusal("about " + brackets), HasSubstr("is not understood"));
}

TEST(PackRead, BinaryAndBrokenUtf8AreRefused) {
  EXPECT_THAT(refusal(std::string("about {\n\0}", 10)), HasSubstr("holds signs in line 2"));
  EXPECT_THAT(refusal("\x7f"
                      "ELF"),
              HasSubstr("holds signs in line 1"));
  EXPECT_THAT(refusal("about { id: \"\xff\" }"), HasSubstr("is not in UTF-8"));
  EXPECT_THAT(refusal("about { id: \"\xed\xa0\x80\" }"), HasSubstr("is not in UTF-8"));
}

TEST(PackRead, LargeIsRefusedAndItsLimitIsNot) {
  EXPECT_EQ(refusal(std::string(kMostBytes, ' ')), "");
  EXPECT_THAT(refusal(std::string(kMostBytes + 1, ' ')), HasSubstr("larger than 1024 KiB"));
}

TEST(PackRead, TheComplaintRepeatsNoControlCharacters) {
  const auto draft = read(std::vector<SourceFile>{{"a.txtpb", "жол: 1"}});
  ASSERT_FALSE(draft.is_ok());
  for (const char c : draft.error().detail) EXPECT_TRUE(c >= 0x20 && c < 0x7f);
  EXPECT_LE(draft.error().detail.size(), 200U);
}

TEST(PackRead, FilesAreMergedAndPlacesKept) {
  const auto draft = read(std::vector<SourceFile>{
      {"a.txtpb", about() + act()}, {"b.txtpb", "# a comment\n\n" + kind("one") + kind("two")}});
  ASSERT_TRUE(draft.is_ok()) << draft.error().to_string();
  EXPECT_EQ(draft->contents.service_kinds_size(), 2);
  const Place place = draft->place(Contents::kServiceKindsFieldNumber, 1);
  EXPECT_EQ(place.file, "b.txtpb");
  EXPECT_EQ(place.line, 4);
  EXPECT_EQ(draft->place(Contents::kServiceKindsFieldNumber, 2).line, 0);
}

TEST_F(PackFolder, EmptyMissingAndOdd) {
  EXPECT_THAT(refusal_of_folder(), HasSubstr("There is no country pack"));
  write("readme.txt", "not a part");
  EXPECT_THAT(refusal_of_folder(), HasSubstr("There is no country pack"));
  EXPECT_FALSE(read(folder_ / "nowhere").is_ok());
  EXPECT_FALSE(read(folder_ / "readme.txt").is_ok());
  ASSERT_EQ(::mkfifo((folder_ / "pipe.txtpb").c_str(), 0600), 0);
  EXPECT_THAT(refusal_of_folder(), HasSubstr("not an ordinary file"));
}

TEST_F(PackFolder, LargeFileAndTooManyFiles) {
  write("a.txtpb", std::string(kMostBytes + 100, '#'));
  EXPECT_THAT(refusal_of_folder(), HasSubstr("larger than 1024 KiB"));
  write("a.txtpb", "");
  EXPECT_EQ(refusal_of_folder(), "");
  for (std::size_t i = 0; i < kMostFiles; ++i) write("b" + std::to_string(i) + ".txtpb", "");
  EXPECT_THAT(refusal_of_folder(), HasSubstr("more than 64 files"));
}

TEST_F(PackFolder, LoadsWhatIsInOrderAndRefusesTheRest) {
  write("a.txtpb", base());
  const auto loaded = load(folder_);
  ASSERT_TRUE(loaded.is_ok()) << loaded.error().to_string();
  EXPECT_EQ(loaded->about().id(), "small");
  write("b.txtpb", "\n" + about());
  const auto twice = load(folder_);
  ASSERT_FALSE(twice.is_ok());
  EXPECT_THAT(twice.error().to_string(), HasSubstr("twice what it is"));
  EXPECT_EQ(twice.error().detail, "b.txtpb:2");
}

}  // namespace
}  // namespace arasha::pack

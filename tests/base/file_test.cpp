#include "base/file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

namespace arasha {
namespace {

namespace fs = std::filesystem;

class FileTest : public testing::Test {
 protected:
  FileTest() {
    std::string name = (fs::temp_directory_path() / "arasha-file-XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  ~FileTest() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const auto& entry : fs::directory_iterator(folder_)) out.push_back(entry.path().filename().string());
    return out;
  }

  fs::path folder_;
};

TEST_F(FileTest, writes_and_reads_back) {
  const fs::path path = folder_ / "a.key";
  Bytes all(70000);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint8_t>(i * 7);
  ASSERT_TRUE(write_file_durably(path, all).is_ok());
  EXPECT_EQ(*read_file(path), all);
  ASSERT_TRUE(write_file_durably(path, Bytes{}).is_ok());
  EXPECT_TRUE(read_file(path)->empty());
}

TEST_F(FileTest, is_for_its_owner_alone_even_over_an_open_one) {
  const fs::path path = folder_ / "a.key";
  std::ofstream(path) << "old";
  fs::permissions(path, fs::perms::all);
  ASSERT_TRUE(write_file_durably(path, view("new")).is_ok());
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_EQ(to_text(*read_file(path)), "new");
}

TEST_F(FileTest, leaves_nothing_beside_it) {
  ASSERT_TRUE(write_file_durably(folder_ / "a", view("1")).is_ok());
  ASSERT_TRUE(write_file_durably(folder_ / "a", view("2")).is_ok());
  EXPECT_EQ(names(), std::vector<std::string>{"a"});
}

TEST_F(FileTest, keeps_the_old_file_when_writing_fails) {
  const fs::path path = folder_ / "a";
  ASSERT_TRUE(write_file_durably(path, view("old")).is_ok());
  // A folder in the place of the temporary file: opening it for writing fails for root too.
  fs::create_directory(folder_ / "a.new");
  const auto failed = write_file_durably(path, view("new"));
  ASSERT_FALSE(failed.is_ok());
  EXPECT_EQ(failed.error().code, ErrorCode::unavailable);
  EXPECT_EQ(to_text(*read_file(path)), "old");
}

TEST_F(FileTest, removes_the_temporary_file_when_renaming_fails) {
  fs::create_directories(folder_ / "a" / "inside");
  EXPECT_FALSE(write_file_durably(folder_ / "a", view("new")).is_ok());
  EXPECT_EQ(names(), std::vector<std::string>{"a"});
}

TEST_F(FileTest, says_what_is_wrong) {
  EXPECT_EQ(read_file(folder_ / "none").error().code, ErrorCode::not_found);
  EXPECT_EQ(read_file(folder_).error().code, ErrorCode::unavailable);
  EXPECT_EQ(write_file_durably(folder_ / "none" / "a", view("x")).error().code, ErrorCode::not_found);
  EXPECT_EQ(read_file(folder_ / "none").error().arguments,
            std::vector<std::string>{(folder_ / "none").string()});
}

TEST_F(FileTest, reads_up_to_the_limit_and_not_beyond) {
  ASSERT_TRUE(write_file_durably(folder_ / "a", Bytes(100)).is_ok());
  EXPECT_TRUE(read_file(folder_ / "a", 100).is_ok());
  EXPECT_EQ(read_file(folder_ / "a", 99).error().code, ErrorCode::too_large);
}

TEST_F(FileTest, a_full_disk_is_named_so) {
  // A limit on the size of files stands for the disk: beyond it every write answers an error.
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit small{4, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto written = write_file_durably(folder_ / "a", view("more than four"));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  EXPECT_EQ(written.error().code, ErrorCode::full);
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(FileTest, renames_over_another_and_says_when_it_cannot) {
  std::ofstream(folder_ / "from") << "new";
  std::ofstream(folder_ / "to") << "old";
  ASSERT_TRUE(rename_durably(folder_ / "from", folder_ / "to").is_ok());
  EXPECT_EQ(names(), std::vector<std::string>{"to"});
  EXPECT_EQ(to_text(*read_file(folder_ / "to")), "new");
  EXPECT_FALSE(rename_durably(folder_ / "from", folder_ / "to").is_ok());
  EXPECT_FALSE(rename_durably(folder_ / "to", folder_ / "none" / "to").is_ok());
}

}  // namespace
}  // namespace arasha

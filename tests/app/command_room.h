// The commands run in this process, in a temporary folder with a key folder of its own.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/command_line.h"
#include "crypto/secret.h"

namespace arasha::app {

namespace fs = std::filesystem;

struct Answer {
  int status = 0;
  std::string out;
  std::string error;
};

class CommandRoom : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(crypto::initialize().is_ok());
    std::string pattern = (fs::temp_directory_path() / "arasha-cli-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    ::setenv("ARASHA_KEY_DIR", (root_ / "keys").c_str(), 1);
    ::setenv("LC_ALL", "C", 1);
    write("pw", "four words for a steward\n");
  }
  void TearDown() override { fs::remove_all(root_); }

  void write(const std::string& name, const std::string& content) { std::ofstream(root_ / name, std::ios::binary) << content; }
  std::string read(const std::string& name) const {
    std::ifstream in(root_ / name, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
  }
  std::string path(const std::string& name) const { return (root_ / name).string(); }
  Answer arasha(const std::vector<std::string>& arguments) {
    std::ostringstream out;
    std::ostringstream error;
    Answer answer;
    answer.status = run(arguments, out, error);
    answer.out = out.str();
    answer.error = error.str();
    return answer;
  }
  Answer init(const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {"init", "--data", path("data"), "--organization", "Centre", "--steward", "Saule",
                                      "--password-file", path("pw"), "--password-memory", "19"};
    words.insert(words.end(), more.begin(), more.end());
    return arasha(words);
  }
  // A command of the steward's.
  Answer saule(const std::string& command, const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {command, "--data", path("data"), "--as", "Saule", "--password-file", path("pw")};
    words.insert(words.end(), more.begin(), more.end());
    return arasha(words);
  }
  // The shares as init printed them, one a line.
  static std::string shares_in(const std::string& out) {
    std::istringstream in(out);
    std::string shares;
    for (std::string line; std::getline(in, line);) {
      if (line.starts_with("  ")) shares += line.substr(2) + "\n";
    }
    return shares;
  }
  fs::path root_;
};

}  // namespace arasha::app

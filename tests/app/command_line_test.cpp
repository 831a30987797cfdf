#include "app/command_room.h"

namespace arasha::app {
namespace {

using CommandLine = CommandRoom;

TEST_F(CommandLine, InitVerifyBackupRestore) {
  const Answer made = init();
  ASSERT_EQ(made.status, 0) << made.error;
  EXPECT_EQ(arasha({"verify", "--data", path("data")}).status, 0);
  EXPECT_EQ(arasha({"backup", "--data", path("data"), "--out", path("b")}).status, 0);
  const Answer twice = arasha({"backup", "--data", path("data"), "--out", path("b")});
  EXPECT_EQ(twice.status, 1);
  const Answer restored = arasha({"restore", "--in", path("b"), "--data", path("again")});
  EXPECT_EQ(restored.status, 0) << restored.error;
  EXPECT_NE(restored.out.find("1 blocks"), std::string::npos);
  EXPECT_EQ(arasha({"restore", "--in", path("b"), "--data", path("again")}).status, 1);
  EXPECT_EQ(arasha({"verify", "--data", path("again")}).status, 0);
}

TEST_F(CommandLine, ABackupSaysThatPacksOfOnesOwnAreNotInIt) {
  ASSERT_EQ(init().status, 0);
  fs::create_directory(root_ / "data" / "packs");
  EXPECT_EQ(arasha({"backup", "--data", path("data"), "--out", path("a")}).out.find("country packs"), std::string::npos);
  fs::create_directory(root_ / "data" / "packs" / "mine");
  const Answer said = arasha({"backup", "--data", path("data"), "--out", path("b")});
  EXPECT_EQ(said.status, 0) << said.error;
  EXPECT_NE(said.out.find("Your own country packs are not in it: copy the folder " + path("data") + "/packs too."), std::string::npos) << said.out;
}

TEST_F(CommandLine, SecondInitRefusesAndKeepsTheFirst) {
  ASSERT_EQ(init().status, 0);
  const Answer again = init();
  EXPECT_EQ(again.status, 1);
  EXPECT_NE(again.error.find("holds data already"), std::string::npos);
  EXPECT_EQ(arasha({"verify", "--data", path("data")}).status, 0);
}

TEST_F(CommandLine, WeakPassphraseLeavesNothingBehind) {
  write("pw", "short\n");
  const Answer weak = init();
  EXPECT_EQ(weak.status, 1);
  EXPECT_EQ(weak.error.find("short\n"), std::string::npos);
  EXPECT_FALSE(fs::exists(root_ / "data" / "arasha.db"));
}

TEST_F(CommandLine, RecoverWithTrusteesShares) {
  const Answer made = init({"--trustees", "3", "--threshold", "2"});
  ASSERT_EQ(made.status, 0) << made.error;
  std::istringstream shares(shares_in(made.out));
  std::string first;
  std::string second;
  std::getline(shares, first);
  std::getline(shares, second);
  write("one", first + "\n");
  write("two", second + "\n");
  write("new", "a passphrase after recovery\n");
  const Answer alone = arasha({"recover", "--data", path("data"), "--share-file", path("one"), "--name", "Saule", "--password-file", path("new")});
  EXPECT_EQ(alone.status, 1);
  EXPECT_NE(alone.error.find("2 shares are needed"), std::string::npos);
  const Answer both = arasha({"recover", "--data", path("data"), "--share-file", path("one"), path("two"), "--name", "Saule", "--password-file", path("new")});
  EXPECT_EQ(both.status, 0) << both.error;
  fs::remove_all(root_ / "keys");
  EXPECT_EQ(arasha({"verify", "--data", path("data")}).status, 1);
  EXPECT_EQ(arasha({"recover", "--data", path("data"), "--share-file", path("one"), path("two"), "--server-key"}).status, 0);
  EXPECT_EQ(arasha({"verify", "--data", path("data")}).status, 0);
}

TEST_F(CommandLine, MistypedShareIsNamedAndNotRepeated) {
  const Answer made = init();
  std::string share = shares_in(made.out);
  ASSERT_FALSE(share.empty());
  share[5] = share[5] == '0' ? '1' : '0';
  write("one", share);
  const Answer wrong = arasha({"recover", "--data", path("data"), "--share-file", path("one"), "--server-key"});
  EXPECT_EQ(wrong.status, 1);
  EXPECT_NE(wrong.error.find("mistake"), std::string::npos);
  EXPECT_EQ(wrong.error.find(share.substr(0, 12)), std::string::npos);
}

TEST_F(CommandLine, DemoMakesCasesThatVerify) {
  const Answer made = arasha({"demo", "--data", path("demo"), "--cases", "12", "--seed", "3"});
  ASSERT_EQ(made.status, 0) << made.error;
  const Answer verified = arasha({"verify", "--data", path("demo")});
  EXPECT_NE(verified.out.find("42 files"), std::string::npos) << verified.out;
  EXPECT_EQ(arasha({"demo", "--data", path("demo")}).status, 1);
}

TEST_F(CommandLine, ServeRefusesOpenAddressesAndNonsense) {
  ASSERT_EQ(init().status, 0);
  EXPECT_EQ(arasha({"serve", "--data", path("data"), "--listen", "0.0.0.0:8470"}).status, 1);
  EXPECT_EQ(arasha({"serve", "--data", path("data"), "--listen", "nonsense"}).status, 1);
}

TEST_F(CommandLine, BadWordsAndMissingFolders) {
  EXPECT_EQ(arasha({}).status, 2);
  EXPECT_EQ(arasha({"fly"}).status, 2);
  EXPECT_EQ(arasha({"verify"}).status, 2);
  EXPECT_EQ(arasha({"--help"}).status, 0);
  const Answer nowhere = arasha({"verify", "--data", path("nowhere")});
  EXPECT_EQ(nowhere.status, 1);
  EXPECT_NE(nowhere.error.find("arasha init"), std::string::npos);
  write("file", "not a backup");
  EXPECT_EQ(arasha({"restore", "--in", path("file"), "--data", path("x")}).status, 1);
  EXPECT_FALSE(fs::exists(root_ / "x" / "arasha.db"));
}

TEST_F(CommandLine, SpeaksTheLanguageOfTheTerminal) {
  ::setenv("LC_ALL", "ru_RU.UTF-8", 1);
  const Answer russian = arasha({"verify", "--data", path("nowhere")});
  EXPECT_NE(russian.error.find("организаци"), std::string::npos) << russian.error;
  ::setenv("LC_ALL", "C", 1);
}

TEST_F(CommandLine, AFileIsSealedForOneReading) {
  ASSERT_EQ(init().status, 0);
  write("letter.txt", "Aliya may come.\n\nOn Tuesday.\n");
  const Answer made = saule("once", {path("letter.txt"), "--title", "The visit", "--days", "2", "--from", "Centre"});
  ASSERT_EQ(made.status, 0) << made.error;
  const auto at = made.out.find("/once/");
  ASSERT_NE(at, std::string::npos) << made.out;
  const std::string address = made.out.substr(at, 6 + 26);
  EXPECT_NE(made.out.find("Words: "), std::string::npos);
  EXPECT_EQ(saule("once", {"--look", address}).out, "Not read yet\n");
  EXPECT_EQ(saule("once", {"--withdraw", "https://example.org" + address}).status, 0);
  EXPECT_TRUE(saule("once", {"--look", address}).out.starts_with("Taken back, "));
  EXPECT_EQ(saule("once", {"--withdraw", address}).status, 1);
  EXPECT_EQ(saule("once", {"--look", "/once/nonsense"}).status, 1);
  EXPECT_EQ(saule("once").status, 2);
  EXPECT_EQ(saule("once", {path("letter.txt"), "--look", address}).status, 2);
  EXPECT_EQ(saule("once", {path("letter.txt"), "--days", "31"}).status, 2);
  EXPECT_EQ(saule("once", {path("missing.pdf")}).status, 1);
  write("picture", "\xff\xd8\xff");
  EXPECT_EQ(saule("once", {path("picture")}).status, 1);
  write("empty.txt", "\n \n");
  EXPECT_EQ(saule("once", {path("empty.txt")}).status, 1);
  EXPECT_EQ(arasha({"verify", "--data", path("data")}).status, 0);
}

TEST_F(CommandLine, DamagedDatabaseIsAPlainSentence) {
  ASSERT_EQ(init().status, 0);
  {
    std::fstream db(root_ / "data" / "arasha.db", std::ios::in | std::ios::out | std::ios::binary);
    db.write("garbage garbage garbage garbage", 31);
  }
  const Answer answer = arasha({"verify", "--data", path("data")});
  EXPECT_EQ(answer.status, 1);
  EXPECT_NE(answer.error.find("damaged"), std::string::npos) << answer.error;
}

}  // namespace
}  // namespace arasha::app

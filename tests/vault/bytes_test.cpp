// What people type stands nowhere on the disk: the folder while the server runs and after it was killed, the log, the
// backup, SQLite's temporary files, the keys; in UTF-8 and in both UTF-16.
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "vault/world.h"

namespace arasha::vault {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string>& typed() {
  static const std::vector<std::string> words = {
      "Гүлнар Әбдіқадырқызы", "Gulnara Abdikadyr", "Ферузахон", "Зарангор", "1987-06-23", "23.06.1987", "+7 701 555 01 23",
      "прячется у тёти в Таразе", "не звонить после восьми", "паспорт N04417733", "код: синяя чашка",
  };
  return words;
}

std::string utf16(const std::string& text, bool big) {
  std::string out;
  const auto put = [&](unsigned unit) {
    const char high = static_cast<char>(unit >> 8U), low = static_cast<char>(unit & 255U);
    out += big ? high : low;
    out += big ? low : high;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x80) put(c);
    else put((c & 31U) << 6U | (static_cast<unsigned char>(text[++i]) & 63U));  // two bytes: all that stand above
  }
  return out;
}

class BytesOnDisk : public World {
 protected:
  void SetUp() override {
    World::SetUp();
    fs::create_directory(root_ / "tmp");
    ::setenv("SQLITE_TMPDIR", (root_ / "tmp").c_str(), 1);
  }
  void TearDown() override {
    ::unsetenv("SQLITE_TMPDIR");
    World::TearDown();
  }
  // Everything that a case has: entries long and short, cards, a draft, a correction, an erasure, names of people.
  static void type_everything(Vault& vault, const Keyring& by, MemberId member) {
    std::string long_note;
    for (int i = 0; i < 400; ++i) {
      for (const std::string& word : typed()) long_note += word + "\n";
    }
    for (const std::string& word : typed()) {
      FileChange change;
      change.file = crypto::random_id<FileId>();
      for (Compartment c = 1; c <= 6; ++c) {
        change.entries.push_back({c, 7, text(word), {}, {}});
        change.cards.push_back({c, text(word)});
      }
      must(vault.append(by, {change}));
      must(vault.append(by, {{change.file, 6, {{1, 7, text(long_note), {}, {}}}, {{1, text(long_note)}}, {}, {}}}));
      must(vault.append(by, {{change.file, 7, {}, {}, {0, 6}, {}}}));
      must(vault.keep_draft(member, "place " + word, text(long_note)));
      must(vault.open_file(by, change.file));
    }
    must(vault.add_member(by, typed()[0], false));
    must(vault.rename(by, typed()[3]));
  }
  void expect_nothing_in(const fs::path& folder, const char* when) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (!entry.is_regular_file()) continue;
      const std::string all = to_text(must(read_file(entry.path(), 1U << 28U)));
      for (const std::string& word : typed()) {
        for (const std::string& form : {word, utf16(word, false), utf16(word, true)}) {
          EXPECT_EQ(all.find(form), std::string::npos) << word << " in " << entry.path().filename() << " " << when;
        }
      }
    }
  }
};

TEST_F(BytesOnDisk, NothingTypedStandsThere) {
  {
    const Keyring by = steward();
    type_everything(*vault_, by, by.member());
    ASSERT_GT(fs::file_size(data() / "arasha.db-wal"), 0U);
    expect_nothing_in(root_, "while it is open");
    must(backup(data(), root_ / "while-open.backup"));
    expect_nothing_in(root_, "after a backup");
  }
  vault_.reset();
  // A server that is killed with everything in its log.
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    auto vault = Vault::open(data(), clock_);
    if (!vault) ::_exit(3);
    auto by = (*vault)->sign_in("Saule", kPassword);
    if (!by) ::_exit(4);
    FileChange change;
    change.file = crypto::random_id<FileId>();
    for (const std::string& word : typed()) change.entries.push_back({kAssistance, 7, text(word), {}, {}});
    if (!(*vault)->append(*by, {change})) ::_exit(5);
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status)) << status;
  ASSERT_GT(fs::file_size(data() / "arasha.db-wal"), 0U);
  expect_nothing_in(root_, "after it was killed");
  EXPECT_TRUE(fs::is_empty(root_ / "tmp")) << "SQLite keeps temporary files in memory";
  EXPECT_TRUE(verify(data()).is_ok());
}

// The search itself finds what stands there.
TEST_F(BytesOnDisk, TheSearchFindsAWordInEachForm) {
  EXPECT_EQ(utf16("Aя", false), std::string("A\0\x4f\x04", 4));
  EXPECT_EQ(utf16("Aя", true), std::string("\0A\x04\x4f", 4));
}

}  // namespace
}  // namespace arasha::vault

#include "vault/lookback.h"

#include "vault/spoken.h"
#include "vault/world.h"

namespace arasha::vault {
namespace {

class Lookback : public World {
 protected:
  void add(const Keyring& by, FileId file, std::uint32_t length, Compartment compartment) {
    FileChange change;
    change.file = file;
    change.expected_length = length;
    change.entries.push_back({compartment, 9, text("more"), {}, {}});
    must(vault_->append(by, {change}));
  }
  Keyring in(const std::string& name, CircleKind kind) {
    Keyring out = member(name);
    must(vault_->join_circle(steward(), circle(kind), out.member(), false));
    must(vault_->refresh(out));
    return out;
  }
};

TEST_F(Lookback, SaysWhoWroteBehindTheMark) {
  const Keyring by = steward();
  const Keyring colleague = in("Colleague", CircleKind::casework);
  const FileId file = new_file(by, {kAssistance});
  EXPECT_TRUE(must(written_since(*vault_, by, std::vector<Mark>{{file, 1}}, 10)).empty());
  add(colleague, file, 1, kAssistance);
  const auto found = must(written_since(*vault_, by, std::vector<Mark>{{file, 1}}, 10));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].length, 2U);
  ASSERT_EQ(found[0].headers.size(), 1U);
  EXPECT_EQ(found[0].headers[0].author, colleague.member());
  EXPECT_EQ(found[0].headers[0].type, 9);
  // A mark beyond the end, of a database that was put back, is no error.
  EXPECT_TRUE(must(written_since(*vault_, by, std::vector<Mark>{{file, 50}}, 10)).empty());
}

TEST_F(Lookback, NothingOfWhatTheKeysDoNotOpen) {
  const Keyring by = steward();
  const Keyring doctor = in("Doctor", CircleKind::health);
  const Keyring worker = in("Worker", CircleKind::casework);
  const Keyring stranger = member("Stranger");
  const FileId file = new_file(by, {kIdentity, kHealth});
  add(doctor, file, 2, kHealth);
  const std::vector<Mark> marks = {{file, 2}, {crypto::random_id<FileId>(), 0}};
  const auto seen = must(written_since(*vault_, worker, marks, 10));
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_TRUE(seen[0].headers.empty());
  EXPECT_TRUE(must(written_since(*vault_, stranger, marks, 10)).empty());
  EXPECT_EQ(must(written_since(*vault_, doctor, marks, 10))[0].headers.size(), 1U);
}

TEST_F(Lookback, OnlyTheLastOfALongStory) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance});
  for (std::uint32_t length = 1; length < 8; ++length) add(by, file, length, kAssistance);
  const auto found = must(written_since(*vault_, by, std::vector<Mark>{{file, 0}}, 3));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].length, 8U);
  ASSERT_EQ(found[0].headers.size(), 3U);
  EXPECT_EQ(found[0].headers[0].seq, 5U);
}

TEST_F(Lookback, ManyReadingsAreOneLineEach) {
  const Keyring by = steward();
  std::vector<FileId> files;
  for (int i = 0; i < 4'500; ++i) files.push_back(crypto::random_id<FileId>());
  must(vault_->record_all(by, Action::exported, files));
  const Keyring auditor = in("Auditor", CircleKind::auditors);
  std::set<FileId> recorded;
  for (const auto& one : must(vault_->readings(auditor, UINT64_MAX, 10'000))) {
    if (one.reading.action == Action::exported && one.reading.member == by.member() && one.reading.count == 1) recorded.insert(one.reading.file);
  }
  EXPECT_EQ(recorded, std::set<FileId>(files.begin(), files.end()));
  must(vault_->record_all(by, Action::exported, {}));
}

TEST(SuggestedPassphrase, IsKnownAgainAndNothingElse) {
  must(crypto::initialize());
  const std::string phrase = suggested_passphrase();
  EXPECT_TRUE(is_suggested_passphrase(phrase));
  EXPECT_FALSE(is_suggested_passphrase(""));
  EXPECT_FALSE(is_suggested_passphrase(phrase + " "));
  EXPECT_FALSE(is_suggested_passphrase(" " + phrase));
  EXPECT_FALSE(is_suggested_passphrase(phrase.substr(0, phrase.rfind(' '))));
  EXPECT_FALSE(is_suggested_passphrase(phrase + " " + phrase.substr(0, phrase.find(' '))));
  EXPECT_FALSE(is_suggested_passphrase("aaaa aaaa aaaa aaaa aaaa aaaa"));
  EXPECT_FALSE(is_suggested_passphrase("1234"));
}

}  // namespace
}  // namespace arasha::vault

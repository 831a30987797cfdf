// Answers for people without an account, and files that are for chosen circles.
#include "vault/world.h"

namespace arasha::vault {
namespace {

class RepliesTest : public World {
 protected:
  static ReplyId reply(std::uint8_t number) { return ReplyId::from_array({number}); }
  static Recipient talk(std::uint8_t number) { return Recipient::from_array({number, 1}); }
  Date today() const { return date_of(clock_.now()); }
  static Date later(Date day, int days) { return Date(std::chrono::sys_days(day) + std::chrono::days(days)); }
  std::vector<std::string> waiting(std::uint8_t number) {
    std::vector<std::string> out;
    must(vault_->each_reply(talk(number), [&](ReplyId, Date, BytesView sealed) -> Result<void> {
      out.push_back(to_text(sealed));
      return {};
    }));
    return out;
  }
};

TEST_F(RepliesTest, WaitInOrderForTheirConversationAndSurviveARestart) {
  must(vault_->put_reply({reply(2), talk(1), today(), text("first")}));
  must(vault_->put_reply({reply(1), talk(1), today(), text("second")}));
  must(vault_->put_reply({reply(3), talk(2), today(), text("of another")}));
  reopen();
  EXPECT_EQ(waiting(1), (std::vector<std::string>{"first", "second"}));
  EXPECT_EQ(waiting(2), std::vector<std::string>{"of another"});
  EXPECT_TRUE(waiting(3).empty());
  must(vault_->put_reply({reply(2), talk(1), today(), text("instead")}));
  EXPECT_EQ(waiting(1), (std::vector<std::string>{"instead", "second"}));
}

TEST_F(RepliesTest, EmptyAndTooLargeOnesAreRefused) {
  EXPECT_FALSE(vault_->put_reply({reply(1), talk(1), today(), {}}));
  EXPECT_FALSE(vault_->put_reply({reply(1), talk(1), today(), Bytes(70'000, 1)}));
  EXPECT_TRUE(waiting(1).empty());
}

TEST_F(RepliesTest, AreSweptAwayAfterTheirDay) {
  must(vault_->put_reply({reply(1), talk(1), today(), text("today")}));
  must(vault_->put_reply({reply(2), talk(1), later(today(), 3), text("later")}));
  EXPECT_EQ(must(vault_->sweep_replies(today())), 0U);
  EXPECT_EQ(must(vault_->sweep_replies(later(today(), 1))), 1U);
  EXPECT_EQ(waiting(1), std::vector<std::string>{"later"});
}

TEST_F(RepliesTest, ComeWithTheirEntryOrNotAtAll) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance});
  FileChange change;
  change.file = file;
  change.expected_length = 7;  // somebody else wrote
  change.entries.push_back({kAssistance, 7, text("we answered"), {}, {}});
  change.replies.push_back({reply(1), talk(1), today(), text("the answer")});
  EXPECT_FALSE(vault_->append(by, {change}));
  EXPECT_TRUE(waiting(1).empty());
  change.expected_length = 1;
  must(vault_->append(by, {change}));
  EXPECT_EQ(waiting(1), std::vector<std::string>{"the answer"});
}

TEST_F(RepliesTest, AFileForChosenCirclesIsForNobodyElse) {
  const Keyring by = steward();
  Keyring duty = member("Gulnara");
  Keyring worker = member("Aigerim");
  must(vault_->join_circle(by, circle(CircleKind::duty), duty.member(), false));
  must(vault_->join_circle(by, circle(CircleKind::casework), worker.member(), false));
  must(vault_->refresh(duty));
  must(vault_->refresh(worker));
  FileChange change;
  change.file = crypto::random_id<FileId>();
  change.entries.push_back({kAssistance, 7, text("for those on duty"), {}, {}});
  change.cards.push_back({kAssistance, text("card")});
  change.only_circles = std::vector{circle(CircleKind::duty)};
  must(vault_->append(by, {change}));
  EXPECT_TRUE(vault_->may_open(duty, change.file, kAssistance));
  EXPECT_FALSE(vault_->may_open(worker, change.file, kAssistance));
  EXPECT_FALSE(vault_->open_file(worker, change.file));
  // It follows the circle through a rotation like any other.
  must(vault_->leave_circle(by, circle(CircleKind::duty), duty.member()));
  Keyring now = steward();
  EXPECT_TRUE(vault_->may_open(now, change.file, kAssistance));
  // No circle, no file.
  change.file = crypto::random_id<FileId>();
  change.only_circles = std::vector<CircleId>();
  EXPECT_FALSE(vault_->append(now, {change}));
}

}  // namespace
}  // namespace arasha::vault

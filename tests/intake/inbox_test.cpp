#include "intake/inbox.h"

#include "casework/readers.h"
#include "intake/house.h"

namespace arasha::intake {
namespace {

class InboxTest : public HouseTest {};

TEST_F(InboxTest, WaitsForItsCircleTheMostDangerousFirst) {
  send(embassy_, partner_message());
  const auto referral = in("Aigerim", {CircleKind::referral});
  const auto hotline = in("Olzhas", {CircleKind::hotline});
  const auto nobody = in("Daniyar", {CircleKind::casework});
  send(sewing_, public_message());
  PublicMessage immediate = public_message("danger");
  immediate.set_danger("immediate");
  send(sewing_, std::move(immediate));
  const auto list = must(waiting(*vault_, hotline));
  ASSERT_EQ(list.rows.size(), 2U);
  EXPECT_EQ(text_of(*list.rows[0].drops[0].second.message, "danger"), "immediate");
  EXPECT_EQ(must(waiting(*vault_, referral)).rows.size(), 1U);
  EXPECT_EQ(must(waiting(*vault_, nobody)).rows.size(), 0U);
  EXPECT_EQ(new_for(*vault_, hotline), 2U);
  EXPECT_EQ(new_for(*vault_, referral), 1U);
  EXPECT_EQ(new_for(*vault_, nobody), 0U);
  EXPECT_EQ(must(waiting_of(*vault_, embassy_)), 1U);
  EXPECT_EQ(must(waiting_of(*vault_, sewing_)), 2U);
}

TEST_F(InboxTest, OpeningMakesAFileForTheCircleAloneAndEmptiesTheDrop) {
  const Receipt receipt = send(embassy_, partner_message());
  const auto referral = in("Aigerim", {CircleKind::referral});
  const auto casework = in("Daniyar", {CircleKind::casework, CircleKind::hotline});
  const FileId file = open(referral, receipt);
  EXPECT_EQ(new_for(*vault_, referral), 0U);
  const Conversation talk = must(read(*vault_, referral, file));
  EXPECT_EQ(text_of(*talk.message, "organization"), "Embassy of Somewhere");
  EXPECT_EQ(talk.opened_by, referral.member());
  // The policy gives INTAKE to the caseworkers too; this came for one circle.
  EXPECT_FALSE(vault_->may_open(casework, file, INTAKE));
  const auto closed = read(*vault_, casework, file);
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error().code, ErrorCode::not_found);
  EXPECT_FALSE(open_waiting(*vault_, casework, receipt.conversation(organization_)));
  EXPECT_EQ(open(referral, receipt), file);  // again: the same
}

TEST_F(InboxTest, ADropIsTakenOnceAndAReplayedOneIsLetFall) {
  const Receipt receipt = send(embassy_, partner_message());
  DropId id;
  Bytes body;
  must(vault_->each_drop(*steward_, embassy_.circle, [&](DropId one, BytesView sealed) -> Result<void> {
    id = one;
    body = to_bytes(sealed);
    return {};
  }));
  const FileId file = open(*steward_, receipt);
  must(vault_->put_drop(id, embassy_.circle, body));
  EXPECT_EQ(must(waiting_of(*vault_, embassy_)), 0U);
  // Under another id, or for another circle, it does not open, and is said to be there.
  std::array<std::uint8_t, 16> other{};
  std::copy(id.bytes().begin(), id.bytes().end(), other.begin());
  other[15] ^= 1U;
  must(vault_->put_drop(DropId::from_array(other), embassy_.circle, body));
  other[14] ^= 1U;
  must(vault_->put_drop(DropId::from_array(other), sewing_.circle, body));
  const auto list = must(waiting(*vault_, *steward_));
  EXPECT_TRUE(list.rows.empty());
  EXPECT_EQ(list.damaged, 2U);
  EXPECT_EQ(must(read(*vault_, *steward_, file)).lines.size(), 1U);
}

TEST_F(InboxTest, WhatIsNotOursIsLeftAlone) {
  must(vault_->put_drop(DropId::from_array({1}), embassy_.circle, text("a message of another organisation")));
  const auto list = must(waiting(*vault_, *steward_));
  EXPECT_TRUE(list.rows.empty());
  EXPECT_EQ(list.damaged, 0U);
  EXPECT_EQ(new_for(*vault_, *steward_), 0U);
}

TEST_F(InboxTest, AnAnswerReachesTheWriterAndAnAdditionComesBack) {
  const Receipt receipt = send(embassy_, partner_message());
  EXPECT_EQ(must(replies_for(*vault_, receipt)).size(), 1U);
  const FileId file = open(*steward_, receipt);
  const EntryId once = crypto::random_id<EntryId>();
  must(answer(*vault_, *steward_, file, "answer-to-the-embassy", once));
  must(answer(*vault_, *steward_, file, "answer-to-the-embassy", once));
  const auto replies = must(replies_for(*vault_, receipt));
  ASSERT_EQ(replies.size(), 2U);
  EXPECT_EQ(replies[0].kind, ReplyKind::arrived);
  EXPECT_EQ(replies[1].text, "answer-to-the-embassy");
  add_line(embassy_, receipt, "and-one-line-more");
  const auto list = must(waiting(*vault_, *steward_));
  ASSERT_EQ(list.rows.size(), 1U);
  EXPECT_TRUE(list.rows[0].begun);
  EXPECT_EQ(list.rows[0].file, file);
  EXPECT_EQ(open(*steward_, receipt), file);
  const Conversation talk = must(read(*vault_, *steward_, file));
  ASSERT_EQ(talk.lines.size(), 3U);
  EXPECT_TRUE(talk.waits);
  EXPECT_EQ(must(replies_for(*vault_, receipt)).size(), 3U);
}

TEST_F(InboxTest, WhatWasAddedBeforeAnybodyLookedComesWithIt) {
  const Receipt receipt = send(embassy_, partner_message());
  add_line(embassy_, receipt, "and-one-line-more");
  ASSERT_EQ(must(waiting(*vault_, *steward_)).rows.size(), 1U);
  const Conversation talk = must(read(*vault_, *steward_, open(*steward_, receipt)));
  EXPECT_EQ(talk.lines.size(), 2U);
  EXPECT_EQ(must(waiting_of(*vault_, embassy_)), 0U);
}

TEST_F(InboxTest, AReceiptOpensItsOwnAnswersOnly) {
  const Receipt one = send(embassy_, partner_message());
  const Receipt other = send(embassy_, partner_message("Another embassy"));
  must(answer(*vault_, *steward_, open(*steward_, one), "for-the-first", {}));
  const auto replies = must(replies_for(*vault_, other));
  ASSERT_EQ(replies.size(), 1U);
  EXPECT_EQ(replies[0].kind, ReplyKind::arrived);
  EXPECT_TRUE(must(replies_for(*vault_, Receipt::of(crypto::random_key(), {}))).empty());
}

TEST_F(InboxTest, AnswersExpireAndAreSweptAway) {
  const Receipt receipt = send(embassy_, partner_message());
  clock_.advance(kAnswersKept + std::chrono::hours(25));
  EXPECT_TRUE(must(replies_for(*vault_, receipt)).empty());
  EXPECT_EQ(must(sweep(*vault_)), 1U);
  EXPECT_EQ(must(sweep(*vault_)), 0U);
}

TEST_F(InboxTest, AFormThatIsTurnedToAnotherCircleLeavesWhatWaits) {
  const Receipt receipt = send(embassy_, partner_message());
  const auto referral = in("Aigerim", {CircleKind::referral});
  const auto hotline = in("Olzhas", {CircleKind::hotline});
  Form turned = embassy_;
  turned.circle = circle(CircleKind::hotline);
  must(save_form(*vault_, *steward_, turned));
  EXPECT_EQ(must(waiting(*vault_, referral)).rows.size(), 1U);
  EXPECT_EQ(must(waiting(*vault_, hotline)).rows.size(), 0U);
  EXPECT_FALSE(vault_->may_open(hotline, open(referral, receipt), INTAKE));
}

TEST_F(InboxTest, StepsAreFoldedAndErasingLeavesThemStanding) {
  const Receipt receipt = send(sewing_, public_message("words-to-be-erased"));
  const FileId file = open(*steward_, receipt);
  EXPECT_FALSE(erase_texts(*vault_, *steward_, file));
  IntakeStep step;
  step.set_what("not_for_us");
  EXPECT_FALSE(add_step(*vault_, *steward_, file, step));
  step.set_reason("other_body");
  must(add_step(*vault_, *steward_, file, step));
  must(add_step(*vault_, *steward_, file, step));  // sent twice
  EXPECT_EQ(must(read(*vault_, *steward_, file)).lines.size(), 2U);
  must(erase_texts(*vault_, *steward_, file));
  const Conversation talk = must(read(*vault_, *steward_, file));
  EXPECT_TRUE(talk.erased);
  EXPECT_EQ(talk.state, "not_for_us");
  EXPECT_EQ(talk.message, nullptr);
  EXPECT_FALSE(answer(*vault_, *steward_, file, "too late", {}));
}

TEST_F(InboxTest, WhoLeftTheCircleOpensNothingThatCameAfter) {
  auto leaving = in("Olzhas", {CircleKind::hotline});
  send(sewing_, public_message());
  must(vault_->leave_circle(*steward_, sewing_.circle, leaving.member()));
  must(vault_->refresh(*steward_));
  const Receipt receipt = send(sewing_, public_message("later"));
  EXPECT_TRUE(must(waiting(*vault_, leaving)).rows.empty());
  EXPECT_FALSE(open_waiting(*vault_, leaving, receipt.conversation(organization_)));
  EXPECT_EQ(must(waiting(*vault_, *steward_)).rows.size(), 2U);
}

}  // namespace
}  // namespace arasha::intake

// What is sealed opens in its place only: attacks by somebody who has the database.
#include "intake/sealing.h"

#include "intake/house.h"

namespace arasha::intake {
namespace {

class SealingTest : public HouseTest {
 protected:
  // As `leave` fills it in.
  PublicMessage ready(const Form& form, const Receipt& receipt) {
    PublicMessage out = public_message();
    out.set_form(form.word);
    out.set_language("ru");
    out.set_received(minute_text(clock_.now()));
    out.set_conversation(receipt.conversation(organization_).text());
    out.set_reply_key(key_text(receipt.box(organization_).public_key()));
    return out;
  }
  Token token_ = fresh_token(from_milliseconds(1'790'000'000'000));
};

TEST_F(SealingTest, ADropOpensForItsCircleAlone) {
  const Receipt receipt = receipt_of(*vault_, token_);
  const PublicMessage message = ready(sewing_, receipt);
  const DropId id = drop_id(*vault_, "sewing", token_.nonce, encode_dropped(message));
  const Bytes sealed = must(seal_drop(*vault_, sewing_, id, message));
  const auto operator_ = in("Olzhas", {CircleKind::hotline});
  const auto opened = open_drop(*vault_, operator_, sewing_, id, sealed);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->message->SerializeAsString(), message.SerializeAsString());
  const auto other = in("Aigerim", {CircleKind::referral, CircleKind::casework});
  const auto closed = open_drop(*vault_, other, sewing_, id, sealed);
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error().code, ErrorCode::denied);
}

TEST_F(SealingTest, MovedOrAlteredItOpensNowhere) {
  const Receipt receipt = receipt_of(*vault_, token_);
  const PublicMessage message = ready(sewing_, receipt);
  const DropId id = drop_id(*vault_, "sewing", token_.nonce, encode_dropped(message));
  const Bytes sealed = must(seal_drop(*vault_, sewing_, id, message));
  const auto refused = [&](const Form& form, DropId at, const Bytes& bytes) {
    const auto opened = open_drop(*vault_, *steward_, form, at, bytes);
    return !opened;
  };
  ASSERT_FALSE(refused(sewing_, id, sealed));
  // To another circle of which the steward holds the key too, to another form, under another id.
  Form moved = sewing_;
  moved.circle = circle(CircleKind::casework);
  EXPECT_TRUE(refused(moved, id, sealed));
  Form renamed = sewing_;
  renamed.word = "embassy";
  EXPECT_TRUE(refused(renamed, id, sealed));
  auto other = id.bytes();
  std::array<std::uint8_t, 16> changed{};
  std::copy(other.begin(), other.end(), changed.begin());
  changed[15] ^= 1U;
  EXPECT_TRUE(refused(sewing_, DropId::from_array(changed), sealed));
  for (std::size_t at = 0; at < sealed.size(); at += at < 200 ? 1 : 97) {
    Bytes altered = sealed;
    altered[at] ^= 1U;
    EXPECT_TRUE(refused(sewing_, id, altered)) << at;
  }
  for (std::size_t length = 0; length < sealed.size(); length += 61) EXPECT_TRUE(refused(sewing_, id, Bytes(sealed.begin(), sealed.begin() + static_cast<std::ptrdiff_t>(length))));
}

TEST_F(SealingTest, OfAnotherOrganisationItDoesNotOpen) {
  const Receipt receipt = receipt_of(*vault_, token_);
  const PublicMessage message = ready(sewing_, receipt);
  const DropId id = drop_id(*vault_, "sewing", token_.nonce, encode_dropped(message));
  // As if made for another house: same circle key, another organisation in its context.
  const crypto::Key key = crypto::random_key();
  const Bytes context = ByteWriter().sized("arasha/intake-drop/v1").raw(OrganizationId::from_array({9}).bytes()).raw(sewing_.circle.bytes()).u32(0).sized("sewing").raw(id.bytes()).take();
  const auto state = vault_->directory();
  const Bytes sealed = ByteWriter().raw(view("AIN")).u8(1).u32(0).raw(crypto::seal_key_to(state->circle(sewing_.circle)->box.back(), "arasha/intake-drop-key/v1", context, key))
                           .raw(crypto::seal(key, context, encode_dropped(message), {4096})).take();
  EXPECT_FALSE(open_drop(*vault_, *steward_, sewing_, id, sealed));
}

TEST_F(SealingTest, EverySizeLooksTheSameWithinAStep) {
  const Receipt receipt = receipt_of(*vault_, token_);
  std::set<std::size_t> sizes;
  for (const std::size_t length : {1U, 100U, 1000U, 2500U}) {
    PublicMessage message = ready(sewing_, receipt);
    message.set_happened(std::string(length, 'x'));
    sizes.insert(must(seal_drop(*vault_, sewing_, drop_id(*vault_, "sewing", token_.nonce, encode_dropped(message)), message)).size());
  }
  EXPECT_EQ(sizes.size(), 1U);
}

TEST_F(SealingTest, AfterARotationOldAndNewDropsOpen) {
  const auto leaving = in("Olzhas", {CircleKind::hotline});
  const Receipt receipt = receipt_of(*vault_, token_);
  const PublicMessage message = ready(sewing_, receipt);
  const DropId id = drop_id(*vault_, "sewing", token_.nonce, encode_dropped(message));
  const Bytes before = must(seal_drop(*vault_, sewing_, id, message));
  must(vault_->leave_circle(*steward_, sewing_.circle, leaving.member()));
  must(vault_->refresh(*steward_));
  const Bytes after = must(seal_drop(*vault_, sewing_, id, message));
  EXPECT_TRUE(open_drop(*vault_, *steward_, sewing_, id, before));
  EXPECT_TRUE(open_drop(*vault_, *steward_, sewing_, id, after));
  EXPECT_FALSE(open_drop(*vault_, leaving, sewing_, id, after));
}

TEST_F(SealingTest, AReplyOpensWithItsWordsInItsPlaceOnly) {
  const Receipt receipt = receipt_of(*vault_, token_);
  const Receipt stranger = Receipt::of(crypto::random_key(), token_.nonce);
  const auto box = receipt.box(organization_);
  const auto talk = receipt.conversation(organization_);
  const auto id = vault::ReplyId::from_array({5});
  const Bytes sealed = seal_reply(organization_, box.public_key(), talk, id, {ReplyKind::answer, clock_.now(), "answer"});
  EXPECT_EQ(must(open_reply(organization_, box, talk, id, sealed)).text, "answer");
  EXPECT_FALSE(open_reply(organization_, stranger.box(organization_), talk, id, sealed));
  EXPECT_FALSE(open_reply(organization_, box, stranger.conversation(organization_), id, sealed));
  EXPECT_FALSE(open_reply(organization_, box, talk, vault::ReplyId::from_array({6}), sealed));
  EXPECT_FALSE(open_reply(OrganizationId::from_array({9}), box, talk, id, sealed));
}

TEST_F(SealingTest, ATokenIsOursForItsFormOnly) {
  const std::string text = seal_token(*vault_, "sewing", token_);
  const auto opened = open_token(*vault_, "sewing", text);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->nonce, token_.nonce);
  EXPECT_EQ(opened->shown, token_.shown);
  EXPECT_FALSE(opened->receipt);
  EXPECT_FALSE(open_token(*vault_, "embassy", text));
  EXPECT_FALSE(open_token(*vault_, "sewing", ""));
  EXPECT_FALSE(open_token(*vault_, "sewing", std::string(1000, 'a')));
  std::string altered = text;
  altered[40] = altered[40] == 'a' ? 'b' : 'a';
  EXPECT_FALSE(open_token(*vault_, "sewing", altered));
  Token with = fresh_token(clock_.now());
  with.receipt = receipt_of(*vault_, token_);
  const auto carried = open_token(*vault_, "sewing", seal_token(*vault_, "sewing", with));
  ASSERT_TRUE(carried && carried->receipt);
  EXPECT_EQ(carried->receipt->words(), receipt_of(*vault_, token_).words());
}

}  // namespace
}  // namespace arasha::intake

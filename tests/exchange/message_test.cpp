// The sealed, signed message: what opens, and everything that must not.
#include "exchange/message.h"

#include <gtest/gtest.h>

#include "exchange/card.h"

namespace arasha::exchange {
namespace {

class MessageTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(crypto::initialize()); }

  Message message() const {
    Message out;
    out.id = crypto::random_id<MessageId>();
    out.thread = crypto::random_id<ThreadId>();
    out.from = crypto::random_id<OrganizationId>();
    out.to = crypto::random_id<OrganizationId>();
    out.created = from_milliseconds(1'780'000'000'000);
    out.expires = from_milliseconds(1'790'000'000'000);
    out.kind = 20;
    out.author = "Айгерим";
    out.content = to_bytes(view("Алия, Алматы"));
    return out;
  }
  const crypto::Key seed_ = (static_cast<void>(crypto::initialize()), crypto::random_key());
  const crypto::SigningKey signer_ = crypto::SigningKey::from_seed(seed_);
  const crypto::BoxKey box_ = crypto::BoxKey::from_seed(seed_);
};

TEST_F(MessageTest, WhatIsSealedIsOpenedByItsReceiverAlone) {
  const Message sent = message();
  const Bytes signed_message = sign(signer_, sent);
  const Bytes envelope = seal(box_.public_key(), signed_message);
  const auto opened = open(box_, envelope);
  ASSERT_TRUE(opened);
  EXPECT_EQ(*opened, signed_message);
  const auto got = check(*opened, signer_.public_key());
  ASSERT_TRUE(got);
  EXPECT_EQ(got->id, sent.id);
  EXPECT_EQ(got->thread, sent.thread);
  EXPECT_EQ(got->author, sent.author);
  EXPECT_EQ(got->content, sent.content);
  EXPECT_EQ(got->expires, sent.expires);
  EXPECT_EQ(*claimed_sender(*opened), sent.from);
  EXPECT_FALSE(open(crypto::BoxKey::from_seed(crypto::random_key()), envelope));
}

TEST_F(MessageTest, NothingOfItCanBeReadOnTheWay) {
  const Bytes envelope = seal(box_.public_key(), sign(signer_, message()));
  const std::string all(text_view(envelope));
  EXPECT_EQ(all.find("Алия"), std::string::npos);
  EXPECT_EQ(all.find("Айгерим"), std::string::npos);
  EXPECT_EQ(all.find(text_view(signer_.public_key())), std::string::npos);
}

TEST_F(MessageTest, LengthsTellOnlySteps) {
  Message small = message();
  Message larger = message();
  larger.content.resize(3000, 'x');
  EXPECT_EQ(seal(box_.public_key(), sign(signer_, small)).size(), seal(box_.public_key(), sign(signer_, larger)).size());
  larger.content.resize(5000, 'x');
  EXPECT_EQ(seal(box_.public_key(), sign(signer_, larger)).size(), 8192 + 1 + 32 + 112 + crypto::kEnvelopeOverhead);
}

TEST_F(MessageTest, EveryBitCounts) {
  const Bytes envelope = seal(box_.public_key(), sign(signer_, message()));
  for (std::size_t at = 0; at < envelope.size(); at += at < 300 ? 1 : 97) {
    Bytes altered = envelope;
    altered[at] ^= 1U;
    EXPECT_FALSE(open(box_, altered)) << at;
  }
  EXPECT_FALSE(open(box_, BytesView(envelope).first(envelope.size() - 1)));
  Bytes longer = envelope;
  longer.push_back(0);
  EXPECT_FALSE(open(box_, longer));
  EXPECT_FALSE(open(box_, {}));
}

TEST_F(MessageTest, ASignatureIsOfItsSenderAndForNothingElse) {
  const Bytes signed_message = sign(signer_, message());
  EXPECT_FALSE(check(signed_message, crypto::SigningKey::from_seed(crypto::random_key()).public_key()));
  for (std::size_t at = 0; at < signed_message.size(); ++at) {
    Bytes altered = signed_message;
    altered[at] ^= 0x80U;
    EXPECT_FALSE(check(altered, signer_.public_key())) << at;
  }
  EXPECT_FALSE(check(BytesView(signed_message).first(10), signer_.public_key()));
}

TEST_F(MessageTest, ANewerFormatIsCalledSo) {
  Bytes envelope = seal(box_.public_key(), sign(signer_, message()));
  envelope[0] = 2;
  EXPECT_EQ(look_at(envelope).error().code, ErrorCode::unsupported);
  EXPECT_EQ(look_at(Bytes(kLongestEnvelope + 1, 1)).error().code, ErrorCode::too_large);
}

TEST_F(MessageTest, TheSameMessageTwiceIsTwoEnvelopes) {
  const Bytes signed_message = sign(signer_, message());
  const Bytes a = seal(box_.public_key(), signed_message);
  const Bytes b = seal(box_.public_key(), signed_message);
  EXPECT_NE(a, b);
  EXPECT_NE(look_at(a)->id, look_at(b)->id);
  EXPECT_EQ(look_at(a)->id, look_at(a)->id);
}

TEST_F(MessageTest, ACardSaysWhoItIsAndCannotBeAltered) {
  const Card card{crypto::random_id<OrganizationId>(), "Қор «Қамқор»", {signer_.public_key(), box_.public_key()}, {"https://kamqor.example:8470", crypto::Hash{7}}, from_milliseconds(1'780'000'000'000)};
  const std::string text = card_text(encode(card, signer_));
  const auto read = card_from_text(text + "\r\n");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->organization, card.organization);
  EXPECT_EQ(read->name, card.name);
  EXPECT_EQ(read->keys, card.keys);
  EXPECT_EQ(read->address, card.address);
  for (std::size_t at = 8; at < text.size(); ++at) {
    std::string altered = text;
    altered[at] = altered[at] == '7' ? '8' : '7';
    if (altered == text) continue;
    EXPECT_FALSE(card_from_text(altered)) << at;
  }
  EXPECT_FALSE(card_from_text("ARASHA1:"));
  EXPECT_FALSE(card_from_text(std::string(5000, 'A')));
  // Keys of another one under one's own signature; a box key of small order; a name with a line end.
  EXPECT_FALSE(decode_card(encode(card, crypto::SigningKey::from_seed(crypto::random_key()))));
  Card weak = card;
  weak.keys.box = {};
  EXPECT_FALSE(decode_card(encode(weak, signer_)));
  Card strange = card;
  strange.name = "two\nlines";
  EXPECT_FALSE(decode_card(encode(strange, signer_)));
}

TEST_F(MessageTest, AddressesAreSecureOrHere) {
  for (const char* good : {"", "https://a.example", "https://a.example:8470", "https://[2001:db8::1]:443", "http://127.0.0.1:8470", "http://localhost:1"}) EXPECT_TRUE(check_address({good, {}})) << good;
  for (const char* bad : {"http://a.example", "ftp://a", "https://", "https://a/path", "https://a b", "a.example", "http://127.0.0.1.evil.example", "https://user@a"}) EXPECT_FALSE(check_address({bad, {}})) << bad;
}

}  // namespace
}  // namespace arasha::exchange

#include "intake/parsing.h"

#include "intake/house.h"
#include "schema/entry_types.h"

namespace arasha::intake {
namespace {

PublicMessage whole(PublicMessage message = public_message()) {
  message.set_form("sewing");
  message.set_language("kk");
  message.set_received("2026-11-24T10:15:00Z");
  message.set_conversation(ConversationId::from_array({1, 2, 3}).text());
  message.set_reply_key(key_text(crypto::PublicKey{7}));
  return message;
}

TEST(Dropped, IsReadBack) {
  const auto dropped = parse_dropped(encode_dropped(whole()));
  ASSERT_TRUE(dropped);
  EXPECT_EQ(dropped->form, "sewing");
  EXPECT_EQ(dropped->language, "kk");
  EXPECT_EQ(to_iso(dropped->received), "2026-11-24T10:15:00Z");
  EXPECT_EQ(dropped->conversation, ConversationId::from_array({1, 2, 3}));
  EXPECT_EQ(dropped->message->SerializeAsString(), whole().SerializeAsString());
}

TEST(Dropped, WhatNoFormWouldSendIsRefused) {
  const auto refused = [](const std::function<void(PublicMessage&)>& change) {
    PublicMessage message = whole();
    change(message);
    return !parse_dropped(encode_dropped(message));
  };
  EXPECT_FALSE(refused([](PublicMessage&) {}));
  EXPECT_TRUE(refused([](PublicMessage& m) { m.set_danger("perhaps"); }));
  EXPECT_TRUE(refused([](PublicMessage& m) { m.clear_danger(); }));
  EXPECT_TRUE(refused([](PublicMessage& m) { m.set_happened(std::string(5000, 'x')); }));
  EXPECT_TRUE(refused([](PublicMessage& m) { m.set_called("a\nb"); }));
  EXPECT_TRUE(refused([](PublicMessage& m) { m.add_languages("klingon"); }));
  EXPECT_TRUE(refused([](PublicMessage& m) { m.set_language("xx"); }));
  EXPECT_TRUE(refused([](PublicMessage& m) { m.set_received("yesterday"); }));
  EXPECT_TRUE(refused([](PublicMessage& m) { m.set_received("2026-11-24T10:15:30Z"); }));
  EXPECT_TRUE(refused([](PublicMessage& m) { m.set_received("2026-11-24T25:15:00Z"); }));
  EXPECT_TRUE(refused([](PublicMessage& m) { m.set_conversation(""); }));
  EXPECT_TRUE(refused([](PublicMessage& m) { m.set_conversation(ConversationId().text()); }));
  EXPECT_TRUE(refused([](PublicMessage& m) { m.set_reply_key("abc"); }));
  EXPECT_TRUE(refused([](PublicMessage& m) { m.set_form(std::string(21, 'a')); }));
  EXPECT_TRUE(refused([](PublicMessage& m) { m.GetReflection()->MutableUnknownFields(&m)->AddVarint(999, 1); }));
}

TEST(Dropped, SenselessBytesAreRefused) {
  const Bytes good = encode_dropped(whole());
  for (std::size_t length = 0; length < good.size(); ++length) EXPECT_FALSE(parse_dropped(BytesView(good).first(length))) << length;
  Bytes other = good;
  other[1] = 21;  // a first contact of a case: no form sends one
  EXPECT_FALSE(parse_dropped(other));
  EXPECT_FALSE(parse_dropped(Bytes(kLongestDrop + 1, 0)));
}

TEST(ReplyBytes, AreReadBackAndNothingElse) {
  const Reply reply{ReplyKind::answer, from_milliseconds(1'790'000'000'000), "Мы ждём вас"};
  const Bytes bytes = encode_reply(reply);
  const auto read = parse_reply(bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->kind, ReplyKind::answer);
  EXPECT_EQ(read->time, reply.time);
  EXPECT_EQ(read->text, reply.text);
  for (std::size_t length = 0; length < bytes.size(); ++length) EXPECT_FALSE(parse_reply(BytesView(bytes).first(length)));
  Bytes other = bytes;
  other[0] = 9;
  EXPECT_FALSE(parse_reply(other));
  EXPECT_FALSE(parse_reply(encode_reply({ReplyKind::answer, reply.time, "\xff"})));
}

TEST(KeyText, OneSpellingOnly) {
  const std::string text = key_text(crypto::PublicKey{7});
  EXPECT_TRUE(key_from_text(text));
  EXPECT_FALSE(key_from_text(text + "0"));
  std::string loud = text;
  loud[0] = static_cast<char>(std::toupper(loud[0] == '0' ? 'o' : loud[0]));
  EXPECT_FALSE(key_from_text(loud));
}

}  // namespace
}  // namespace arasha::intake

#include "intake/parsing.h"

#include <algorithm>

#include "base/text.h"
#include "schema/entry_types.h"

namespace arasha::intake {
namespace {

Error senseless() { return {ErrorCode::damaged, "This message cannot be read."}; }

// Fields that the program sets: not in the form, and so not checked with it.
struct Own {
  std::string form;
  std::string language;
  std::string received;
  std::string conversation;
  std::string reply_key;
};

template <class MessageType>
Own own_of(const MessageType& message) {
  Own out{message.form(), message.language(), message.received(), message.conversation(), {}};
  if constexpr (requires { message.reply_key(); }) out.reply_key = message.reply_key();
  return out;
}

// The message as its form would read it, with nothing beside it: a field that no form has would be carried along unseen.
template <class MessageType>
Result<Dropped> check(std::uint16_t type, BytesView bytes) {
  TRY(message, schema::parse_as<MessageType>(bytes));
  MessageType again;
  if (!schema::parse_form(schema::to_form(message), again).empty()) return senseless();
  const Own own = own_of(message);
  again.set_form(own.form);
  again.set_language(own.language);
  again.set_received(own.received);
  again.set_conversation(own.conversation);
  if constexpr (requires { again.reply_key(); }) {
    again.set_reply_key(own.reply_key);
    TRY_VOID(key_from_text(own.reply_key));
  }
  if (again.SerializeAsString() != message.SerializeAsString()) return senseless();
  if (own.form.size() > 20 || !language_from_code(own.language)) return senseless();
  TRY(received, time_from_text(own.received));
  auto conversation = ConversationId::from_text(own.conversation);
  if (!conversation || conversation->text() != own.conversation || conversation->is_nil()) return senseless();
  return Dropped{std::make_shared<const MessageType>(std::move(message)), type, own.form, own.language, received, *conversation};
}

}  // namespace

Bytes encode_dropped(const google::protobuf::Message& message) {
  return ByteWriter().u16(schema::entry_type(message.GetDescriptor()->name())->number).raw(schema::serialise(message)).take();
}

Result<Dropped> parse_dropped(BytesView bytes) {
  if (bytes.size() > kLongestDrop) return senseless();
  ByteReader in(bytes);
  TRY(type, in.u16());
  const BytesView rest = bytes.subspan(2);
  if (type == schema::entry_type_of<PartnerMessage>().number) return check<PartnerMessage>(type, rest);
  if (type == schema::entry_type_of<PublicMessage>().number) return check<PublicMessage>(type, rest);
  if (type == schema::entry_type_of<IntakeAddition>().number) return check<IntakeAddition>(type, rest);
  return senseless();
}

std::vector<schema::FieldError> read_answers(const schema::FormData& form, google::protobuf::Message& message) { return schema::parse_form(form, message); }

std::string key_text(const crypto::PublicKey& key) { return to_base32(key); }

Result<crypto::PublicKey> key_from_text(std::string_view text) {
  TRY(bytes, from_base32(text));
  crypto::PublicKey out{};
  if (bytes.size() != out.size() || to_base32(bytes) != text) return senseless();
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

std::string minute_text(Time time) { return to_iso(Time(std::chrono::floor<std::chrono::minutes>(time))); }

Result<Time> time_from_text(std::string_view text) {
  if (text.size() != 20 || text.substr(16) != ":00Z" || text[10] != 'T' || text[13] != ':') return senseless();
  TRY(day, date_from_iso(text.substr(0, 10)));
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (!digit(text[11]) || !digit(text[12]) || !digit(text[14]) || !digit(text[15])) return senseless();
  const int hour = (text[11] - '0') * 10 + (text[12] - '0');
  const int minute = (text[14] - '0') * 10 + (text[15] - '0');
  if (hour > 23 || minute > 59) return senseless();
  return Time(std::chrono::sys_days(day)) + std::chrono::hours(hour) + std::chrono::minutes(minute);
}

Bytes encode_reply(const Reply& reply) {
  return ByteWriter().u8(static_cast<std::uint8_t>(reply.kind)).u64(static_cast<std::uint64_t>(to_milliseconds(reply.time))).sized(reply.text).take();
}

Result<Reply> parse_reply(BytesView bytes) {
  ByteReader in(bytes);
  TRY(kind, in.u8());
  TRY(time, in.u64());
  TRY(text, in.sized(kLongestReply));
  TRY_VOID(in.finish());
  if (kind < 1 || kind > static_cast<std::uint8_t>(ReplyKind::answer) || time > (std::uint64_t{1} << 46U) || !is_utf8(text_view(text))) return senseless();
  return Reply{static_cast<ReplyKind>(kind), from_milliseconds(static_cast<std::int64_t>(time)), to_text(text)};
}

}  // namespace arasha::intake

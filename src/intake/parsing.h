// What came in, from bytes to a checked message. The bytes are a stranger's: a sealed box has no sender, so whoever knows a circle's
// public key and can write into the database may have made them.
#pragma once

#include <memory>
#include <string>

#include "arasha/intake.pb.h"
#include "schema/form.h"
#include "vault/vault.h"

namespace arasha::intake {

using ConversationId = vault::Recipient;

// What a drop holds: one of PartnerMessage, PublicMessage, IntakeAddition; and what of it the program must know.
struct Dropped {
  std::shared_ptr<const google::protobuf::Message> message;
  std::uint16_t type = 0;
  std::string form;
  std::string language;
  Time received;
  ConversationId conversation;
};

inline constexpr std::size_t kLongestDrop = 96 * 1024;  // of what is sealed

// type u16 ‖ the message; and back. `damaged` for everything that the form would not have let through.
Bytes encode_dropped(const google::protobuf::Message& message);
Result<Dropped> parse_dropped(BytesView bytes);

// What a form posted, into its message; every mistake by its field. The message's own fields are set by the program.
std::vector<schema::FieldError> read_answers(const schema::FormData& form, google::protobuf::Message& message);

// The public key that answers are sealed to, as a message carries it.
std::string key_text(const crypto::PublicKey& key);
Result<crypto::PublicKey> key_from_text(std::string_view text);

// 2026-11-24T10:15:00Z: to the minute, so that a list of arrivals says less.
std::string minute_text(Time time);
Result<Time> time_from_text(std::string_view text);

// A row for the writer: that something arrived, or what we answer.
enum class ReplyKind : std::uint8_t { arrived = 1, answer = 2 };
struct Reply {
  ReplyKind kind = ReplyKind::arrived;
  Time time;
  std::string text;
};
inline constexpr std::size_t kLongestReply = 32 * 1024;
Bytes encode_reply(const Reply& reply);
Result<Reply> parse_reply(BytesView bytes);

}  // namespace arasha::intake

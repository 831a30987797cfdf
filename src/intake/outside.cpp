#include "intake/outside.h"

#include <algorithm>

namespace arasha::intake {
namespace {

Error too_many() { return {ErrorCode::busy, "Too much comes in at this moment. What you typed is still here: send it again in a quarter of an hour, or call."}; }

void set_field(google::protobuf::Message& message, const char* name, std::string value) {
  const auto* field = message.GetDescriptor()->FindFieldByName(name);
  if (field != nullptr) message.GetReflection()->SetString(&message, field, std::move(value));
}

// The words come from the token of the page: of one that was shown to somebody who came back, her own.
Receipt words_of(const vault::Vault& vault, const Token& token) { return token.receipt ? Receipt::of_key(token.receipt->key()) : receipt_of(vault, token); }

}  // namespace

Result<void> leave(const Outdoors& doors, const Form& form, Language language, const Token& token, google::protobuf::Message& message, std::string_view from) {
  vault::Vault& vault = doors.vault;
  const Time now = vault.clock().now();
  if (!doors.flood->let(Door::leave, form.word, from, now)) return too_many();
  TRY(full, is_full(vault, form, kMostWaiting));
  if (full) return Error(ErrorCode::full, "Too many messages wait to be read. What you typed is still here: try again tomorrow, or call.");
  const Receipt receipt = words_of(vault, token);
  const ConversationId conversation = receipt.conversation(vault.organization());
  const crypto::PublicKey key = receipt.box(vault.organization()).public_key();
  const DropId id = drop_id(vault, form.word, token.nonce, encode_dropped(message));
  set_field(message, "form", form.word);
  set_field(message, "language", std::string(code(language)));
  set_field(message, "received", minute_text(now));
  set_field(message, "conversation", conversation.text());
  set_field(message, "reply_key", key_text(key));
  TRY(sealed, seal_drop(vault, form, id, message));
  // First the way back: a drop without it could never be answered.
  const auto reply = *vault::ReplyId::from_bytes(id.bytes());
  TRY_VOID(vault.put_reply({reply, conversation, date_of(now + kAnswersKept), seal_reply(vault.organization(), key, conversation, reply, {ReplyKind::arrived, now, {}})}));
  return vault.put_drop(id, form.circle, sealed);
}

Result<std::vector<Reply>> replies_for(const vault::Vault& vault, const Receipt& receipt) {
  const ConversationId conversation = receipt.conversation(vault.organization());
  const crypto::BoxKey box = receipt.box(vault.organization());
  std::vector<Reply> out;
  const Date today = date_of(vault.clock().now());
  TRY_VOID(vault.each_reply(conversation, [&](vault::ReplyId id, Date until, BytesView sealed) -> Result<void> {
    if (until < today) return {};
    // One that somebody else put there opens with no words of hers.
    if (auto reply = open_reply(vault.organization(), box, conversation, id, sealed)) out.push_back(std::move(*reply));
    return {};
  }));
  std::stable_sort(out.begin(), out.end(), [](const Reply& a, const Reply& b) { return a.time < b.time; });
  return out;
}

Numbers numbers_of(const Outdoors& doors) {
  Numbers out;
  const pack::Pack& norms = doors.shelf.chosen(doors.vault.directory()->setting(pack::kPackSetting));
  for (const auto* one : pack::all_on(norms.contents().institutions(), date_of(doors.vault.clock().now()))) {
    if (one->emergency()) out.emergency.insert(out.emergency.end(), one->phones().begin(), one->phones().end());
    if (one->hotline()) out.hotline.insert(out.hotline.end(), one->phones().begin(), one->phones().end());
  }
  return out;
}

}  // namespace arasha::intake

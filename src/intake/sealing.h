// What is sealed between the form outside and a circle, and between a circle and whoever wrote (docs/formats/intake.md).
#pragma once

#include "intake/forms.h"
#include "intake/parsing.h"
#include "intake/receipt.h"

namespace arasha::intake {

using vault::DropId;

// The id of what a form that was shown with this nonce sends, so that the same thing sent twice is there once; what was changed and sent
// again is a second one. Its first four bytes are a tag of the form, so that what waits for each form can be counted by a
// server that opens nothing.
DropId drop_id(const vault::Vault& vault, std::string_view word, const Nonce& nonce, BytesView answers);
bool is_of_form(const vault::Vault& vault, std::string_view word, DropId id);

// To the circle's present key, as the verified directory names it; bound to organisation, circle, generation, form and id.
Result<Bytes> seal_drop(const vault::Vault& vault, const Form& form, DropId id, const google::protobuf::Message& message);
// `denied` without the circle's key of that generation; `damaged` for what is altered, was moved here, or is not ours.
Result<Dropped> open_drop(const vault::Vault& vault, const vault::Keyring& by, const Form& form, DropId id, BytesView sealed);
// Whether it begins as a drop of a form does: others leave drops for the same circle.
bool looks_like_drop(BytesView sealed);

// For the writer alone.
Bytes seal_reply(OrganizationId organization, const crypto::PublicKey& to, ConversationId conversation, vault::ReplyId id, const Reply& reply);
Result<Reply> open_reply(OrganizationId organization, const crypto::BoxKey& box, ConversationId conversation, vault::ReplyId id, BytesView sealed);

// What a page outside carries along, under a key of the server: when it was shown, its nonce; and, once somebody has come back
// with her words, those. Nobody else can make one or read it, and it opens for its form only.
struct Token {
  Time shown;
  Nonce nonce{};
  std::optional<Receipt> receipt;
};
Token fresh_token(Time now);
std::string seal_token(const vault::Vault& vault, std::string_view word, const Token& token);
Result<Token> open_token(const vault::Vault& vault, std::string_view word, std::string_view text);
Receipt receipt_of(const vault::Vault& vault, const Token& token);

// The file of a conversation. Under a key of the server: the rows alone do not tell which answers belong to which file.
FileId file_of(const vault::Vault& vault, ConversationId conversation);

}  // namespace arasha::intake

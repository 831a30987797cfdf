// The body that a form outside posts, its words of a receipt and its token. The oracle: what passes the form becomes a drop that
// opens again, and words that are read are written as they are.
#include <cstdlib>

#include "intake/parsing.h"
#include "intake/receipt.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

template <class MessageType>
void send(const arasha::schema::FormData& form) {
  using namespace arasha;
  MessageType message;
  if (!intake::read_answers(form, message).empty()) return;
  message.set_form("help");
  message.set_language("ru");
  message.set_received("2026-11-24T10:15:00Z");
  message.set_conversation(intake::ConversationId::from_array({1}).text());
  if constexpr (requires { message.reply_key(); }) message.set_reply_key(intake::key_text(crypto::PublicKey{7}));
  const Bytes bytes = intake::encode_dropped(message);
  if (bytes.size() > intake::kLongestDrop) return;
  require(intake::parse_dropped(bytes).is_ok());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace arasha;
  static const bool ready = crypto::initialize().is_ok();
  require(ready);
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (const auto receipt = intake::Receipt::read(input)) {
    const auto again = intake::Receipt::read(receipt->words());
    require(again.has_value() && again->words() == receipt->words());
  }
  const auto form = schema::parse_urlencoded(input);
  if (!form) return 0;
  send<PartnerMessage>(*form);
  send<PublicMessage>(*form);
  send<IntakeAddition>(*form);
  return 0;
}

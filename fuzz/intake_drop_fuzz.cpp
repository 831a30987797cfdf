// What came in through a form, and an answer, after their seals are opened: a stranger's bytes. The oracle: what is accepted is written
// back as it was, and is something that the form itself would have let through.
#include <google/protobuf/stubs/logging.h>

#include <cstdlib>

#include "intake/conversation.h"
#include "intake/parsing.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace arasha;
  google::protobuf::SetLogHandler(nullptr);
  const BytesView input(data, size);
  if (const auto dropped = intake::parse_dropped(input)) {
    const Bytes again = intake::encode_dropped(*dropped->message);
    const auto second = intake::parse_dropped(again);
    require(second.is_ok() && intake::encode_dropped(*second->message) == again);
    require(dropped->form == second->form && dropped->conversation == second->conversation);
    intake::Conversation talk;
    talk.message = dropped->message;
    const schema::FormData contact = intake::first_contact_of(talk);
    for (const auto& [name, value] : contact.fields()) require(!name.empty() && !value.empty());
    static_cast<void>(intake::card_of(talk));
  }
  if (const auto reply = intake::parse_reply(input)) {
    const Bytes again = intake::encode_reply(*reply);
    require(again.size() == size && std::equal(again.begin(), again.end(), data));
  }
  return 0;
}

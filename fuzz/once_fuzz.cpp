// What is read once: its content and its state. What is accepted is written back as it was; the words are six of the list or none.
#include <algorithm>
#include <cstdlib>

#include "exchange/once.h"
#include "vault/spoken.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

template <class T>
void same_again(arasha::BytesView input, const arasha::Result<T>& read) {
  if (!read) return;
  const arasha::Bytes again = encode(*read);
  require(again.size() == input.size() && std::equal(again.begin(), again.end(), input.begin()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const arasha::BytesView input(data, size);
  same_again(input, arasha::exchange::decode_once_content(input));
  same_again(input, arasha::vault::decode_once_record(input));
  const auto heard = arasha::vault::heard_words(arasha::text_view(input));
  require(heard.words.empty() || (heard.wrong == 0 && arasha::vault::is_suggested_passphrase(heard.words)));
  require(heard.wrong >= 0 && heard.wrong <= 6);
  static_cast<void>(arasha::exchange::once_from_address(arasha::text_view(input)));
  return 0;
}

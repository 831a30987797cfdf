// Whatever stands in a file of own forms: it is refused with a sentence, or it comes back the same when it is written again.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "casework/own/set_file.h"

namespace {
void require(bool condition) {
  if (!condition) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = arasha::casework::read_form_file({reinterpret_cast<const char*>(data), size});
  if (!read) {
    require(arasha::is_utf8(read.error().to_string()));
    return 0;
  }
  const auto again = arasha::casework::read_form_file(arasha::casework::write_form_file(*read));
  require(again.is_ok());
  require(again->SerializeAsString() == read->SerializeAsString());
  return 0;
}

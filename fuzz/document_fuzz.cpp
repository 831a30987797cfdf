// Files from outside: nothing breaks the reader; what is cleaned is a picture of the same kind that cleaning does not change
// again; and the pieces in which a file comes make no difference.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "casework/documents/content.h"
#include "crypto/secret.h"

namespace {

using namespace arasha;
using namespace arasha::casework;

web::Pieces pieces(std::string_view content, std::size_t size) {
  return [content, size, at = std::size_t{0}]() mutable -> Result<Bytes> {
    const auto piece = content.substr(std::min(at, content.size()), size);
    at += size;
    return to_bytes(view(piece));
  };
}

std::string cleaned(std::string_view content, const Looked& looked, std::size_t piece) {
  std::string out;
  const auto done = pass_on(pieces(content, piece), looked, true, [&](BytesView bytes) -> Result<void> {
    out += text_view(bytes);
    return {};
  });
  if (!done) std::abort();
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view content(reinterpret_cast<const char*>(data), size);
  const auto looked = look_at(pieces(content, 65536), "");
  const auto again = look_at(pieces(content, 16), "");
  // What is text until the last piece is told by the first: kinds may differ only where the head is shorter than a kind needs.
  if (!looked || !is_picture(looked->format) || !can_be_cleaned(looked->format)) return 0;
  if (!again || again->format != looked->format || again->cleaned != looked->cleaned) std::abort();
  const std::string once = cleaned(content, *looked, 65536);
  if (once.size() != looked->cleaned || once != cleaned(content, *looked, 16)) std::abort();
  const auto after = look_at(pieces(once, 65536), "");
  if (!after || after->format != looked->format || cleaned(once, *after, 65536) != once) std::abort();
  return 0;
}

#include "base/text.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include "base/check.h"

namespace arasha {
namespace {

// Without control characters but line feed and tab; CR LF and CR become LF. Takes well-formed UTF-8.
std::string without_controls(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    if (c == '\r') {
      if (i + 1 >= bytes.size() || bytes[i + 1] != '\n') out += '\n';
    } else if (!control || c == '\n' || c == '\t') {
      out += c;
    }
  }
  return out;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  const auto* const start = reinterpret_cast<const std::uint8_t*>(bytes.data());
  std::int64_t at = 0;
  const auto size = static_cast<std::int64_t>(bytes.size());
  while (at < size) {
    UChar32 c = 0;
    U8_NEXT(start, at, size, c);
    if (c < 0) return false;
  }
  return true;
}

Result<std::string> clean_text(std::string_view bytes) {
  if (!is_utf8(bytes)) {
    return Error(ErrorCode::invalid_input, "This text is not in UTF-8. Save it as UTF-8 and try again.");
  }
  // Before normalising: a control character between a letter and its mark keeps them apart.
  const std::string kept = without_controls(bytes);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  CHECK(U_SUCCESS(status));
  const icu::UnicodeString text = nfc->normalize(
      icu::UnicodeString::fromUTF8(icu::StringPiece(kept.data(), static_cast<std::int32_t>(kept.size()))), status);
  CHECK(U_SUCCESS(status));
  std::string out;
  text.toUTF8String(out);
  return std::string(trim(out));
}

std::string fold_case(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCCasefoldInstance(status);
  CHECK(U_SUCCESS(status));
  const icu::UnicodeString folded = nfkc->normalize(
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size()))), status);
  std::string out;
  folded.toUTF8String(out);
  return out;
}

std::size_t length(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++count;
  }
  return count;
}

std::string_view trim(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace arasha

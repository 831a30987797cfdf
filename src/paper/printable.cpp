#include "paper/printable.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <set>

#include "paper/fonts.h"

namespace arasha::paper {
namespace {

constexpr char32_t kReplacement = 0xfffd;

enum class Fate { keep, drop, blank, line };

Fate fate_of(char32_t c) {
  if (c == '\n' || c == 0x2028 || c == 0x2029) return Fate::line;
  if (c == '\t') return Fate::blank;
  const auto type = u_charType(static_cast<UChar32>(c));
  if (type == U_CONTROL_CHAR) return Fate::drop;
  // Marks of direction, tags, the byte order mark; joiners (U+200C, U+200D) and the soft hyphen are parts of words.
  if (type == U_FORMAT_CHAR && c != 0x200c && c != 0x200d && c != 0x00ad) return Fate::drop;
  if (c >= 0xfe00 && c <= 0xfe0f) return Fate::drop;  // variation selectors
  return Fate::keep;
}

// Calls use(character) for each; what is no UTF-8 comes as U+FFFD.
template <class Use>
void each(std::string_view text, const Use& use) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  for (std::size_t at = 0; at < text.size();) {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(bytes, at, text.size(), c);
    use(static_cast<char32_t>(c));
  }
}

void append(std::string& out, char32_t character) {
  std::uint8_t bytes[4];
  int length = 0;
  U8_APPEND_UNSAFE(bytes, length, character);
  out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
}

bool is_shown(char32_t c) { return c < 0x7f || c == 0x00ad || c == 0x200c || c == 0x200d || u_isUWhiteSpace(static_cast<UChar32>(c)) || has_glyph(c); }

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  each(text, [&](char32_t c) {
    switch (fate_of(c)) {
      case Fate::line: out += '\n'; break;
      case Fate::blank: out += ' '; break;
      case Fate::keep: append(out, is_shown(c) ? c : kReplacement); break;
      case Fate::drop: break;
    }
  });
  return out;
}

std::string not_printable(std::string_view text) {
  constexpr std::size_t kMost = 10;
  std::set<char32_t> seen;
  std::string out;
  each(text, [&](char32_t c) {
    if (seen.size() == kMost || fate_of(c) != Fate::keep || is_shown(c) || !seen.insert(c).second) return;
    append(out, c);
  });
  return out;
}

std::string kept_together(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 8);
  for (const char c : text) {
    if (c == ' ') out += "\u00a0";
    else out += c;
  }
  return out;
}

}  // namespace arasha::paper

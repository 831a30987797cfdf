#include "projection/romanise.h"

#include <unicode/parseerr.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <array>
#include <memory>
#include <mutex>

#include "base/check.h"
#include "base/text.h"

namespace arasha::projection {
namespace {

struct Letter {
  char32_t from;
  const char* to;
};

// The letters of our languages, lower case. The Latin is the longest usual spelling (zh, kh, ts, shch, yo), so that
// names.cpp can treat it and what people type in Latin with the same rules. х, ҳ and һ are "kh" and never "h":
// Исхак would otherwise read as Ишак.
constexpr Letter kLetters[] = {
    {U'а', "a"},  {U'б', "b"},  {U'в', "v"},  {U'г', "g"},   {U'д', "d"},  {U'е', "e"},  {U'ё', "yo"}, {U'ж', "zh"},
    {U'з', "z"},  {U'и', "i"},  {U'й', "y"},  {U'к', "k"},   {U'л', "l"},  {U'м', "m"},  {U'н', "n"},  {U'о', "o"},
    {U'п', "p"},  {U'р', "r"},  {U'с', "s"},  {U'т', "t"},   {U'у', "u"},  {U'ф', "f"},  {U'х', "kh"}, {U'ц', "ts"},
    {U'ч', "ch"}, {U'ш', "sh"}, {U'щ', "sh"}, {U'ъ', ""},    {U'ы', "y"},  {U'ь', ""},   {U'э', "e"},  {U'ю', "yu"},
    {U'я', "ya"},
    // Kazakh, Kyrgyz, Uzbek, Tajik. ў is Uzbek here; the Belarusian short u loses.
    {U'ә', "a"},  {U'ғ', "g"},  {U'қ', "k"},  {U'ң', "n"},   {U'ө', "o"},  {U'ұ', "u"},  {U'ү', "u"},  {U'һ', "kh"},
    {U'і', "i"},  {U'ў', "o"},  {U'ҳ', "kh"}, {U'ӣ', "i"},   {U'ӯ', "u"},  {U'ҷ', "zh"},
    // Ukrainian, Belarusian, Serbian, Tatar, Turkmen, Uyghur.
    {U'ї', "yi"}, {U'є', "e"},  {U'ґ', "g"},  {U'ђ', "zh"},  {U'ј', "y"},  {U'љ', "l"},  {U'њ', "n"},  {U'ћ', "ch"},
    {U'џ', "zh"}, {U'җ', "zh"}, {U'ӑ', "a"},   {U'ӗ', "e"},  {U'ӱ', "u"},  {U'ӧ', "o"},  {U'ӓ', "a"},
    {U'ҡ', "k"},  {U'ҥ', "n"},  {U'ҫ', "s"},  {U'ҙ', "z"},   {U'ѐ', "e"},  {U'ѝ', "i"},
};

// Latin letters with marks. The first lose a sound when only the mark is dropped, as ICU's Latin-ASCII does.
constexpr Letter kLatin[] = {
    {U'ş', "sh"}, {U'ș', "sh"}, {U'š', "sh"}, {U'ŝ', "shch"}, {U'ç', "ch"}, {U'č', "ch"}, {U'ć', "ch"},
    {U'ž', "zh"}, {U'ż', "zh"}, {U'ź', "z"},  {U'ı', "i"},    {U'ý', "u"},  {U'ə', "a"},  {U'ŭ', "u"},
    {U'đ', "d"},  {U'ł', "l"},  {U'æ', "a"},  {U'ø', "o"},
    // Here the mark may go; they stand in the table because Kazakh, Uzbek and Turkish names are full of them.
    {U'ä', "a"},  {U'á', "a"},  {U'â', "a"},  {U'ā', "a"},    {U'é', "e"},  {U'ė', "e"},  {U'ē', "e"},
    {U'í', "i"},  {U'ī', "i"},  {U'ĭ', "i"},  {U'î', "i"},    {U'ö', "o"},  {U'ó', "o"},  {U'ō', "o"},
    {U'ü', "u"},  {U'ú', "u"},  {U'ū', "u"},  {U'û', "u"},    {U'ğ', "g"},  {U'ǵ', "g"},  {U'ñ', "n"},
    {U'ń', "n"},
};

constexpr char32_t kCyrillic = 0x400;
constexpr char32_t kCyrillicEnd = 0x530;

using CyrillicTable = std::array<const char*, kCyrillicEnd - kCyrillic>;

constexpr CyrillicTable make_cyrillic() {
  CyrillicTable table{};
  for (const Letter& letter : kLetters) table[letter.from - kCyrillic] = letter.to;
  return table;
}
constexpr CyrillicTable kCyrillicTable = make_cyrillic();

// Upper case to lower within ASCII and Cyrillic; the blocks pair their letters in three ways.
constexpr char32_t lower(char32_t c) {
  if (c >= U'A' && c <= U'Z') return c + 32;
  if (c >= 0x410 && c <= 0x42F) return c + 0x20;
  if (c >= 0x400 && c <= 0x40F) return c + 0x50;
  if (c >= 0x4C1 && c <= 0x4CE) return (c & 1U) == 1 ? c + 1 : c;
  if ((c >= 0x460 && c <= 0x481) || (c >= 0x48A && c < kCyrillicEnd)) return (c & 1U) == 0 ? c + 1 : c;
  return c;
}

constexpr bool is_apostrophe(char32_t c) {
  return c == U'\'' || c == U'`' || c == 0xB4 || (c >= 0x2B9 && c <= 0x2BF) || c == 0x2C8 || c == 0x2018 ||
         c == 0x2019 || c == 0x201B || c == 0x2032 || c == 0x201D || c == 0x55A;
}

constexpr bool is_hyphen(char32_t c) { return c == U'-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212; }

// The text under construction: never two separators in a row, none in front.
class Words {
 public:
  void letters(const char* latin) { out_ += latin; }
  void letter(char c) { out_ += c; }
  void separate(char by) {
    if (!out_.empty() && out_.back() != ' ' && out_.back() != '-') {
      out_ += by;
    } else if (!out_.empty() && by == ' ') {
      out_.back() = ' ';
    }
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

// ASCII, our Cyrillic and signs. False when it needs the slow way.
bool add_common(Words& words, char32_t c) {
  c = lower(c);
  if ((c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9')) {
    words.letter(static_cast<char>(c));
  } else if (is_apostrophe(c)) {
    words.letter('\'');
  } else if (is_hyphen(c)) {
    words.separate('-');
  } else if (c < 0x80) {
    words.separate(' ');
  } else if (c >= kCyrillic && c < kCyrillicEnd && kCyrillicTable[c - kCyrillic] != nullptr) {
    words.letters(kCyrillicTable[c - kCyrillic]);
  } else {
    return false;
  }
  return true;
}

const char* latin_letter(char32_t c) {
  for (const Letter& letter : kLatin) {
    if (letter.from == c) return letter.to;
  }
  return nullptr;
}

// Letters of any other script. Making the transliterator takes milliseconds and ICU does not promise that one may
// be used from several threads, so there is one and a lock.
std::string transliterate(const icu::UnicodeString& run) {
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  static const std::unique_ptr<icu::Transliterator> any_to_latin = [] {
    UErrorCode status = U_ZERO_ERROR;
    UParseError where;
    std::unique_ptr<icu::Transliterator> made(icu::Transliterator::createInstance(
        icu::UnicodeString::fromUTF8("Any-Latin; Latin-ASCII; Lower"), UTRANS_FORWARD, where, status));
    CHECK(U_SUCCESS(status));
    return made;
  }();
  icu::UnicodeString text = run;
  any_to_latin->transliterate(text);
  std::string out;
  text.toUTF8String(out);
  return out;
}

void flush(Words& words, icu::UnicodeString& run) {
  if (run.isEmpty()) return;
  for (const char c : transliterate(run)) {
    if (!add_common(words, static_cast<unsigned char>(c))) words.separate(' ');
  }
  run.remove();
}

bool is_mark(UChar32 c) {
  const auto type = u_charType(c);
  return type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK || type == U_ENCLOSING_MARK;
}

// Through NFKC case folding first: composes letters with their marks, unfolds ligatures and wide forms.
std::string romanise_slowly(std::string_view text) {
  const std::string folded = fold_case(text);
  Words words;
  icu::UnicodeString run;  // letters that wait for ICU, with their marks
  const auto* const start = reinterpret_cast<const std::uint8_t*>(folded.data());
  const auto size = static_cast<std::int64_t>(folded.size());
  for (std::int64_t at = 0; at < size;) {
    UChar32 c = 0;
    U8_NEXT(start, at, size, c);
    if (c < 0) return {};
    const auto point = static_cast<char32_t>(c);
    const bool ours = point < 0x80 || is_apostrophe(point) || is_hyphen(point) || latin_letter(point) != nullptr ||
                      (point >= kCyrillic && point < kCyrillicEnd && kCyrillicTable[point - kCyrillic] != nullptr);
    if (!ours && (u_isalpha(c) || (is_mark(c) && !run.isEmpty()))) {
      run.append(c);
      continue;
    }
    flush(words, run);
    if (const char* latin = latin_letter(point)) {
      words.letters(latin);
    } else if (!add_common(words, point)) {
      if (const int digit = u_charDigitValue(c); digit >= 0) {
        words.letter(static_cast<char>('0' + digit));
      } else if (!is_mark(c) && u_charType(c) != U_FORMAT_CHAR) {
        words.separate(' ');
      }
    }
  }
  flush(words, run);
  return words.take();
}

}  // namespace

std::string romanise(std::string_view text) {
  Words words;
  const auto* const start = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int64_t>(text.size());
  for (std::int64_t at = 0; at < size;) {
    UChar32 c = 0;
    U8_NEXT(start, at, size, c);
    if (c < 0) return {};
    if (!add_common(words, static_cast<char32_t>(c))) return is_utf8(text) ? romanise_slowly(text) : std::string();
  }
  return words.take();
}

}  // namespace arasha::projection

#include "casework/documents/content.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "casework/documents/picture_bytes.h"
#include "casework/documents/zip.h"

namespace arasha::casework {
namespace {

using namespace std::literals;

constexpr std::size_t kHead = 64 * 1024;

struct Known {
  Format format;
  const char* code;
  const char* media_type;
  std::array<std::string_view, 4> ends;
};
const std::array<Known, 14>& all_formats() {
  static const std::array<Known, 14> all = {{
      {Format::jpeg, "jpeg", "image/jpeg", {{"jpg", "jpeg", "jpe", "jfif"}}},
      {Format::png, "png", "image/png", {{"png"}}},
      {Format::webp, "webp", "image/webp", {{"webp"}}},
      {Format::heic, "heic", "image/heic", {{"heic", "heif"}}},
      {Format::pdf, "pdf", "application/pdf", {{"pdf"}}},
      {Format::text, "text", "text/plain", {{"txt", "csv", "log", "md"}}},
      {Format::docx, "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", {{"docx"}}},
      {Format::xlsx, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", {{"xlsx"}}},
      {Format::odt, "odt", "application/vnd.oasis.opendocument.text", {{"odt"}}},
      {Format::ods, "ods", "application/vnd.oasis.opendocument.spreadsheet", {{"ods"}}},
      {Format::mp3, "mp3", "audio/mpeg", {{"mp3"}}},
      {Format::m4a, "m4a", "audio/mp4", {{"m4a", "m4b"}}},
      {Format::ogg, "ogg", "audio/ogg", {{"ogg", "oga", "opus"}}},
      {Format::wav, "wav", "audio/wav", {{"wav"}}},
  }};
  return all;
}
const Known& known(Format format) { return all_formats().at(static_cast<std::size_t>(format)); }

std::string ending_of(std::string_view name) {
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos || name.size() - dot > 11) return {};
  std::string out;
  for (const char c : name.substr(dot + 1)) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  const bool plain = std::all_of(out.begin(), out.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
  return plain ? out : std::string();
}
bool fits(Format format, std::string_view ending) {
  const auto& ends = known(format).ends;
  return !ending.empty() && std::find(ends.begin(), ends.end(), ending) != ends.end();
}

Error unknown() {
  return {ErrorCode::invalid_input,
          "This is none of the formats that are kept here: pictures (JPEG, PNG, WebP, HEIC), PDF, plain text, Word, Excel and OpenDocument, sound (MP3, M4A, OGG, WAV). Save it as one of them and send it again."};
}
Error broken_document() { return {ErrorCode::invalid_input, "This document is broken. Open it, save it anew and send it again."}; }

// ISO base media (ISO/IEC 14496-12, 4.3): its first box names the brands.
std::optional<Format> of_brands(BytesView head, std::string_view ending) {
  constexpr std::array<std::string_view, 7> kHeic = {"heic", "heix", "hevc", "hevx", "heim", "heis", "mif1"};
  constexpr std::array<std::string_view, 8> kSound = {"mp41", "mp42", "isom", "iso2", "iso5", "iso6", "3gp4", "3gp5"};
  if (!has_text(head, 4, "ftyp") || head.size() < 16) return std::nullopt;
  const std::size_t size = big_endian(head, 0, 4);
  if (size < 16 || size > 512 || size > head.size()) return std::nullopt;
  const std::string_view brand = text_view(head.subspan(8, 4));
  if (std::find(kHeic.begin(), kHeic.end(), brand) != kHeic.end()) return Format::heic;
  if (brand == "M4A " || brand == "M4B ") return Format::m4a;
  // Recorders of telephones write the general brands of films. A film is told apart by its name alone.
  if (std::find(kSound.begin(), kSound.end(), brand) != kSound.end() && fits(Format::m4a, ending)) return Format::m4a;
  return std::nullopt;
}

// One frame of MPEG layer III, and another behind it where that lies within what is at hand (ISO/IEC 11172-3, 2.4.1).
bool is_mp3(BytesView head) {
  if (has_text(head, 0, "ID3")) return head.size() > 10 && head[3] < 0x10 && ((head[6] | head[7] | head[8] | head[9]) & 0x80U) == 0;
  const auto frame_at = [&](std::size_t at) -> std::size_t {
    constexpr std::array<int, 16> kFirst = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0};
    constexpr std::array<int, 16> kSecond = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0};
    constexpr std::array<int, 3> kRates = {44100, 48000, 32000};
    if (at + 4 > head.size() || head[at] != 0xff || (head[at + 1] & 0xe6U) != 0xe2U) return 0;
    const unsigned version = head[at + 1] >> 3U & 3U;
    const unsigned bits = head[at + 2] >> 4U;
    const unsigned rate = head[at + 2] >> 2U & 3U;
    const int kilobits = version == 3 ? kFirst[bits] : kSecond[bits];
    if (version == 1 || rate == 3 || kilobits == 0) return 0;
    const int hertz = kRates[rate] / (version == 3 ? 1 : version == 2 ? 2 : 4);
    return static_cast<std::size_t>((version == 3 ? 144000 : 72000) * kilobits / hertz) + (head[at + 2] >> 1U & 1U);
  };
  const std::size_t first = frame_at(0);
  return first != 0 && (first + 4 > head.size() || frame_at(first) != 0);
}

bool is_ogg_sound(BytesView head) {
  if (!has_text(head, 0, "OggS\0"sv)) return false;
  const std::string_view beginning = text_view(head.first(std::min<std::size_t>(head.size(), 128)));
  return beginning.find("vorbis") != std::string_view::npos || beginning.find("OpusHead") != std::string_view::npos ||
         beginning.find("Speex   ") != std::string_view::npos || beginning.find("FLAC") != std::string_view::npos;
}

bool is_wav(BytesView head, std::uint64_t size) {
  return has_text(head, 0, "RIFF") && has_text(head, 8, "WAVE") && std::uint64_t{little_endian(head, 4, 4)} + 8 <= size + 1 &&
         text_view(head).find("fmt ") != std::string_view::npos;
}

Result<Format> of_office(BytesView head, BytesView tail, std::uint64_t size) {
  TRY(entries, list_zip(tail, size));
  const auto find = [&](std::string_view name) -> const ZipEntry* {
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const ZipEntry& one) { return one.name == name; });
    return found == entries.end() ? nullptr : &*found;
  };
  for (const ZipEntry& one : entries) {
    if (one.name.ends_with("vbaProject.bin") || one.name.starts_with("Basic/")) {
      return Error(ErrorCode::invalid_input, "This document holds macros, which are small programs. Save it without them and send it again.");
    }
  }
  if (find("[Content_Types].xml") != nullptr) {
    if (find("word/document.xml") != nullptr) return Format::docx;
    if (find("xl/workbook.xml") != nullptr) return Format::xlsx;
  }
  // OpenDocument 1.3, part 2, 3.3: the first entry is its media type, as it is, at a fixed place.
  const ZipEntry* type = find("mimetype");
  if (type != nullptr && find("content.xml") != nullptr && type->packed == type->unpacked && has_text(head, 30, "mimetype") &&
      head.size() >= 38 + type->unpacked && little_endian(head, 28, 2) == 0) {
    const std::string_view said = text_view(head.subspan(38, static_cast<std::size_t>(type->unpacked)));
    for (const Format one : {Format::odt, Format::ods}) {
      if (said == media_type_of(one)) return one;
    }
  }
  return unknown();
}

bool could_be_text(BytesView bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte >= 0x20 ? byte != 0x7f : byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f'; });
}

std::unique_ptr<PictureCleaner> cleaner_for(Format format, std::uint64_t length) {
  if (format == Format::jpeg) return jpeg_cleaner();
  if (format == Format::png) return png_cleaner();
  return webp_cleaner(length);
}

// One walk over a file.
class Look {
 public:
  Result<void> take(BytesView piece) {
    if (begun_) return deal_with(piece);
    // So much that every format can be told, however small the pieces are.
    first_.insert(first_.end(), piece.begin(), piece.end());
    if (first_.size() < 16) return {};
    return deal_with(std::exchange(first_, {}));
  }

  Result<Looked> answer(std::string_view ending) {
    if (!begun_ && !first_.empty()) TRY_VOID(deal_with(std::exchange(first_, {})));
    if (size_ == 0) return Error(ErrorCode::invalid_input, "This file is empty. Choose another one.");
    out_.size = size_;
    if (tail_.size() > kZipTail) tail_.erase(tail_.begin(), tail_.end() - static_cast<std::ptrdiff_t>(kZipTail));
    TRY(format, format_now(ending));
    out_.format = format;
    return out_;
  }

 private:
  static Error too_large() {
    return {ErrorCode::too_large, "This file is larger than {1} MB. Make it smaller, or send it in parts.", {std::to_string(kDocumentLimit >> 20U)}};
  }

  Result<void> deal_with(BytesView piece) {
    if (head_.size() < kHead) {
      const std::size_t count = std::min(piece.size(), kHead - head_.size());
      head_.insert(head_.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(count));
    }
    size_ += piece.size();
    if (size_ > kDocumentLimit) return too_large();
    if (!std::exchange(begun_, true)) begin();
    is_text_ = is_text_ && could_be_text(piece);
    if (keeps_tail_) {
      tail_.insert(tail_.end(), piece.begin(), piece.end());
      if (tail_.size() > 2 * kZipTail) tail_.erase(tail_.begin(), tail_.end() - static_cast<std::ptrdiff_t>(kZipTail));
    }
    if (!picture_) return {};
    Bytes passed;
    TRY_VOID(picture_->feed(piece, passed));
    out_.cleaned += passed.size();
    return {};
  }

  // The first piece says which picture it claims to be, and whether the end must be kept.
  void begin() {
    if (has_text(head_, 0, "\xff\xd8\xff"sv)) start_picture(Format::jpeg);
    else if (has_text(head_, 0, "\x89PNG"sv)) start_picture(Format::png);
    else if (has_text(head_, 0, "RIFF") && has_text(head_, 8, "WEBP")) start_picture(Format::webp);
    keeps_tail_ = has_text(head_, 0, "PK\x03\x04"sv) || has_text(head_, 0, "%PDF-");
  }
  void start_picture(Format format) {
    out_.format = format;
    picture_ = cleaner_for(format, 0);
  }

  Result<Format> format_now(std::string_view ending) {
    if (picture_) {
      TRY_VOID(picture_->finish());
      return out_.format;
    }
    if (has_text(head_, 0, "PK\x03\x04"sv)) return of_office(head_, tail_, size_);
    if (has_text(head_, 0, "%PDF-")) {
      const std::string_view end = text_view(BytesView(tail_).subspan(tail_.size() - std::min<std::size_t>(tail_.size(), 4096)));
      if (end.find("%%EOF") == std::string_view::npos) return broken_document();
      return Format::pdf;
    }
    if (has_text(head_, 0, "\xd0\xcf\x11\xe0"sv)) {
      return Error(ErrorCode::invalid_input, "This is a Word or Excel file of the old kind, or one with a password. Save it as .docx or .xlsx without a password and send it again.");
    }
    if (const auto format = of_brands(head_, ending)) return *format;
    if (is_ogg_sound(head_)) return Format::ogg;
    if (is_wav(head_, size_)) return Format::wav;
    if (is_mp3(head_)) return Format::mp3;
    if (is_text_) return Format::text;
    return unknown();
  }

  Bytes first_;  // until it is enough to begin with
  Bytes head_;
  Bytes tail_;
  bool begun_ = false;
  std::uint64_t size_ = 0;
  bool is_text_ = true;
  bool keeps_tail_ = false;
  std::unique_ptr<PictureCleaner> picture_;
  Looked out_;
};

}  // namespace

const char* code_of(Format format) { return known(format).code; }
const char* media_type_of(Format format) { return known(format).media_type; }
bool is_picture(Format format) { return format <= Format::heic; }
bool can_be_cleaned(Format format) { return format <= Format::webp; }

std::optional<Format> format_of(std::string_view code) {
  for (const Known& one : all_formats()) {
    if (code == one.code) return one.format;
  }
  return std::nullopt;
}

Result<Looked> look_at(const web::Pieces& file, std::string_view name) {
  const std::string ending = ending_of(name);
  Look look;
  while (true) {
    TRY(piece, file());
    if (piece.empty()) break;
    TRY_VOID(look.take(piece));
  }
  TRY(out, look.answer(ending));
  if (!ending.empty() && !fits(out.format, ending)) {
    return Error(ErrorCode::invalid_input, "The name ends in {1}, but the file is something else: {2}. Save it anew in the right format and send it again.",
                 {"." + ending, known(out.format).code});
  }
  return out;
}

std::string name_to_keep(std::string_view name, Format format) {
  std::string out = web::safe_file_name(name);
  if (!fits(format, ending_of(out))) out += "." + std::string(known(format).ends.front());
  return out;
}

Result<void> pass_on(const web::Pieces& file, const Looked& looked, bool clean, const std::function<Result<void>(BytesView)>& to) {
  const auto cleaner = clean && can_be_cleaned(looked.format) ? cleaner_for(looked.format, looked.cleaned) : nullptr;
  while (true) {
    TRY(piece, file());
    if (piece.empty()) break;
    if (!cleaner) {
      TRY_VOID(to(piece));
      continue;
    }
    Bytes passed;
    TRY_VOID(cleaner->feed(piece, passed));
    TRY_VOID(to(passed));
  }
  if (cleaner) return cleaner->finish();
  return {};
}

}  // namespace arasha::casework

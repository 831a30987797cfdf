// What a file is, decided by its content: not by its name, nor by what the browser says. Only formats of the list are taken.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "casework/documents/pictures.h"
#include "web/http.h"

namespace arasha::casework {

enum class Format { jpeg, png, webp, heic, pdf, text, docx, xlsx, odt, ods, mp3, m4a, ogg, wav };

// Its code in the vocabulary `document_format`, its media type, and how its name ends first of all.
const char* code_of(Format format);
std::optional<Format> format_of(std::string_view code);
const char* media_type_of(Format format);
bool is_picture(Format format);

// Whether the hidden data of that format can be taken out here.
bool can_be_cleaned(Format format);

struct Looked {
  Format format = Format::text;
  std::uint64_t size = 0;
  std::uint64_t cleaned = 0;  // its length without hidden data, where it can be cleaned
};

inline constexpr std::uint64_t kDocumentLimit = 100ULL << 20U;

// Walks through a file once, in bounded memory. `invalid_input` or `too_large` with a sentence that says what to do: for what
// is empty, too long, of no known format, broken, dangerous, or not what its name says.
Result<Looked> look_at(const web::Pieces& file, std::string_view name);

// The name to keep: safe, and with an ending that fits.
std::string name_to_keep(std::string_view name, Format format);

// Gives the file on, piece by piece, without its hidden data where `clean` and it can be.
Result<void> pass_on(const web::Pieces& file, const Looked& looked, bool clean, const std::function<Result<void>(BytesView)>& to);

}  // namespace arasha::casework

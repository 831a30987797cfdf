// Texts of a country pack as an entry keeps them: what a service or a question was called on that day, in every language,
// whatever becomes of the pack. One line each: a code, a language, the text ("item ru Питание"). Pure.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <string>
#include <string_view>

#include "base/catalogue.h"
#include "pack/pack.h"

namespace arasha::casework {

using StoredTexts = google::protobuf::RepeatedPtrField<std::string>;

struct StoredText {
  std::string_view code;
  Language language = Language::en;
  std::string_view text;
};
// Views into `line`; nothing for a line that is not one.
std::optional<StoredText> stored_text(std::string_view line);

// The code must hold no blank.
void add_texts(StoredTexts& to, std::string_view code, const pack::Text& text);
// Empty where the code has no text in that language.
std::string text_in(const StoredTexts& texts, std::string_view code, Language language);

}  // namespace arasha::casework
